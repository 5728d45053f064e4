"""The coordinator's page of an event day: routes are looked at, then promised; lists to print name nobody."""

import pymupdf
import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.consent.models import AuditEvent
from eindach.frontdesk.events.overview import names, registered
from eindach.frontdesk.events.registering import cancel
from eindach.frontdesk.events.routes import Closed, solve
from eindach.frontdesk.models import RouteDraft, Stop, Visit
from tests.cast import NOW
from tests.frontdesk.day import minutes
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
    assert "</span>2</td>" in coordinator.get("/en/staff/events/").content.decode()
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


@pytest.mark.parametrize("said", [{"station": "1", "minutes": "25 min"}, {"minutes": "25"}, {"station": "1"}])
def test_a_delay_that_is_half_said_makes_no_routes(coordinator: Client, morning: Morning, said: dict[str, str]) -> None:
    answer = coordinator.post(page(morning, "routes/"), said, follow=True)
    assert "Nothing was made." in answer.content.decode()
    assert not RouteDraft.objects.exists()


def test_a_delay_stays_on_the_page(coordinator: Client, morning: Morning) -> None:
    delay = [Closed(1, 60 * 15 + 25)]
    solve(RouteDraft.objects.create(event_day=morning.day, asked_at=CLOSES), closed=delay, now=CLOSES, seconds=3)
    assert "Station 1 (Bank) begins at 0:25." in coordinator.get(page(morning)).content.decode()


def test_routes_that_are_too_old_are_not_promised(
    coordinator: Client, morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator.post(page(morning, "routes/"))
    draft = made(morning)
    monkeypatch.setattr(timezone, "now", lambda: TEN)
    client = works_at(morning.bank.counter.organization, "coordinator")
    answer = client.post(page(morning, "publish/"), {"draft": draft.pk}, follow=True)
    assert "Some of these times are past" in answer.content.decode()


def test_routes_that_never_come_can_be_asked_for_again(coordinator: Client, morning: Morning) -> None:
    RouteDraft.objects.create(event_day=morning.day, asked_at=CLOSES - minutes(3), begun_at=CLOSES - minutes(3))
    words = coordinator.get(page(morning)).content.decode()
    assert ("No routes could be made." in words, 'http-equiv="refresh"' in words) == (True, False)
    assert "Make the routes" in words


def test_what_was_promised_stays_on_the_page(coordinator: Client, morning: Morning) -> None:
    coordinator.post(page(morning, "routes/"))
    coordinator.post(page(morning, "publish/"), {"draft": made(morning).pk})
    seen = coordinator.get(page(morning)).context["seen"]
    assert [len(route.lines) for route in seen.routes] == [2, 1]
    assert list(seen.changed) == []


@pytest.mark.usefixtures("english")
def test_a_number_stays_whoever_cancels(morning: Morning) -> None:
    Visit.objects.filter(person__name__startswith="Amal").update(registered_at=NOW - minutes(5))
    first, second = registered(morning.day)
    cancel(visit=first, now=NOW)
    assert names(registered(morning.day)) == {second.pk: "10:00 no. 2"}


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
    assert ("Station 1" in pages[0], "10:00 no. " in pages[0], "Station 2" in pages[1]) == (True, True, True)
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
