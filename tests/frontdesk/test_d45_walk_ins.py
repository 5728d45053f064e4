"""Whoever walks in at an event day: its stations serve them, though nobody can book there."""

from datetime import datetime

import pytest
from django.utils import timezone

from eindach.booking.models import Opening
from eindach.frontdesk.house import compute
from eindach.frontdesk.queue import queue_of
from eindach.frontdesk.visits import arrive
from eindach.frontdesk.walking_in import Asked, matters_here, walk_in
from tests.cast import NOW
from tests.frontdesk.event_day import NINE, Morning, set_morning
from tests.frontdesk.staff import PAGE, works_at


@pytest.fixture
def morning(db: None) -> Morning:
    """Nothing is open but the stations."""
    morning = set_morning()
    Opening.objects.all().delete()
    return morning


def test_the_stations_of_today_are_open_to_walk_ins(morning: Morning) -> None:
    house = morning.house
    assert {one.key for one in matters_here(house.forum, now=NINE)} == {"bank", "insurance"}
    visit = walk_in(Asked(matters=("bank",), language="uk"), house.forum, key="once", now=NINE)
    assert [one.ticket for one in queue_of(morning.bank.counter, now=NINE)] == [visit.ticket]


def test_a_station_that_does_not_come_is_not_open(morning: Morning) -> None:
    morning.day.stations.filter(number=1).update(absent_since=NINE)
    assert {one.key for one in matters_here(morning.house.forum, now=NINE)} == {"insurance"}


def test_who_waited_for_a_place_and_comes_all_the_same_joins_the_queue(morning: Morning) -> None:
    morning.comes("Amal")
    olena = arrive(morning.comes("Olena", waits=True), now=NINE)
    assert [one.ticket for one in queue_of(morning.bank.counter, now=NINE) if one.is_here] == [olena.ticket]
    assert compute(morning.house.forum.pk, now=NINE).standings[olena.pk].state == "waiting"


@pytest.mark.parametrize(("when", "offered"), [(NINE, True), (NOW, False)])
def test_experts_sit_at_a_station_on_its_day_only(
    morning: Morning, monkeypatch: pytest.MonkeyPatch, when: datetime, offered: bool
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: when)
    page = works_at(morning.bank.counter.organization).get(PAGE).content.decode()
    assert ("Station 1" in page) == offered
