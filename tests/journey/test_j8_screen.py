"""The waiting room: a call is on the display and on the visitor's phone at once, whatever dies meanwhile."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from eindach.frontdesk.calling import begin, call_next, finish
from eindach.frontdesk.desks import open_desk
from eindach.frontdesk.leaving import go_out
from eindach.frontdesk.models import Desk, Visit
from eindach.frontdesk.queue import today
from eindach.frontdesk.visits import Planned, arrive, new_visit, visit_token
from tests.booking_pages.stage import Stage

from .conftest import DESKTOP, Open
from .test_j5_live import Events

Faults = Callable[[Page], list[str]]
TELEVISION = {"width": 1920, "height": 1080}
MOMENT = 3_000
"""Milliseconds from the call to the display: less than the four seconds after which it asks by itself."""


@pytest.fixture
def events(database_url: str, live_server: LiveServer, tmp_path: Path, settings: Any) -> Iterator[Events]:
    with Events(database_url, live_server.url, tmp_path, settings) as running:
        yield running


def walks_in(stage: Stage) -> Visit:
    bank, now = stage.cast.bank, timezone.now()
    service, counter = bank.services.get(), stage.cast.forum_bank.counter
    planned = Planned(matter=bank, service=service, organization=service.organization, minutes=bank.minutes)
    visit = new_visit(
        location=counter.location, day=today(now), came="walk-in", stops=[planned], now=now, language="ar"
    )
    return arrive(visit, now=now)


def desk_of(stage: Stage) -> Desk:
    return open_desk(counter=stage.cast.forum_bank.counter, user=uuid.uuid4(), now=timezone.now())


def here(visit: Visit) -> str:
    return f"here/{visit_token(visit.pk)}/"


def listens(page: Page) -> None:
    """The line to the live events is open."""
    page.locator("#live[data-line=open]").wait_for()


def test_a_call_is_on_the_display_and_on_the_phone(open_page: Open, stage: Stage, events: Events) -> None:
    stage.cast.bank.after.clear()
    visit, desk = walks_in(stage), desk_of(stage)
    display, phone = open_page("de", "screen/forum/", viewport=TELEVISION), open_page("en", here(visit))
    listens(display), listens(phone)
    call_next(desk=desk, now=timezone.now())
    display.locator(".call__number", has_text=visit.ticket).wait_for(timeout=MOMENT)
    phone.locator(".now--called").wait_for(timeout=MOMENT)
    phone.locator(".carry__stop--now").wait_for()
    begin(desk=desk, now=timezone.now())
    finish(desk=desk, outcome="settled", now=timezone.now())
    phone.locator(".now--left").wait_for(timeout=MOMENT)


def test_the_display_outlives_the_process_it_listens_to(open_page: Open, stage: Stage, events: Events) -> None:
    stage.cast.bank.after.clear()
    first, second, desk = walks_in(stage), walks_in(stage), desk_of(stage)
    display = open_page("de", "screen/forum/", viewport=TELEVISION)
    listens(display)
    events.kill()
    call_next(desk=desk, now=timezone.now())
    display.locator(".call__number", has_text=first.ticket).wait_for()  # it asks by itself
    events.start()
    listens(display)
    begin(desk=desk, now=timezone.now())
    finish(desk=desk, outcome="settled", now=timezone.now())
    call_next(desk=desk, now=timezone.now())
    display.locator(".call__number", has_text=second.ticket).wait_for(timeout=MOMENT)


def test_without_a_network_the_display_says_so_and_recovers(open_page: Open, stage: Stage, events: Events) -> None:
    stage.cast.bank.after.clear()
    visit, desk = walks_in(stage), desk_of(stage)
    display = open_page("de", "screen/forum/", viewport=TELEVISION)
    listens(display)
    display.context.set_offline(True)
    events.kill()
    display.locator("#stale").wait_for(state="visible")
    call_next(desk=desk, now=timezone.now())
    display.context.set_offline(False)
    display.locator(".call__number", has_text=visit.ticket).wait_for()
    display.locator("#stale").wait_for(state="hidden")


def test_the_sound_is_asked_for_once(open_page: Open, stage: Stage) -> None:
    display = open_page("de", "screen/forum/", viewport=TELEVISION)
    display.locator("#sound").click()
    display.locator("#sound").wait_for(state="hidden")


def test_without_a_script_the_display_loads_itself_anew(open_page: Open, stage: Stage) -> None:
    display = open_page("de", "screen/forum/", java_script_enabled=False)
    assert display.locator("meta[http-equiv=refresh]").get_attribute("content") == "10"
    assert not display.locator("#sound").is_visible()


def test_without_a_script_one_leaves_and_comes_back(open_page: Open, stage: Stage) -> None:
    visit = walks_in(stage)
    phone = open_page("ar", here(visit), java_script_enabled=False)
    phone.locator("form[action$='/leave/'] button").click()
    assert Visit.objects.get(pk=visit.pk).state == "away"
    phone.locator("form[action$='/back/'] button").click()
    assert Visit.objects.get(pk=visit.pk).state == "here"


@pytest.mark.parametrize("size", [TELEVISION, {"width": 1080, "height": 1920}, {"width": 360, "height": 740}])
def test_the_display_has_no_fault(open_page: Open, faults: Faults, stage: Stage, size: dict[str, int]) -> None:
    stage.cast.bank.after.clear()
    assert faults(open_page("de", "screen/forum/", viewport=size)) == []
    first, _second, desk = walks_in(stage), walks_in(stage), desk_of(stage)
    for _visitor in range(2):
        call_next(desk=desk, now=timezone.now())
        begin(desk=desk, now=timezone.now())
        finish(desk=desk, outcome="settled", now=timezone.now())
    display = open_page("de", "screen/forum/", viewport=size)
    assert display.locator(".before__number").inner_text() == first.ticket
    assert faults(display) == []


@pytest.mark.parametrize(
    ("language", "profile"),
    [("ar", {"color_scheme": "light"}), ("de", {"viewport": DESKTOP, "color_scheme": "dark"})],
    ids=["arabic phone", "german desktop, dark"],
)
def test_the_visitors_page_has_no_fault(
    open_page: Open, faults: Faults, stage: Stage, language: str, profile: dict[str, Any]
) -> None:
    stage.cast.bank.after.clear()
    waits, out, desk = walks_in(stage), walks_in(stage), desk_of(stage)
    go_out(out, now=timezone.now())
    found = [*faults(open_page(language, here(waits), **profile)), *faults(open_page(language, here(out), **profile))]
    call_next(desk=desk, now=timezone.now())
    assert [*found, *faults(open_page(language, here(waits), **profile))] == []
