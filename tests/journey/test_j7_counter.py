"""The expert's workplace in a browser: by keyboard alone, without a script, axe narrow and wide, light and dark."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from eindach.frontdesk.models import Stop, Visit
from eindach.frontdesk.queue import today
from eindach.frontdesk.visits import Planned, arrive, new_visit
from tests.booking_pages.stage import Stage
from tests.frontdesk.staff import PAGE, desk_of, sits_at

from .conftest import DESKTOP, PHONE, Open

Faults = Callable[[Page], list[str]]
SETTLED = 600
"""Milliseconds after which a key is meant for what the page shows."""
VIEWS = [("en", {"viewport": PHONE, "color_scheme": "dark"}), ("de", {"viewport": DESKTOP, "color_scheme": "light"})]


def walks_in(stage: Stage) -> Visit:
    """Today, by the clock on the wall."""
    now, bank = timezone.now(), stage.cast.bank
    stage.cast.bank.after.clear()
    service = bank.services.get()
    stop = Planned(matter=bank, service=service, organization=service.organization, minutes=30)
    visit = new_visit(
        location=stage.cast.forum_bank.counter.location, day=today(now), came="walk-in", stops=[stop], now=now,
        language="ar", languages=["ar"],
    )  # fmt: skip
    return arrive(visit, now=now)


def sign_in(page: Page, stage: Stage) -> None:
    session = sits_at(stage.cast.forum_bank.counter).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def key(page: Page, pressed: str) -> None:
    page.wait_for_timeout(SETTLED)
    with page.expect_navigation():
        page.keyboard.press(pressed)


def statuses() -> list[str]:
    return sorted(Stop.objects.values_list("status", flat=True))


def test_a_morning_by_keyboard_alone(open_page: Open, stage: Stage) -> None:
    walks_in(stage), walks_in(stage)
    page = open_page("en", path="help/", viewport=DESKTOP)
    sign_in(page, stage)
    page.goto(PAGE)
    for pressed, left in (
        ("Enter", ["called", "waiting"]),
        ("u", ["waiting", "waiting"]),
        ("Enter", ["called", "waiting"]),
        ("r", ["called", "waiting"]),
        ("Enter", ["serving", "waiting"]),
        ("2", ["done", "waiting"]),
        ("Enter", ["called", "done"]),
        ("n", ["done", "noshow"]),
    ):
        key(page, pressed)
        assert statuses() == left, pressed
    assert "Nobody waits" in page.locator("h2").first.inner_text()


def test_two_presses_at_once_are_one_act(open_page: Open, stage: Stage) -> None:
    walks_in(stage)
    page = open_page("en", path="help/", viewport=DESKTOP)
    sign_in(page, stage)
    page.goto(PAGE)
    page.wait_for_timeout(SETTLED)
    with page.expect_navigation():
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    assert statuses() == ["called"]


def test_keys_mean_nothing_to_who_writes(open_page: Open, stage: Stage) -> None:
    walks_in(stage)
    page = open_page("en", path="help/", viewport=DESKTOP)
    sign_in(page, stage)
    page.goto(PAGE)
    page.wait_for_timeout(SETTLED)
    page.focus("#find")
    page.keyboard.type("u?pn")
    assert page.locator("#find").input_value() == "u?pn"
    assert page.locator("#keys[open]").count() == 0
    assert statuses() == ["waiting"]


def test_without_a_script_every_button_works(open_page: Open, stage: Stage) -> None:
    walks_in(stage)
    page = open_page("en", path="help/", viewport=PHONE, java_script_enabled=False)
    sign_in(page, stage)
    page.goto(PAGE)
    for left in ("called", "serving", "done"):
        page.locator(".acts__main").click()
        page.wait_for_load_state()
        assert statuses() == [left]


@pytest.mark.parametrize(("language", "profile"), VIEWS, ids=["english phone, dark", "german desktop"])
def test_no_page_of_the_counter_has_a_fault(
    open_page: Open, stage: Stage, faults: Faults, language: str, profile: dict[str, object]
) -> None:
    page = open_page(language, path="help/", **profile)
    sign_in(page, stage)
    found: dict[str, list[str]] = {}

    def look(name: str, path: str = "") -> None:
        page.goto(f"/{language}/staff/counter/{path}")
        found[name] = faults(page)

    look("nobody waits")
    walks_in(stage), walks_in(stage)
    look("next")
    for name in ("called", "serving"):
        page.locator(".acts__main").click()
        look(name)
    look("pass on", "pass-on/")
    look("follow-up", "follow-up/")
    assert desk_of(stage.cast.forum_bank.counter).paused_at is None
    assert {name: said for name, said in found.items() if said} == {}
