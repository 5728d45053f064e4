"""The whole way on a phone-sized screen in Arabic, with the keyboard only and without JavaScript."""

import pytest

from eindach.booking.models import Itinerary
from eindach.guide.places.words import write_words

from .conftest import Open, on
from .walking import press, tab_to, type_into


@pytest.fixture
def no_script() -> dict[str, bool]:
    return {"java_script_enabled": False}


def test_amal_books_in_arabic_with_the_keyboard_only(open_page: Open, no_script: dict[str, bool]) -> None:
    page = open_page("ar", **no_script)
    assert page.locator("html").get_attribute("dir") == "rtl"
    press(page, "#m-bank", "Space")
    press(page, "button[value=on]")
    press(page, "button[value=add]")  # what comes first: registration
    on(page, "/when/$")
    press(page, "form button.button--main")
    on(page, "/plans/$")
    tab_to(page, ".plan__radio")
    page.keyboard.press("ArrowDown")
    assert page.locator(".plan__card:visible").count() == 1
    assert page.locator(".plan:has(:checked) .plan__card").is_visible()
    press(page, "#choose button.button--main")
    on(page, "/contact/$")
    type_into(page, "#id_name", "أمل مثال")
    type_into(page, "#id_email", "amal@mail.example")
    press(page, "#contact button.button--main")
    on(page, "/check/$")
    press(page, "button.book")
    on(page, "/booked/$")
    booked = Itinerary.objects.get(booked_at__isnull=False)
    assert (booked.person.name, booked.language) == ("أمل مثال", "ar")
    assert booked.appointments.filter(status="booked").count() == 2


def test_every_fault_is_reached_from_the_summary_with_the_keyboard(open_page: Open, no_script: dict[str, bool]) -> None:
    page = open_page("ar", "plan/?matter=registration", **no_script)
    press(page, "button[value=on]")
    on(page, "/when/$")
    type_into(page, "#id_people", "-")
    press(page, "form button.button--main")
    press(page, ".notice--error a")
    page.keyboard.press("Tab")
    assert page.locator("#id_people").input_value() == "-"
    assert page.locator("#id_people[aria-invalid=true]").count() == 1


def test_the_search_works_without_a_script_and_with_enter(open_page: Open, no_script: dict[str, bool]) -> None:
    write_words()
    page = open_page("en", "plan/?matter=registration", **no_script)
    type_into(page, "#q", "bank")
    page.keyboard.press("Enter")
    on(page, "q=bank")
    assert page.locator(".want").count() == 1
    press(page, "button[value=on]")
    on(page, "/when/$")
