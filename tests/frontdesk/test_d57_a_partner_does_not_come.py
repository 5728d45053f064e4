"""A partner does not come to an event day: who booked a time there is seen to as by a closure, nobody is lost."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.booking.models import Appointment, Calendar, Counter, Itinerary, Opening, OpeningChange
from eindach.booking.openings import extend_openings
from eindach.booking.operations import book
from eindach.booking.recoordinating import recoordinate
from eindach.booking.search import search
from eindach.frontdesk.events.absence import set_absent
from eindach.frontdesk.models import Station
from tests.cast import AMAL, MONDAY, NOW, at, span, wish
from tests.frontdesk.event_day import NINE, Morning, bookable_bank, set_morning


@pytest.fixture
def morning(db: None) -> Morning:
    return set_morning()


@pytest.fixture
def bank(morning: Morning) -> Station:
    """Two desks, one of them booked by exact times."""
    return bookable_bank(morning)


@pytest.fixture
def amal(bank: Station) -> Itinerary:
    """Booked there at nine."""
    return book(offer=search(wish("bank", until=MONDAY), now=NOW).plans[0].offer, contact=AMAL, key="k", now=NOW)


def opened(counter: Counter) -> Calendar:
    """An equal counter, on Monday morning."""
    calendar = counter.calendar
    services = list(calendar.services.values_list("pk", flat=True))
    during = tuple(span(MONDAY, "8:00", "13:00"))
    Opening.objects.create(calendar=calendar, during=during, services=services, languages=["ar", "de", "en"])
    return calendar


def time_of(itinerary: Itinerary) -> Appointment:
    return itinerary.appointments.get(live=True, proposal=None)


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name__endswith="recoordinate").count()


def test_who_booked_there_is_displaced_and_seen_to(morning: Morning, amal: Itinerary) -> None:
    done = set_absent(morning.day, 1, absent=True, now=NOW)
    assert done
    assert done.displaced == (amal,)
    assert (time_of(amal).displaced_at, jobs()) == (NOW, 1)


def test_an_equal_counter_serves_them_at_the_same_minute(morning: Morning, amal: Itinerary) -> None:
    other = opened(morning.house.bank_2)
    set_absent(morning.day, 1, absent=True, now=NOW)
    assert recoordinate(amal, now=NOW).kind == "same-time"
    assert (time_of(amal).calendar, time_of(amal).during.lower) == (other, NINE)


def test_without_one_somebody_calls(morning: Morning, amal: Itinerary) -> None:
    set_absent(morning.day, 1, absent=True, now=NOW)
    assert recoordinate(amal, now=NOW).kind == "to-call"


def test_nobody_books_there_any_more(morning: Morning, bank: Station) -> None:
    set_absent(morning.day, 1, absent=True, now=NOW)
    extend_openings(None, until=MONDAY, now=NOW + timedelta(hours=1))
    assert search(wish("bank", until=MONDAY), now=NOW).plans == ()


def test_on_the_morning_itself_only_what_is_to_come_is_taken_away(morning: Morning, amal: Itinerary) -> None:
    set_absent(morning.day, 1, absent=True, now=NINE + timedelta(minutes=10, seconds=5))
    assert time_of(amal).displaced_at is None
    assert [one.during.upper for one in Opening.objects.filter(calendar__counter=morning.bank.counter)] == [
        at(MONDAY, "9:11")
    ]


def test_twice_is_no_news(morning: Morning, bank: Station) -> None:
    assert set_absent(morning.day, 1, absent=True, now=NOW) is not None
    assert set_absent(morning.day, 1, absent=True, now=NOW + timedelta(hours=1)) is None
    assert set_absent(morning.day, 9, absent=True, now=NOW) is None
    assert OpeningChange.objects.count() == 1


def test_who_comes_after_all_serves_as_booked(morning: Morning, amal: Itinerary) -> None:
    before = list(Opening.objects.values("calendar", "during", "services", "languages"))
    set_absent(morning.day, 1, absent=True, now=NOW)
    set_absent(morning.day, 1, absent=False, now=NOW + timedelta(hours=1))
    assert time_of(amal).displaced_at is None
    assert list(Opening.objects.values("calendar", "during", "services", "languages")) == before


def test_a_station_nobody_books_at_opens_for_nobody_when_it_comes_after_all(morning: Morning) -> None:
    before = Opening.objects.count()
    set_absent(morning.day, 2, absent=True, now=NOW)
    set_absent(morning.day, 2, absent=False, now=NOW)
    assert Opening.objects.count() == before
