"""A counter closes, by hand or because its rules changed: one rule says what becomes of who was booked there."""

import pytest
from django.utils import timezone

from eindach.booking import operations as act
from eindach.booking.jobs import recoordinate as job
from eindach.booking.models import Calendar, Itinerary
from eindach.booking.operations import Contact
from eindach.booking.recoordinating import recoordinate
from eindach.booking.search import search
from tests.cast import AMAL, DAYS, MONDAY, NOW, Cast, span, wish


def book(matter: str, contact: Contact = AMAL) -> Itinerary:
    offer = search(wish(matter, until=MONDAY), now=NOW).plans[0].offer
    return act.book(offer=offer, contact=contact, key=f"{matter} {contact.name}", now=NOW)


def close(*calendars: Calendar) -> None:
    for day in DAYS:
        act.close(calendars=calendars, during=span(day, "8:00", "18:00"), now=NOW, defer=False)


@pytest.fixture
def registered(cast: Cast) -> Itinerary:
    """Amal at one of the two counters of the town hall, which closes."""
    itinerary = book("registration")
    close(itinerary.appointments.get().calendar)
    return itinerary


def test_the_job_moves_to_a_neighbour_at_the_same_minute(
    registered: Itinerary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    was = registered.appointments.get(live=True)
    job(itinerary=str(registered.pk))
    now_at = registered.appointments.get(live=True)
    assert (now_at.during, now_at.uid, now_at.displaced_at) == (was.during, was.uid, None)
    assert not registered.proposals.exists()


def test_twice_is_as_good_as_once(registered: Itinerary) -> None:
    assert [recoordinate(registered, now=NOW).kind for _turn in (1, 2)] == ["same-time", "nothing"]


def test_a_proposal_is_over_once_a_neighbour_is_free_again(cast: Cast) -> None:
    booked = book("registration")
    close(cast.town_hall_1, cast.town_hall_2)
    one = cast.town_hall_1
    assert recoordinate(booked, now=NOW).kind == "to-call"
    other = one if booked.appointments.get().calendar_id != one.pk else cast.town_hall_2
    services = [str(pk) for pk in other.services.values_list("pk", flat=True)]
    act.reopen(calendar=other, during=span(MONDAY, "8:00", "18:00"), services=services, languages=["de"], now=NOW)
    assert recoordinate(booked, now=NOW).kind == "same-time"
    assert not booked.proposals.unanswered().exists()


def test_who_is_asked_already_is_not_asked_twice(cast: Cast) -> None:
    booked = book("bank")
    act.close(calendars=[cast.forum_bank], during=span(MONDAY, "8:00", "18:00"), now=NOW, defer=False)
    first, second = (recoordinate(booked, now=NOW) for _turn in (1, 2))
    assert (first.kind, first == second, booked.proposals.count()) == ("new-time", True, 1)


@pytest.mark.parametrize("contact", [AMAL, Contact("Sample Person", "", "+4924211234567", "de")])
def test_a_human_is_told_once(cast: Cast, contact: Contact) -> None:
    booked = book("bank", contact)
    close(cast.forum_bank)
    assert [recoordinate(booked, now=NOW).kind for _turn in (1, 2)] == ["to-call", "to-call"]
    assert booked.proposals.get().offer == ""


def test_after_three_answers_of_no_a_human_calls(cast: Cast) -> None:
    booked = book("bank")
    act.close(calendars=[cast.forum_bank], during=span(MONDAY, "8:00", "18:00"), now=NOW, defer=False)
    for _turn in range(3):
        assert recoordinate(booked, now=NOW).kind == "new-time"
        act.decline(proposal=booked.proposals.unanswered().get(), now=NOW)
    assert recoordinate(booked, now=NOW).kind == "to-call"


def test_who_cancelled_is_left_alone(registered: Itinerary) -> None:
    act.cancel(itinerary=registered, now=NOW)
    registered.refresh_from_db()
    assert recoordinate(registered, now=NOW).kind == "nothing"
