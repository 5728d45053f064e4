"""Registering for an event day on a phone, in Arabic: two steps, a code to show, cancelling by the link."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from eindach.directory.models import EventSeries
from eindach.frontdesk.models import EventDay, Visit
from tests.booking_pages.stage import Stage
from tests.cast import ZONE, text
from tests.frontdesk.event_day import station

from .conftest import DESKTOP, PHONE, Open, on

Faults = Callable[[Page], list[str]]
VIEWS = [
    ("ar", {"viewport": PHONE, "color_scheme": "light"}),
    ("de", {"viewport": DESKTOP, "color_scheme": "dark"}),
]


@pytest.fixture
def coming(stage: Stage) -> EventDay:
    """A morning in ten days."""
    day = timezone.localdate(timezone.now(), ZONE) + timedelta(days=10)
    bank, office = stage.cast.forum_bank.counter, stage.cast.office.counter
    series = EventSeries.objects.create(
        key="together",
        name=text("Alle an einem Ort", "All in one place"),
        location=bank.location,
        rrule="FREQ=WEEKLY",
        valid_from=day,
        opens=time(9),
        closes=time(13),
        languages=["de", "en"],
    )
    starts = datetime.combine(day, time(9), ZONE)
    made = EventDay.objects.create(
        series=series,
        during=(starts, starts + timedelta(hours=4)),
        registration_from=starts - timedelta(days=30),
        registration_until=starts - timedelta(days=2),
    )
    station(made, 1, bank, stage.cast.bank, 2)
    station(made, 2, office, stage.cast.residence, 1)
    return made


@pytest.mark.parametrize(("language", "profile"), VIEWS, ids=["arabic phone", "german desktop, dark"])
def test_somebody_registers_and_cancels(
    open_page: Open, faults: Faults, coming: EventDay, language: str, profile: dict[str, object]
) -> None:
    page = open_page(language, "events/", **profile)
    found = {"list": faults(page)}

    def press(selector: str, name: str) -> None:
        with page.expect_navigation():
            page.locator(selector).first.click()
        found[name] = faults(page)

    press("a.button--main", "wish")
    press("form button.button--main", "wish, faults")
    page.locator("input[name=matters]").first.check()
    press("form button.button--main", "hour")
    press("form button.button--main", "hour, faults")
    page.locator("input[name=window]").nth(1).check()
    page.fill("#id_name", "Amal Beispiel")
    page.fill("#id_email", "amal@mail.example")
    press("form button.button--main", "registered")
    on(page, "/registration/$")
    assert page.locator(".registration__qr svg").is_visible()
    page.locator("details summary").last.click()
    press("form[action$='cancel/'] button", "cancelled")
    assert not any(found.values()), found
    assert Visit.objects.get().state == "cancelled"
