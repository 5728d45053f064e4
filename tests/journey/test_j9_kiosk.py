"""At the door: the kiosk by touch and by keyboard, the front desk, the phone; light and dark, without a fault."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from eindach.booking.models import Itinerary, Opening
from eindach.booking.operations import book
from eindach.booking.queries import manage_token
from eindach.booking.search import search
from eindach.frontdesk.kiosks import kiosk_token
from eindach.frontdesk.models import Visit
from eindach.kernel.identifiers import readable
from tests.booking_pages.stage import LANGUAGES, NOBODY, Stage
from tests.cast import ZONE
from tests.frontdesk.staff import works_at

from .conftest import DESKTOP, Open, on

Faults = Callable[[Page], list[str]]
KIOSK = {"width": 1080, "height": 1920}
PHONE = {"width": 360, "height": 740}
SMALLEST = 64
"""Pixels of the smallest side of anything that can be pressed at a kiosk."""
PRESSED = "a, button:not([id=stay]), .kiosk__want, .kiosk__input"
EACH = f"Array.from(document.querySelectorAll('{PRESSED}'), one => one.getBoundingClientRect())"


@pytest.fixture
def ten_o_clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Pages ask the clock; it is ten, whenever this runs."""
    now = datetime.combine(timezone.localdate(timezone=ZONE), time(10), ZONE)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def open_house(ten_o_clock: datetime, stage: Stage) -> Stage:
    """The bank is open today."""
    stage.cast.bank.after.clear()
    calendar, hour = stage.cast.forum_bank, timedelta(hours=1)
    services = list(calendar.services.values_list("pk", flat=True))
    during = (ten_o_clock - hour, ten_o_clock + 4 * hour)
    Opening.objects.create(calendar=calendar, during=during, services=services, languages=LANGUAGES)
    return stage


def booked_soon(stage: Stage) -> Itinerary:
    """An appointment at the bank in half an hour: they are early."""
    today = timezone.localdate(timezone=ZONE)
    offer = search(stage.wish("bank", start=today, until=today), now=timezone.now()).plans[0].offer
    return book(offer=offer, contact=NOBODY, key="soon", now=timezone.now())


def kiosk(stage: Stage) -> str:
    return f"kiosk/{kiosk_token(stage.cast.forum_bank.counter.location)}/"


def test_a_number_without_an_appointment_by_touch(open_page: Open, open_house: Stage) -> None:
    page = open_page("de", kiosk(open_house), viewport=KIOSK, has_touch=True)
    page.get_by_text("العربية").tap()
    page.locator(".kiosk__choice").nth(1).tap()
    page.locator(".kiosk__want").first.tap()
    page.locator("main .kiosk__button--main").tap()
    page.locator("button[name=go]").tap()
    on(page, "/slip/")
    assert page.locator(".kiosk__slip strong").inner_text() == "C 01"
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert Visit.objects.get().language == "ar"


def test_a_number_by_keyboard_alone(open_page: Open, open_house: Stage) -> None:
    itinerary = booked_soon(open_house)
    page = open_page("en", f"{kiosk(open_house)}number/", viewport=KIOSK)
    page.keyboard.type(readable(itinerary.reference).lower())
    page.keyboard.press("Enter")
    page.locator("[name=act][value=arrive]").focus()
    page.keyboard.press("Enter")
    on(page, "/slip/")
    assert page.locator(".kiosk__slip strong").inner_text() == "A 01"


def test_the_keys_on_the_screen_write_the_number(open_page: Open, open_house: Stage) -> None:
    page = open_page("en", f"{kiosk(open_house)}number/", viewport=KIOSK, has_touch=True)
    for key in ("K", "7", "M", "back"):
        page.locator(f"[data-key='{key}']").tap()
    assert page.locator("#number").input_value() == "K7"


def test_without_a_script_it_works_with_a_keyboard(open_page: Open, open_house: Stage) -> None:
    page = open_page("uk", f"{kiosk(open_house)}without/", viewport=KIOSK, java_script_enabled=False)
    page.locator("[name=matter]").first.check()
    page.locator("main .kiosk__button--main").click()
    page.locator("button[name=go]").click()
    assert page.locator(".kiosk__slip strong").inner_text() == "C 01"
    assert page.locator("noscript").count() >= 1


def test_who_went_away_leaves_nothing(open_page: Open, open_house: Stage) -> None:
    page = open_page("en", f"{kiosk(open_house)}in/", viewport=KIOSK)
    page.clock.install()
    page.reload()
    page.clock.run_for(11_000)
    assert page.locator("#idle").is_visible()
    page.locator("#stay").click()
    assert not page.locator("#idle").is_visible()
    page.clock.run_for(31_000)
    on(page, f"{kiosk(open_house)}$")


def test_the_paper_does_not_stay_on_the_screen(open_page: Open, open_house: Stage) -> None:
    page = open_page("en", f"{kiosk(open_house)}without/", viewport=KIOSK)
    page.locator("[name=matter]").first.check()
    page.locator("main .kiosk__button--main").click()
    page.locator("button[name=go]").click()
    on(page, "/slip/")
    page.clock.install()
    page.reload()
    group = {"Cross-Origin-Opener-Policy": "same-origin"}  # as every page of ours
    page.context.route("**/ticket.pdf", lambda route: route.fulfill(body="paper", headers=group))
    with page.context.expect_page() as opened:
        page.locator("#paper").click()
    with opened.value.expect_event("close"):
        page.clock.run_for(21_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [KIOSK, PHONE])
def test_the_kiosk_has_no_fault(
    open_page: Open, faults: Faults, open_house: Stage, scheme: str, size: dict[str, int]
) -> None:
    page = open_page("ar", kiosk(open_house), viewport=size, color_scheme=scheme)
    for step in ("", "in/", "number/", "without/"):
        page.goto(f"/ar/{kiosk(open_house)}{step}")
        assert faults(page) == [], step
        assert all(min(one["width"], one["height"]) >= SMALLEST for one in page.evaluate(EACH)), step
    page.locator("[name=matter]").first.check()
    page.locator("main .kiosk__button--main").click()
    assert faults(page) == []
    page.locator("button[name=go]").click()
    on(page, "/slip/")
    assert faults(page) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_front_desk_by_keyboard_without_a_fault(
    open_page: Open, faults: Faults, open_house: Stage, size: dict[str, int]
) -> None:
    itinerary = booked_soon(open_house)
    page = open_page("de", "", viewport=size)
    client = works_at(open_house.cast.forum_bank.counter.organization, "front-desk")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto("/de/staff/arrivals/")
    assert faults(page) == []
    page.keyboard.type(itinerary.reference)
    page.keyboard.press("Enter")
    page.locator(".given").wait_for()
    assert faults(page) == []
    page.locator(".given [value=arrive]").focus()
    page.keyboard.press("Enter")
    page.locator(".given__number", has_text="A 01").wait_for()
    assert faults(page) == []


def test_i_am_here_on_the_phone(open_page: Open, faults: Faults, open_house: Stage) -> None:
    itinerary = booked_soon(open_house)
    phone = open_page("ar", f"my/{manage_token(itinerary)}/", viewport=PHONE)
    assert faults(phone) == []
    phone.locator("form[action$='/arrived/'] button").click()
    on(phone, "/here/")
    assert phone.locator(".here__number").inner_text() == "A 01"
