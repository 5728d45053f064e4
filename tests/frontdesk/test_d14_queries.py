"""Every page of the day asks the database a fixed number of questions, for six visits as for thirty-six."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eindach.frontdesk import house
from eindach.frontdesk.calling import begin, call_next, finish
from eindach.frontdesk.desks import close_desk
from eindach.frontdesk.kiosks import kiosk_token, slip_of
from eindach.frontdesk.models import Visit
from eindach.frontdesk.visits import visit_token
from tests.cast import MONDAY, NOW
from tests.frontdesk.day import NINE, minutes
from tests.frontdesk.event_day import Morning, set_morning
from tests.frontdesk.staff import PAGE, sits_at, works_at

FEW, MANY = range(6), range(6, 36)
"""The few are of every kind: served, waiting, registered, on the waiting list."""
Asked = tuple[Client, datetime, str]


@pytest.fixture
def morning(db: None, monkeypatch: pytest.MonkeyPatch) -> Morning:
    monkeypatch.setattr(timezone, "now", lambda: NINE)
    return set_morning()


@pytest.fixture
def pages(morning: Morning) -> dict[str, Asked]:
    """What people have open who were there first: an expert, the front desk, a coordinator, a visitor."""
    here, first = morning.house, one_more(morning)
    registered = morning.comes("Amal")
    kiosk, link = f"/en/kiosk/{kiosk_token(here.forum)}", visit_token(first.pk)
    desk, office = works_at(here.bank_1.organization, "front-desk"), here.bank_1.organization
    anybody = Client()
    return {
        "kiosk": (anybody, NINE, f"{kiosk}/"),
        "kiosk, begin": (anybody, NINE, f"{kiosk}/in/"),
        "kiosk, number": (anybody, NINE, f"{kiosk}/number/"),
        "kiosk, without": (anybody, NINE, f"{kiosk}/without/"),
        "kiosk, slip": (anybody, NINE, f"{kiosk}/slip/{slip_of(first)}/"),
        "display": (anybody, NINE, f"/de/screen/{here.forum.key}/"),
        "visitor": (anybody, NINE, f"/en/here/{link}/"),
        "arrivals": (desk, NINE, "/en/staff/arrivals/"),
        "workplace": (sits_at(here.bank_1), NINE, PAGE),
        "day": (works_at(office, "coordinator"), NINE, f"/en/staff/day/{here.forum.key}/{MONDAY}/"),
        "event days": (anybody, NOW, "/en/events/"),
        "event day": (anybody, NOW, f"/en/events/{morning.day.pk}/"),
        "hours": (anybody, NOW, f"/en/events/{morning.day.pk}/hour/?matters=insurance&people=1&language=en"),
        "registration": (anybody, NOW, f"/en/here/{visit_token(registered.pk)}/registration/"),
        "event days of staff": (works_at(office, "coordinator"), NINE, "/en/staff/events/"),
        "event day of staff": (works_at(office, "coordinator"), NINE, f"/en/staff/events/{morning.day.pk}/"),
    }


def one_more(morning: Morning) -> Visit:
    return morning.house.walks_in(morning.house.bank, morning.house.insurance)


def more(morning: Morning, guests: range) -> None:
    """They wait, every third is served; as many registered, most of them on the waiting list."""
    desk = morning.house.desk(morning.house.bank_2)
    for number in guests:
        one_more(morning)
        morning.comes(f"Guest{number}", morning.house.insurance, waits=number > 2)
        if number % 3 == 0:
            call_next(desk=desk, now=NINE)
            begin(desk=desk, now=NINE)
            finish(desk=desk, outcome="settled", now=NINE + minutes(number))
    close_desk(desk=desk, now=NINE + minutes(max(guests)))


def questions(pages: dict[str, Asked], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Of each page, seen for the second time; nothing of the house is kept."""
    found = {}
    for name, (client, now, path) in pages.items():
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert client.get(path).status_code == 200, name
        house._kept.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        found[name] = len(asked)
    return found


def test_thirty_visits_more_are_no_more_questions(
    morning: Morning, pages: dict[str, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    more(morning, FEW)
    before = questions(pages, monkeypatch)
    more(morning, MANY)
    after = questions(pages, monkeypatch)
    assert {name: (before[name], now) for name, now in after.items() if now > before[name]} == {}, "N+1"
