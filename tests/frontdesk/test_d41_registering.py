"""Registering for an hour: capacity of the stations, the waiting list, nobody twice."""

from datetime import date

import pytest

from eindach.consent.models import AuditEvent
from eindach.frontdesk.events import registering
from eindach.frontdesk.events.capacity import Party, windows
from eindach.frontdesk.events.registering import AlreadyRegistered, WindowFull
from eindach.frontdesk.faults import NotNow
from eindach.frontdesk.models import EventDay, Stop, Visit
from tests.cast import MONDAY, NOW, at
from tests.frontdesk.event_day import CLOSES, NINE, TEN, Morning, set_morning

TUESDAY = at(date(2026, 11, 24), "9:00")


@pytest.fixture
def morning(db: None) -> Morning:
    return set_morning()


def places(morning: Morning, *matters: str, people: int = 1) -> list[int]:
    known = {"bank": morning.house.bank, "insurance": morning.house.insurance}
    party = Party(tuple(known[key] for key in matters), people)
    return [one.places for one in windows(morning.day, party, now=NOW)]


def test_places_are_the_minutes_of_the_desks_without_the_reserve(morning: Morning) -> None:
    assert places(morning, "bank") == [1, 1, 1, 1], "48 minutes, 30 each"
    assert places(morning, "insurance") == [4, 4, 4, 4], "96 minutes, 20 each"
    assert places(morning, "insurance", people=2) == [3, 3, 3, 3], "96 minutes, 30 each"


def test_a_window_is_full_where_one_of_the_matters_is(morning: Morning) -> None:
    morning.comes("Amal")
    assert places(morning, "bank", "insurance") == [0, 1, 1, 1]
    assert places(morning, "insurance") == [4, 4, 4, 4]


def test_who_is_many_still_fits_an_empty_station(morning: Morning) -> None:
    assert places(morning, "bank", people=4) == [1, 1, 1, 1], "60 minutes of 48"


def test_the_last_hour_is_closed_to_who_needs_longer(morning: Morning) -> None:
    party = Party((morning.house.bank,), 5)
    assert [one.short for one in windows(morning.day, party, now=NOW)] == [False, False, False, True]


def test_who_registers_is_expected_at_the_stations(morning: Morning) -> None:
    visit = morning.comes("Amal", morning.house.bank, morning.house.insurance)
    assert (visit.window_start, visit.came, visit.state) == (NINE, "registration", "expected")
    stops = Stop.objects.filter(visit=visit).order_by("counter__key")
    assert [(one.counter, one.promised) for one in stops] == [
        (morning.bank.counter, False),
        (morning.insurer.counter, False),
    ]


def test_a_full_hour_is_refused(morning: Morning) -> None:
    morning.comes("Amal")
    with pytest.raises(WindowFull):
        morning.comes("Olena")
    assert morning.comes("Olena", start=TEN).window_start == TEN


def test_the_same_person_is_refused_the_second_time(morning: Morning) -> None:
    morning.comes("Amal")
    with pytest.raises(AlreadyRegistered):
        morning.comes("amal", start=TEN)


@pytest.mark.parametrize("start", [at(MONDAY, "9:30"), TUESDAY])
def test_only_the_hours_of_the_day_can_be_chosen(morning: Morning, start: object) -> None:
    with pytest.raises(NotNow):
        morning.comes("Amal", start=start)


def test_nobody_registers_after_the_last_moment(morning: Morning) -> None:
    EventDay.objects.update(registration_until=NOW)
    with pytest.raises(NotNow):
        morning.comes("Amal")


def test_another_hour_gives_the_first_one_back(morning: Morning) -> None:
    visit = morning.comes("Amal")
    registering.change_window(visit=visit, start=TEN, now=NOW)
    assert places(morning, "bank") == [1, 0, 1, 1]


def test_who_cancels_gives_the_place_back_and_may_come_again(morning: Morning) -> None:
    visit = morning.comes("Amal")
    registering.cancel(visit=visit, now=NOW)
    assert registering.cancel(visit=visit, now=NOW).state == "cancelled"
    assert morning.comes("Amal").state == "expected"


def test_who_asks_to_wait_where_there_is_room_is_registered(morning: Morning) -> None:
    assert morning.comes("Amal", waits=True).waits_since is None


def test_who_waits_takes_no_place_until_one_is_offered(morning: Morning) -> None:
    first, second = morning.comes("Amal"), morning.comes("Olena", waits=True)
    registering.cancel(visit=first, now=NOW)
    assert places(morning, "bank")[0] == 1
    assert registering.offer_places(morning.day, now=NOW) == [second]
    assert places(morning, "bank")[0] == 0, "it is kept"
    accepted = registering.accept(visit=second, now=NOW)
    assert (accepted.waits_since, Stop.objects.get(visit=second).status) == (None, "waiting")


def test_an_offer_that_ran_out_goes_to_the_next(morning: Morning) -> None:
    first = morning.comes("Amal")
    second, third = morning.comes("Olena", waits=True), morning.comes("Robin", waits=True)
    registering.cancel(visit=first, now=NOW)
    assert registering.offer_places(morning.day, now=NOW) == [second]
    assert registering.offer_places(morning.day, now=NOW) == []
    later = CLOSES - (CLOSES - NOW) / 100
    Visit.objects.filter(pk=second.pk).update(offered_until=NOW)
    assert registering.offer_places(morning.day, now=later) == [third]
    with pytest.raises(WindowFull):
        registering.accept(visit=second, now=later)


def test_what_was_done_stands_in_the_trail(morning: Morning) -> None:
    visit = morning.comes("Amal")
    registering.cancel(visit=visit, now=NOW)
    events = AuditEvent._base_manager.filter(kind="visit", object=str(visit.pk)).order_by("number")
    assert [one.act for one in events] == ["register", "cancel"]
