"""What is pushed to open pages holds nobody's words. A file of its own: what it books is committed, and the canaries of
the other files stay sown until their file ends."""

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.utils import timezone

from eindach.booking import operations
from eindach.booking.operations import Contact
from eindach.booking.search import search
from tests.booking_pages.stage import weekdays
from tests.cast import wish
from tests.notifications.test_live_offers import Page, in_process

from .canaries import set_canaries, word, words_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stream_says_that_a_place_is_gone_and_not_who_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = weekdays()
    set_canaries()
    offer = search(wish("bank", start=first, until=last), now=timezone.now()).plans[0].offer

    def book() -> None:
        contact = Contact(word("bank", "newcomer"), f"{word('bank', 'newcomer')}@mail.example", "", "de")
        operations.book(offer=offer, contact=contact, key="k", now=timezone.now())
        connection.close()

    async def act() -> None:
        page = Page(offer)
        task = page.run()
        await sync_to_async(book, thread_sensitive=False)()
        await task
        assert b"event: gone" in page.body
        assert words_in(page.body.decode()) == set()

    in_process(act, monkeypatch)
