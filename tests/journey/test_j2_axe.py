"""axe on every public page, in both directions of writing, narrow and wide, light and dark; nothing is too wide.

Each page is opened once in each of three browsers. Whatever is the same in all of them is asked in the first: names,
roles, order. The others ask for what they change: dark colours, sizes, languages, the direction, the width.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize

from eindach.booking.models import Opening
from tests.booking_pages.stage import Stage

from .conftest import Open, on
from .public_pages import NO_PAGE, addresses, of_language, route_of, routes, set_world
from .walking import MATTERS, give_contact, to_link

Faults = Callable[[Page], list[str]]
NARROWEST: ViewportSize = {"width": 320, "height": 640}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": TAGS}}
SIZES = ["target-size", "scrollable-region-focusable"]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", *SIZES]}}
LANGUAGE = {"runOnly": {"type": "rule", "values": ["html-has-lang", "html-lang-valid", "valid-lang", *SIZES]}}


QUICK = {"resultTypes": ["violations"], "preload": False}
"""Without what was passed: to carry that out of the browser takes longer than to look; nor the style sheets again."""


@dataclass(frozen=True)
class Look:
    language: str
    width: int
    scheme: str
    rules: dict[str, Any]


LOOKS = [
    Look("de", 1280, "light", ALL),
    Look("en", 360, "dark", COLOURS),
    Look("ar", 320, "light", LANGUAGE),
]
RUN = """async (asked) => (await axe.run(asked)).violations
  .flatMap(one => one.nodes.map(node => `${one.id}: ${node.target}`))"""
TOO_WIDE = """() => {
  const shown = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= shown) return [];
  const out = [...document.querySelectorAll('body *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > shown + 1 || box.left < -1);
  });
  return ['too wide: ' + out.map(one => `${one.tagName}.${one.classList}`).join(' ')];
}"""
DRAWN = r"/(plan|my|places|municipalities|next-steps)/"
"""Pages with houses, tickets and maps. Around a box or a link the row can be pressed there, too; axe asks for 24 px."""
TOO_SMALL = """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')].filter(one => {
  const shown = one.closest('label') || one, box = shown.getBoundingClientRect();
  const isInText = getComputedStyle(one).display === 'inline';
  const isStretched = getComputedStyle(one, '::after').position === 'absolute';
  const isUnseen = one.matches('.skip, .only-read');
  return box.width && !isInText && !isStretched && !isUnseen && (box.width < 43.5 || box.height < 43.5);
}).map(one => 'too small for a finger: ' + one.outerHTML.slice(0, 80))"""
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => one.open = true)"


class Walk:
    """A browser of one look, what was wrong in it, and which routes it has seen."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page, self.told = page, look
        self.faults: dict[str, list[str]] = {}
        self.seen: set[str] = set()

    def look(self, name: str) -> None:
        path = urlsplit(self.page.url).path
        self.seen.add(route_of(re.sub(rf"^/{self.told.language}/", "/de/", path)))
        said = self.page.evaluate(RUN, self.told.rules | QUICK)
        said += self.page.evaluate(TOO_WIDE)
        if self.told.scheme == "dark" and not re.search(DRAWN, path):
            said += self.page.evaluate(TOO_SMALL)
        if self.told.language == "de" and re.search(DRAWN, path) and not said:  # it has the longest words
            self.page.set_viewport_size(NARROWEST)
            said += self.page.evaluate(TOO_WIDE)
            self.page.set_viewport_size({"width": self.told.width, "height": 800})
        if said:
            self.faults[name] = said

    def press(self, selector: str, name: str) -> None:
        with self.page.expect_navigation():  # a look at a page half there finds faults that nobody sees
            self.page.locator(selector).click()
        self.look(name)

    def visit(self, path: str, name: str = "") -> None:
        self.page.goto(path if path.startswith("http") else f"/{self.told.language}/{path}")
        self.page.evaluate(OPEN_ALL)
        self.look(name or path)


def book(walk: Walk) -> None:
    """The way from the first matter to the cancelled appointment, with everything that can be wrong on it."""
    page = walk.page
    walk.visit("plan/")
    walk.press("button[value=on]", "matters, nothing chosen")
    page.locator("#m-bank").check()
    walk.press("button[value=on]", "matters, something comes first")
    walk.press("button[value=add]", "when")
    page.fill("#id_people", "x")
    walk.press("form button.button--main", "when, faults")
    page.fill("#id_people", "1")
    walk.press("form button.button--main", "plans")
    page.locator(".as-text summary").click()
    walk.look("plans as text")
    walk.press("#choose button.button--main", "contact")
    walk.press("#contact button.button--main", "contact, faults")
    give_contact(page)
    walk.look("check")
    walk.press("button.book", "booked")
    to_link(page)
    link = page.url
    walk.look("manage")
    walk.visit(f"{link}move/", "move")
    walk.visit(f"{link}cancel/", "cancel")
    walk.press(".step form button.button--main", "cancelled")


def send_empty(walk: Walk) -> None:
    """Forms that come back with their faults."""
    for path in ("accessibility/report/", "ask/", "call-me-back/", "companies/register/"):
        walk.page.goto(f"/{walk.told.language}/{path}")
        walk.press("main form button.button--main", f"{path}, faults")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language} {look.width} {look.scheme}")
def test_no_public_page_has_a_fault(open_page: Open, stage: Stage, axe_source: str, look: Look) -> None:
    world = set_world(stage)
    page = open_page(look.language, "help/", viewport={"width": look.width, "height": 800}, color_scheme=look.scheme)
    page.context.add_init_script(axe_source)  # the policy of our pages forbids a script tag; this is not bound by it
    walk = Walk(page, look)
    book(walk)
    send_empty(walk)
    for path in addresses(world):
        walk.visit(path)
    assert walk.faults == {}
    assert set(routes()) - walk.seen == set()


def test_what_is_no_page_is_a_route() -> None:
    """So that nothing is left out by a name that has changed."""
    assert of_language() >= NO_PAGE


def test_the_page_without_a_plan_has_no_fault(open_page: Open, faults: Faults) -> None:
    Opening.objects.all().delete()
    page = open_page("de")
    for matter in MATTERS:
        page.locator(f"#m-{matter}").check()
    page.locator("button[value=on]").click()
    page.locator("form button.button--main").click()
    on(page, "/plans/$")
    assert faults(page) == []
