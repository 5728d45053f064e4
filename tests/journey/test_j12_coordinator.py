"""The coordinator in a browser: the week, a closure rehearsed and saved, the day; axe on each, narrow and wide."""

import pytest
from playwright.sync_api import Page

from eindach.booking.models import Counter, OpeningChange
from tests.booking_pages.stage import Stage
from tests.casework.office import Office, set_office

from .conftest import Open, on
from .test_j6_staff import VIEWS, Faults, sign_in


@pytest.fixture
def office(stage: Stage) -> Office:
    return set_office(stage)


def go(page: Page, path: str) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)


@pytest.mark.parametrize(("language", "profile"), VIEWS, ids=["english phone, dark", "german desktop"])
def test_a_closure_is_rehearsed_and_saved(
    open_page: Open, faults: Faults, office: Office, language: str, profile: dict
) -> None:  # type: ignore[type-arg]
    page, found = open_page(language, **profile), []
    sign_in(page, office, "coordinator")
    go(page, f"/{language}/staff/week/")
    found += faults(page)
    go(page, f"/{language}/staff/week/hours/")
    found += faults(page)
    go(page, f"/{language}/staff/week/close/?counter=all&day=2099-01-02")
    page.fill("#id_day", "2099-01-02")
    page.locator(".week__form .button--main").click()
    page.locator("#preview").wait_for()
    found += faults(page)
    page.locator("#preview .button--main").click()
    on(page, "saved=1")
    go(page, f"/{language}/staff/day/{Counter.objects.earliest('pk').location.key}/2026-11-20/")
    found += faults(page)
    assert found == []
    assert OpeningChange.objects.count() == Counter.objects.count()
