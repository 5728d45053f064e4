"""The process for live events, spoken to as granian speaks to it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.utils import timezone

from eindach.booking import operations
from eindach.booking.models import Opening
from eindach.booking.search import search
from eindach.config import asgi
from eindach.notifications.live import Places
from tests.cast import AMAL, ZONE, Cast, make_cast, opening, wish


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    """Next week's openings: a stream reads the clock."""
    cast = make_cast()
    Opening.objects.all().delete()
    opening(cast.forum_bank, timezone.localdate(timezone=ZONE) + timedelta(days=7), "9:00", "12:00")
    return cast


@pytest.fixture
def offer(cast: Cast) -> str:
    today = timezone.localdate(timezone=ZONE)
    return search(wish("bank", start=today, until=today + timedelta(days=14)), now=timezone.now()).plans[0].offer


class Page:
    """An open page: what it was sent, and the moment it is closed."""

    def __init__(self, offer: str, client: str = "127.0.0.1") -> None:
        query = urlencode({"offer": offer}).encode()
        self.scope = {
            "type": "http", "method": "GET", "path": "/events/offers", "query_string": query, "headers": [],
            "client": (client, 5000),
        }  # fmt: skip
        self.heard: list[dict[str, Any]] = []
        self.closed = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.heard.append(message)

    def run(self) -> "asyncio.Task[None]":
        return asyncio.create_task(asgi.application(self.scope, self.receive, self.send))

    @property
    def status(self) -> int:
        return int(self.heard[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.heard)


def in_process(act: Callable[[], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run an act beside a listening hub."""

    async def run() -> None:
        monkeypatch.setattr(asgi, "hub", asgi.Hub((asgi.CHANGED,)))
        monkeypatch.setattr(asgi, "asked", asgi.Asked(asgi.states))
        asgi.hub.start()
        try:
            await asyncio.wait_for(act(), 20)
        finally:
            await asgi.asked.stop()
            await asgi.hub.stop()

    asyncio.run(run())


def _book(offer: str) -> None:
    operations.book(offer=offer, contact=AMAL, key="k", now=timezone.now())
    connection.close()


async def _until(said: Callable[[], bool]) -> None:
    while not said():
        await asyncio.sleep(0.02)


def test_many_pages_on_one_offer_hear_of_a_booking_over_two_connections(
    offer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        pages = [Page(offer, f"10.0.0.{number}") for number in range(200)]
        tasks = [page.run() for page in pages]
        await asyncio.sleep(0.5)
        assert all(page.body == b": open\n\n" for page in pages)
        listeners = sync_to_async(_listeners, thread_sensitive=False)
        async with asyncio.timeout(20):
            # The first question comes when pages have opened; one of a test before may still be closing its connection.
            while await listeners() != 2:
                await asyncio.sleep(0.05)
        await sync_to_async(_book, thread_sensitive=False)(offer)
        await _until(lambda: all(b"event: gone\n" in page.body for page in pages))
        await asyncio.gather(*tasks)

    in_process(act, monkeypatch)


def _listeners() -> int:
    """Connections of this database that hold no pool of Django's: the hub's, and the one for questions."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
               AND (query LIKE 'LISTEN%' OR query LIKE '%WITH ORDINALITY%') AND pid <> pg_backend_pid()"""
        )
        found = int(cursor.fetchone()[0])
    connection.close()
    return found


def test_a_page_on_a_place_that_is_gone_hears_it_at_once(offer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _book(offer)

    async def act() -> None:
        page = Page(offer)
        await page.run()
        assert page.body.endswith(b"event: gone\ndata: \n\n")

    in_process(act, monkeypatch)


def test_a_place_whose_counter_is_taken_is_not_gone_while_an_equal_one_is_free(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timezone.localdate(timezone=ZONE) + timedelta(days=7)
    for calendar in (cast.town_hall_1, cast.town_hall_2):
        opening(calendar, day, "9:00", "9:20")
    registration = search(wish("registration", start=day, until=day), now=timezone.now()).plans[0].offer

    async def act() -> None:
        await sync_to_async(_book, thread_sensitive=False)(registration)
        page = Page(registration)
        task = page.run()
        await _until(lambda: b": open" in page.body)
        await asyncio.sleep(0.3)
        assert b"gone" not in page.body
        page.closed.set()
        await task

    in_process(act, monkeypatch)


def test_beyond_its_share_an_address_is_told_to_come_later(offer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "places", Places(most=10, most_of_one=2))

    async def act() -> None:
        pages = [Page(offer) for _ in range(2)]
        tasks = [page.run() for page in pages]
        await _until(lambda: all(page.heard for page in pages))
        refused, other = Page(offer), Page(offer, "10.0.0.1")
        await refused.run()
        assert refused.status == 503
        assert (b"retry-after", b"30") in refused.heard[0]["headers"]
        tasks.append(other.run())
        pages[0].closed.set()
        await tasks[0]
        again = Page(offer)
        tasks.append(again.run())
        await _until(lambda: bool(again.heard and other.heard))
        assert (again.status, other.status) == (200, 200)
        for page in (pages[1], other, again):
            page.closed.set()
        await asyncio.gather(*tasks)

    in_process(act, monkeypatch)


@pytest.mark.parametrize("offer", ["", "x", "é"])
def test_what_is_no_offer_is_not_found(offer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act() -> None:
        page = Page(offer)
        await page.run()
        assert page.status == 404

    in_process(act, monkeypatch)
