"""What only a browser can tell: weight, and that nothing needs a script. How pages look: tests/journey/test_j2."""

from collections.abc import Callable
from typing import Any

import brotli
import pytest
from playwright.sync_api import Browser, Page, Response
from pytest_django.live_server_helper import LiveServer

from eindach.guide.places.words import write_words
from tests.cast import Cast


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
    write_words()
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
