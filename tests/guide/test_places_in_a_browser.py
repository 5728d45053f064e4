"""The directory as people use it: by keyboard, without a script; the policy forbids nothing we need. How it looks:
tests/journey/test_j2."""

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from eindach.directory.models import Location, Municipality, Schedule
from eindach.guide.models import MunicipalityPage
from eindach.guide.places.words import write_words
from tests.cast import make_cast

NAMES = ["Hürtgenwald", "Aldenhoven", "Langerwehe", *(f"Ort {number}" for number in range(11)), "Musterstadt"]
"""As many as a real district has: the narrowest tiles, the longest names."""


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Callable[..., Page]]:
    make_cast()
    for number, name in enumerate(NAMES):
        north, east = 50.6 + number / 40, 6.5 + number % 3
        Municipality.objects.create(
            ags=f"0500000{number:x}", name=name, latitude=north, longitude=east, source="sample"
        )
    Location.objects.update(municipality="0500000e")
    write_words()
    towns = Municipality.objects.values_list("ags", flat=True)
    MunicipalityPage.objects.bulk_create(MunicipalityPage(municipality_id=ags, key=ags) for ags in towns)
    contexts = []

    def open_page(path: str, **profile: Any) -> Page:
        contexts.append(browser.new_context(**profile))
        page = contexts[-1].new_page()
        page.on("console", lambda said: pytest.fail(said.text) if said.type == "error" else None)
        page.goto(f"{live_server.url}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_tile_is_chosen_by_keyboard_without_a_script(opened: Callable[..., Page]) -> None:
    page = opened("en/places/?language=ar", viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page.get_by_role("link", name="Hürtgenwald 0").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**town=05000000**")
    assert "language=ar" in page.url
    assert page.get_by_label("Where do you live?").input_value() == "05000000"


def test_no_name_is_wider_than_its_tile(opened: Callable[..., Page]) -> None:
    page = opened("de/places/", viewport={"width": 360, "height": 800})
    wider = page.evaluate("""[...document.querySelectorAll('.town')].filter(town =>
      town.querySelector('.town__name').getBBox().width > town.querySelector('rect').getBBox().width
    ).map(town => town.textContent)""")
    assert wider == []


def test_the_data_for_machines_and_for_paper_is_in_the_page(opened: Callable[..., Page]) -> None:
    location = Location.objects.get(key="forum")
    Schedule.objects.create(
        location=location, rrule="FREQ=DAILY", valid_from=date(2026, 1, 1), opens=time(8), closes=time(12)
    )
    page = opened("de/places/konto/")
    said = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent).name"
    assert page.evaluate(said) == "konto"
    week = page.get_by_role("table").first
    assert not week.is_visible()
    page.emulate_media(media="print")  # on paper nobody can fold it open
    assert week.is_visible()
