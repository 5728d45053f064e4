"""What only a browser can tell: contrast, overflow, size of targets, weight, and that nothing needs a script."""

import re
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from playwright.sync_api import Browser, Page, Response
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast

PAGES = ["", "topics/", "topics/home/", "matter/bank/", "search/?q=konto", "search/?q=xyzzy", "call-me-back/", "help/"]
PAGES += ["accessibility/", "privacy/", "imprint/", "nowhere/", "on-this-phone/"]
PAGES += ["next-steps/", "next-steps/ask/since/"]
LOOKS = [("de", 1280, "dark"), ("ar", 360, "dark"), ("uk", 320, "light")]
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
# Without what was passed: to carry that out of the browser takes longer than to look.
AXE = f"axe.run({{runOnly: {RULES}, resultTypes: ['violations']}}).then(found => found.violations)"
TOO_SMALL = """[...document.querySelectorAll('a, button, summary, input, select, textarea')].filter(one => {
  const shown = one.closest('label') || one, box = shown.getBoundingClientRect();
  const isInText = getComputedStyle(one).display === 'inline';
  const isStretched = getComputedStyle(one, '::after').position === 'absolute';
  return box.width && !isInText && !isStretched && !one.matches('.skip') && (box.width < 43.5 || box.height < 43.5);
}).map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer, cast: Cast) -> Callable[..., Page]:
    """A page as somebody sees it: `opened("de/help/", width=360, theme="dark", scripts=False)`."""

    def open_page(path: str, *, width: int = 360, theme: Any = "light", scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, java_script_enabled=scripts
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/{path}")
        return page

    return open_page


@pytest.mark.parametrize(("language", "width", "theme"), LOOKS)
def test_axe_finds_nothing_and_nothing_sticks_out(
    opened: Callable[..., Page], axe_source: str, language: str, width: int, theme: str
) -> None:
    page = opened(f"{language}/", width=width, theme=theme)
    for path in PAGES:
        page.goto(re.sub(rf"/{language}/.*", f"/{language}/{path}", page.url))
        page.evaluate(axe_source)
        found = page.evaluate(AXE)
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate(TOO_SMALL) == [], path


def test_the_page_for_faulty_input_is_clean_too(opened: Callable[..., Page], axe_source: str) -> None:
    page = opened("ar/call-me-back/")
    page.locator("main form button").click()
    page.evaluate(axe_source)
    assert page.locator("[role=alert] a").count() == 2
    assert page.evaluate(AXE) == []


def test_the_way_to_a_call_needs_no_script_and_no_mouse(opened: Callable[..., Page]) -> None:
    page = opened("en/call-me-back/", scripts=False)
    page.get_by_label("Your name").focus()
    page.keyboard.type("Amal Beispiel")
    page.keyboard.press("Tab")
    page.keyboard.type("0176 12345678")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks/")
    assert "We call you back" in page.locator("h1").inner_text()


def test_search_as_you_type_shows_the_pages_list(opened: Callable[..., Page]) -> None:
    page = opened("en/")
    page.get_by_label("Search").press_sequentially("bank")
    page.locator("#results a").first.wait_for()
    assert page.locator("#results a").first.get_attribute("href") == "/en/matter/bank/"
    assert page.url.endswith("/en/")


def test_the_skip_link_is_first_and_leads_to_the_content(opened: Callable[..., Page]) -> None:
    page = opened("de/help/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def weight(answer: Response) -> int:
    """Bytes over the wire: text is served compressed, fonts are so already."""
    body = answer.body()
    return len(body) if answer.url.endswith(".woff2") else len(brotli.compress(body, quality=5))


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_the_first_load_stays_below_200_kb(
    browser: Browser, live_server: LiveServer, cast: Cast, language: str
) -> None:
    page = browser.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{live_server.url}/{language}/", wait_until="networkidle")
    weights = [weight(answer) for answer in answers]
    assert len(weights) > 8
    assert sum(weights) < 200_000
    page.close()
