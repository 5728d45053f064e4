"""After the last period nothing that somebody told us stands anywhere in the database."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eindach.accounts.acting import acting
from eindach.accounts.models import ProfileEntry
from eindach.accounts.registry import lists
from eindach.booking import operations as act
from eindach.booking.models import Itinerary
from eindach.booking.search import search
from eindach.notifications.operations import purge
from eindach.questions.models import Enquiry
from tests.cast import NOW, Cast, wish
from tests.permission.house import House

from .conftest import Run
from .database import where

DAY = timedelta(days=1)
LATE = NOW + 900 * DAY

# Nothing a program says: hypothesis also draws words it finds in the sources, such as "destruction".
word = st.text("aeiou", min_size=7, max_size=12).map("qx".__add__)
told = st.fixed_dictionaries({"name": word, "mail": word, "fact": word, "concern": word})


@pytest.mark.usefixtures("cast")
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=told)
def test_nothing_somebody_said_is_left(house: House, run: Run, said: dict[str, str]) -> None:
    book_and_tell(house, said)
    assert all(where(one) for one in said.values())

    run(LATE - 40 * DAY)
    two_people_sign(house)
    run(LATE)
    purge(now=LATE + 31 * DAY, kept=30 * DAY)

    assert {one: where(one) for one in said.values()} == {one: [] for one in said.values()}


def book_and_tell(house: House, said: dict[str, str]) -> None:
    """Somebody books, is advised, and asks to be called back."""
    contact = act.Contact(said["name"], f"{said['mail']}@mail.example", "+4924211234567", "ar")
    offer = search(wish(), now=NOW).plans[0].offer
    booked = act.book(offer=offer, contact=contact, key=said["name"], now=NOW)
    person = Itinerary.objects.get(pk=booked.pk).person
    ProfileEntry.objects.create(
        person=person, category="notes", key="note", value=said["fact"], written_by=house.offices["bank"],
        written_at=NOW,
    )  # fmt: skip
    Enquiry.objects.create(
        name=said["name"], phone=contact.phone, language="ar", concern=said["concern"], created_at=NOW, closed_at=NOW,
        outcome="answered",
    )  # fmt: skip


def two_people_sign(house: House) -> None:
    with acting(house.staff("coordinator", "authority"), now=LATE):
        made = lists.propose(now=LATE)
    with acting(house.staff("data-protection", "authority"), now=LATE):
        lists.approve(made, now=LATE)


def test_the_search_finds_what_is_there(house: House) -> None:
    assert "accounts_profileentry" in where("secret notes")
    assert where("nobody ever said this") == []


def test_another_persons_words_stay(house: House, cast: Cast, run: Run) -> None:
    house.grant("bank", "identity", since=LATE)
    book_and_tell(house, {"name": "somebodyelse", "mail": "somebodyelse", "fact": "theirfact", "concern": "theirs"})
    run(LATE - 40 * DAY)
    two_people_sign(house)
    run(LATE)
    assert where("secret notes") == ["accounts_profileentry"]
    assert where("theirfact") == []
