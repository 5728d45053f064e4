"""An event day is one thing: who booked and who registered stand in one queue, and nobody is both."""

from datetime import timedelta

import pytest

from eindach.booking.faults import AlreadyBooked
from eindach.booking.models import Calendar, Opening
from eindach.booking.openings import extend_openings
from eindach.booking.operations import book, cancel
from eindach.booking.search import search
from eindach.frontdesk.events import registering
from eindach.frontdesk.events.capacity import Party, windows
from eindach.frontdesk.events.days import make_event_days
from eindach.frontdesk.events.registering import HasAppointments
from eindach.frontdesk.events.routes import request_of
from eindach.frontdesk.models import Station
from eindach.frontdesk.queue import queue_of
from eindach.frontdesk.visits import arrive, visit_of
from tests.cast import AMAL, MONDAY, NOW, OLENA, wish
from tests.frontdesk.day import minutes
from tests.frontdesk.event_day import NINE, Morning, bookable_bank, set_morning


@pytest.fixture
def morning(db: None) -> Morning:
    return set_morning()


@pytest.fixture
def shared(morning: Morning) -> Station:
    """Station 1: two desks, one of them booked by exact times."""
    return bookable_bank(morning)


def hour(morning: Morning) -> int:
    """Places in the first hour for one who goes to the bank."""
    return windows(morning.day, Party((morning.house.bank,)), now=NOW)[0].places


def test_one_desk_is_booked_by_exact_times_and_the_others_are_for_who_registers(
    morning: Morning, shared: Station
) -> None:
    plan = search(wish("bank", until=MONDAY), now=NOW).plans[0].appointments[0]
    assert (plan.counter, plan.start) == (shared.counter, NINE)
    assert (shared.desks, shared.registrable, hour(morning)) == (2, 1, 1)
    desks = {one["id"]: one["desks"] for one in request_of(morning.day, now=NOW)["stations"]}
    assert desks["1"] == 1


def test_nobody_books_at_a_station_before_registration_begins(morning: Morning, shared: Station) -> None:
    later = Station.objects.filter(event_day__registration_from__gt=NOW)
    assert later.exists()
    assert not Opening.objects.filter(calendar__counter__station__in=later).exists()


def test_making_the_days_again_changes_nothing(shared: Station) -> None:
    made = list(Opening.objects.filter(calendar=shared.counter.calendar).values())
    make_event_days(now=NOW + timedelta(hours=1))
    extend_openings(None, until=MONDAY, now=NOW)
    assert list(Opening.objects.filter(calendar=shared.counter.calendar).values()) == made
    assert Calendar.objects.get(counter=shared.counter).schedules.count() == 1


def test_both_stand_in_one_queue_promised_times_first(morning: Morning, shared: Station) -> None:
    registered = morning.comes("Olena", morning.house.bank)
    booked = book(offer=search(wish("bank", until=MONDAY), now=NOW).plans[0].offer, contact=AMAL, key="k", now=NOW)
    arrive(registered, now=NINE - minutes(5))
    arrive(visit_of(booked, morning.house.forum, MONDAY, now=NINE), now=NINE)
    assert [one.ticket[:1] for one in queue_of(shared.counter, now=NINE)] == ["A", "B"]


def test_who_is_registered_books_no_times_on_that_morning(morning: Morning) -> None:
    morning.comes("Amal", morning.house.insurance, email="amal@mail.example", language="ar")
    offer = search(wish("bank", until=MONDAY), now=NOW).plans[0].offer
    with pytest.raises(AlreadyBooked):
        book(offer=offer, contact=AMAL, key="k", now=NOW)
    assert book(offer=offer, contact=OLENA, key="other", now=NOW).state(NOW) == "booked"


def test_who_cancelled_the_registration_may_book(morning: Morning) -> None:
    registering.cancel(visit=morning.comes("Amal", morning.house.insurance, email="amal@mail.example"), now=NOW)
    offer = search(wish("bank", until=MONDAY), now=NOW).plans[0].offer
    assert book(offer=offer, contact=AMAL, key="k", now=NOW).state(NOW) == "booked"


def test_who_has_booked_does_not_register_as_well(morning: Morning) -> None:
    booked = book(offer=search(wish("bank", until=MONDAY), now=NOW).plans[0].offer, contact=AMAL, key="k", now=NOW)
    with pytest.raises(HasAppointments):
        morning.comes("Amal", morning.house.insurance, email="amal@mail.example")
    cancel(itinerary=booked, now=NOW)
    assert morning.comes("Amal", morning.house.insurance, email="amal@mail.example").pk
