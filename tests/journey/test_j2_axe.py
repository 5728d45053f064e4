"""axe on every page, in both directions of writing, narrow and wide, light and dark; nothing is too wide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from eindach.booking.models import Opening

from .conftest import DESKTOP, PHONE, Open, on
from .walking import MATTERS, give_contact, to_link

Faults = Callable[[Page], list[str]]
VIEWS = [
    ("ar", {"viewport": PHONE, "color_scheme": "light"}),
    ("de", {"viewport": DESKTOP, "color_scheme": "dark"}),
]


@pytest.mark.parametrize(("language", "profile"), VIEWS, ids=["arabic phone", "german desktop, dark"])
def test_no_page_of_the_way_has_a_fault(open_page: Open, faults: Faults, language: str, profile: dict) -> None:  # type: ignore[type-arg]
    found: dict[str, list[str]] = {}
    page = open_page(language, **profile)

    def look(name: str) -> None:
        found[name] = faults(page)

    def press(selector: str) -> None:
        with page.expect_navigation():  # a look at a page half there finds faults that nobody sees
            page.locator(selector).click()

    look("matters")
    press("button[value=on]")
    look("matters, nothing chosen")
    page.locator("#m-bank").check()
    press("button[value=on]")
    look("matters, something comes first")
    press("button[value=add]")
    on(page, "/when/$")
    look("when")
    page.fill("#id_people", "x")
    press("form button.button--main")
    look("when, faults")
    page.fill("#id_people", "1")
    press("form button.button--main")
    on(page, "/plans/$")
    look("plans")
    page.locator(".as-text summary").click()
    look("plans as text")
    press("#choose button.button--main")
    on(page, "/contact/$")
    look("contact")
    press("#contact button.button--main")
    look("contact, faults")
    give_contact(page)
    look("check")
    press("button.book")
    on(page, "/booked/$")
    look("booked")
    to_link(page)
    link = page.url
    look("manage")
    page.goto(f"{link}move/")
    look("move")
    page.goto(f"{link}cancel/")
    look("cancel")
    press(".step form button.button--main")
    look("cancelled")
    assert {name: said for name, said in found.items() if said} == {}


def test_the_page_without_a_plan_has_no_fault(open_page: Open, faults: Faults) -> None:
    Opening.objects.all().delete()
    page = open_page("de")
    for matter in MATTERS:
        page.locator(f"#m-{matter}").check()
    page.locator("button[value=on]").click()
    page.locator("form button.button--main").click()
    on(page, "/plans/$")
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_plans_have_no_fault_at_320_px(open_page: Open, faults: Faults, scheme: str) -> None:
    from .walking import to_plans

    page = open_page("de", viewport={"width": 320, "height": 640}, color_scheme=scheme)
    to_plans(page)
    assert faults(page) == []
