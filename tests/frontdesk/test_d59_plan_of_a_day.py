"""The plan of an event day says who has no time and why; it stays readable while people may still be in the house."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eindach.frontdesk.events.absence import set_absent
from eindach.frontdesk.events.overview import look
from eindach.frontdesk.events.routes import solve
from eindach.frontdesk.models import RouteDraft, Stop
from tests.cast import MONDAY, at
from tests.frontdesk.event_day import CLOSES, Morning, set_morning
from tests.frontdesk.staff import works_at


@pytest.fixture
def morning(db: None) -> Morning:
    morning = set_morning()
    morning.comes("Amal", morning.house.bank, morning.house.insurance)
    return morning


def at_the_time(morning: Morning, monkeypatch: pytest.MonkeyPatch, clock: str, later: int = 0) -> Client:
    moment = at(MONDAY + timedelta(days=later), clock)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return works_at(morning.bank.counter.organization, "coordinator")


def page(morning: Morning, more: str = "") -> str:
    return f"/en/staff/events/{morning.day.pk}/{more}"


def planned(morning: Morning) -> RouteDraft:
    draft = RouteDraft.objects.create(event_day=morning.day, asked_at=CLOSES)
    return solve(draft, now=CLOSES, seconds=3)


def test_who_has_no_time_is_said_with_the_reason(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    set_absent(morning.day, 1, absent=True, now=CLOSES)
    planned(morning)
    [without] = look(morning.day, now=CLOSES).without
    assert (without.who[:4], without.why) == ("9:00", "absent")
    words = at_the_time(morning, monkeypatch, "8:00").get(page(morning)).content.decode()
    assert "1 matter has no time" in words
    assert "does not come, and no other station settles this." in words


def test_a_station_that_is_full_is_another_reason(morning: Morning) -> None:
    for name, hour in (("Olena", "10:00"), ("Robin", "11:00")):
        visit = morning.comes(name, start=at(MONDAY, hour))
        Stop.objects.filter(visit=visit).update(minutes=110)
    planned(morning)
    [without] = look(morning.day, now=CLOSES).without
    assert without.why == "station-full"


def test_who_has_a_time_is_not_among_them(morning: Morning) -> None:
    planned(morning)
    assert not look(morning.day, now=CLOSES).without


def test_a_day_that_is_over_can_be_read_until_midnight(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_the_time(morning, monkeypatch, "13:30")
    words = client.get(page(morning)).content.decode()
    assert ("over" in words, "Lists to print" in words) == (True, True)
    assert not any(act in words for act in ("Make the routes", "Does not come"))
    assert page(morning) in client.get("/en/staff/events/").content.decode()
    assert at_the_time(morning, monkeypatch, "0:01", 1).get(page(morning)).status_code == 404


@pytest.mark.parametrize("more", ["routes/", "publish/", "absent/"])
def test_nothing_is_done_about_a_day_that_is_over(morning: Morning, monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    client = at_the_time(morning, monkeypatch, "13:30")
    assert client.post(page(morning, more), {"station": "1", "minutes": "5", "absent": "yes"}).status_code == 404


def test_headlines_say_what_a_page_is(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_the_time(morning, monkeypatch, "9:30")
    assert "<h1>Event day Mon" in client.get(page(morning)).content.decode()
    assert "<h1>The day at Forum, Mon" in client.get(f"/en/staff/day/forum/{MONDAY}/").content.decode()
