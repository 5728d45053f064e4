"""On the data of Düren: asylum, two children, Nideggen, Tigrinya. From the first question to a visit that is booked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from eindach.booking.models import Itinerary
from eindach.config import regions
from eindach.directory.models import Municipality

from .conftest import Open, on

Faults = Callable[[Page], list[str]]
MATTERS = {"registration", "bank", "social-benefits", "status-advice", "integration-management"}
AT_HOME = ("registration", "social-benefits")
"""Only the town hall of where one lives settles these."""
GO_ON = "main form button.button--main"


@pytest.fixture
def stage(transactional_db: None) -> None:
    """Not the cast: the region as it is delivered, with free counters."""
    regions.load("dueren", days=21)


def test_asylum_two_children_nideggen_tigrinya(open_page: Open, faults: Faults) -> None:
    page = open_page("ti", "next-steps/")
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found[name] = faults(page)
        assert page.locator("html").get_attribute("lang") == "ti"

    look("my next steps")
    page.locator("main a.button--main").click()
    page.get_by_label("Nideggen").check()
    look("where")
    page.locator(GO_ON).click()
    page.locator("[name=answer][value=asylum]").check()
    look("why")
    page.locator(GO_ON).click()
    look("since when")
    page.locator(GO_ON).click()
    for child in ("child-under-6", "school-child"):
        page.locator(f"[value={child}]").check()
    look("who is with me")
    page.locator(GO_ON).click()
    look("what I have")
    page.locator(GO_ON).click()
    look("my plan")
    page.locator("main a.button--wide").click()
    look("what I need")
    page.locator("button[value=on]").click()
    on(page, "/when/")
    page.fill("#id_people", "3")
    look("when")
    page.locator(GO_ON).click()
    on(page, "/plans/")
    look("plans")
    page.locator("#choose button.button--main").click()
    on(page, "/contact/$")
    look("who")
    page.fill("#id_name", "ሰላም ኣብነት")
    page.fill("#id_email", "selam@mail.example")
    page.locator("#contact button.button--main").click()
    on(page, "/check/$")
    look("check")
    page.locator("button.book").click()
    on(page, "/booked/$")
    look("booked")
    assert {where: said for where, said in found.items() if said} == {}
    booked = Itinerary.objects.get(booked_at__isnull=False)
    made = booked.appointments.filter(status="booked").order_by("during")
    assert {one.matter.key for one in made} == MATTERS
    assert (booked.language, booked.wish["people"], len({one.during.lower.date() for one in made})) == ("ti", 3, 1)
    town_halls = {one.calendar.counter.location.municipality for one in made.filter(matter__key__in=AT_HOME)}
    assert town_halls == {Municipality.objects.get(name="Nideggen")}
