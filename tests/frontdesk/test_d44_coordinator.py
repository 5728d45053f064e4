"""The coordinator's page of an event day: routes are looked at, then promised; lists to print name nobody."""

import pymupdf
import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.consent.models import AuditEvent
from eindach.frontdesk.events.routes import solve
from eindach.frontdesk.models import RouteDraft, Station, Stop
from tests.frontdesk.event_day import CLOSES, NINE, TEN, Morning, set_morning
from tests.frontdesk.staff import works_at


@pytest.fixture
def morning(db: None) -> Morning:
    morning = set_morning()
    morning.comes("Amal", morning.house.bank, morning.house.insurance)
    morning.comes("Olena", morning.house.bank, start=TEN, language="uk")
    return morning


@pytest.fixture
def coordinator(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(timezone, "now", lambda: CLOSES)
    return works_at(morning.bank.counter.organization, "coordinator")


def page(morning: Morning, more: str = "") -> str:
    return f"/en/staff/events/{morning.day.pk}/{more}"


def made(morning: Morning) -> RouteDraft:
    return solve(RouteDraft.objects.get(event_day=morning.day, done_at=None), now=CLOSES, seconds=3)


def test_the_days_and_how_many_are_registered(coordinator: Client, morning: Morning) -> None:
    assert "<td>2</td>" in coordinator.get("/en/staff/events/").content.decode()
    bars = coordinator.get(page(morning)).context["seen"].bars
    assert [(one.label, one.said) for one in bars[:3]] == [("9:00", "1"), ("10:00", "1"), ("11:00", "0")]


def test_a_job_makes_the_routes_and_the_page_asks_again(coordinator: Client, morning: Morning) -> None:
    coordinator.post(page(morning, "routes/"))
    assert ProcrastinateJob.objects.filter(task_name__endswith="make_routes").count() == 1
    assert 'http-equiv="refresh"' in coordinator.get(page(morning)).content.decode()


def test_the_differences_are_shown_before_they_are_promised(coordinator: Client, morning: Morning) -> None:
    coordinator.post(page(morning, "routes/"))
    draft = made(morning)
    words = coordinator.get(page(morning)).content.decode()
    assert ("This would change" in words, "it cannot be better" in words) == (True, True)
    assert not Stop.objects.filter(promised=True).exists()
    coordinator.post(page(morning, "publish/"), {"draft": draft.pk})
    assert Stop.objects.filter(promised=True).count() == 3


def test_a_partner_does_not_come_and_comes_after_all(coordinator: Client, morning: Morning) -> None:
    coordinator.post(page(morning, "absent/"), {"station": "1", "absent": "yes"})
    assert Station.objects.get(number=1).absent_since == CLOSES
    coordinator.post(page(morning, "absent/"), {"station": "1", "absent": "no"})
    assert Station.objects.get(number=1).absent_since is None


def test_a_late_expert_is_said_in_minutes(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NINE)
    coordinator = works_at(morning.bank.counter.organization, "coordinator")
    assert "Station that begins late" in coordinator.get(page(morning)).content.decode()
    coordinator.post(page(morning, "routes/"), {"station": "1", "minutes": "25"})
    assert ProcrastinateJob.objects.get(task_name__endswith="make_routes").args["closed"] == [[1, 25]]


def test_the_lists_have_everybody_and_no_name(coordinator: Client, morning: Morning) -> None:
    answer = coordinator.get(page(morning, "lists.pdf"))
    with pymupdf.open(stream=answer.content) as file:  # type: ignore[no-untyped-call]
        pages = [one.get_text() for one in file]
    assert len(pages) == 3
    assert ("Station 1" in pages[0], "10:00 no. 1" in pages[0], "Station 2" in pages[1]) == (True, True, True)
    assert not any(name in " ".join(pages) for name in ("Amal", "Olena", "Beispiel"))


def test_the_page_names_nobody_and_leaves_an_event(coordinator: Client, morning: Morning) -> None:
    words = coordinator.get(page(morning)).content.decode()
    assert not any(name in words for name in ("Amal", "Olena"))
    assert AuditEvent._base_manager.filter(act="list", kind="visit", object=str(morning.day.pk)).exists()


@pytest.mark.parametrize("more", ["routes/", "publish/", "absent/"])
def test_looking_changes_nothing(coordinator: Client, morning: Morning, more: str) -> None:
    assert coordinator.get(page(morning, more)).status_code == 405


@pytest.mark.parametrize("role", ["expert", "front-desk"])
def test_nobody_else_makes_routes(morning: Morning, role: str) -> None:
    assert works_at(morning.bank.counter.organization, role).post(page(morning, "routes/")).status_code == 403


@pytest.mark.parametrize("draft", ["", "x", "6d0f8c1c-0000-4000-8000-000000000000"])
def test_a_draft_that_is_none_promises_nothing(coordinator: Client, morning: Morning, draft: str) -> None:
    assert coordinator.post(page(morning, "publish/"), {"draft": draft}).status_code == 302
    assert not Stop.objects.filter(promised=True).exists()
