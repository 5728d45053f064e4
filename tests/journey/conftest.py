"""A browser on the stage: narrow or wide, in a language, with or without scripts; axe."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.booking_pages.stage import Stage, set_stage

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PATIENCE = 10_000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without what was passed: to carry that out of the browser takes longer than to look.
RUN = "return (await axe.run({runOnly: rules, resultTypes: ['violations'], preload: false})).violations"
Open = Callable[..., Page]


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    return set_stage()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, stage: Stage) -> Iterator[Open]:
    """A page of a fresh browser profile at the first step; keyword arguments are those of a browser context."""
    contexts: list[BrowserContext] = []

    def opened(language: str, path: str = "plan/", **profile: Any) -> Page:
        wanted = {"viewport": PHONE, "base_url": live_server.url} | profile
        context = browser.new_context(**wanted)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/{language}/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def faults(axe_source: str) -> Callable[[Page], list[str]]:
    """What axe finds on a page, and whether it is wider than its screen."""
    return lambda page: look_for_faults(page, axe_source)


@pytest.fixture
def faults_of_colour(axe_source: str) -> Callable[[Page], list[str]]:
    """What a second look at the same page in other colours and at another width can find."""
    return lambda page: look_for_faults(page, axe_source, only=["color-contrast", "target-size"])


def look_for_faults(page: Page, axe_source: str, *, only: list[str] | None = None) -> list[str]:
    """The same, for a page that outlives a test; `only`: these rules."""
    # The policy of our pages forbids a script tag; what comes through the debugger is not bound by it.
    broken = page.evaluate(f"async (rules) => {{ {axe_source}; {RUN} }}", only or RULES)
    said = [f"{one['id']}: {node['target']}" for one in broken for node in one["nodes"]]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*said, *([f"{wider} px too wide"] if wider > 0 else [])]


def on(page: Page, path: str) -> None:
    """Wait until the address ends so."""
    page.wait_for_url(re.compile(path))
