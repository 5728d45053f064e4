"""Somebody is faster; ten minutes are over; back and reload: nothing typed is lost, nothing happens twice."""

from typing import Any

from pytest_django.live_server_helper import LiveServer

from eindach.booking.models import Appointment, Itinerary
from tests.booking_pages.stage import Stage, run_out, take_all

from .conftest import Open, on
from .walking import give_contact, to_booked, to_contact, to_plans


def test_a_plan_taken_while_looking_is_answered_with_fresh_ones(open_page: Open) -> None:
    page = open_page("de")
    to_plans(page)
    take_all(page.locator(".plan__radio").first.input_value())
    page.locator("#choose button.button--main").click()
    page.locator(".notice--late").wait_for()
    assert page.locator(".plan").count() == 1
    page.locator("#choose button.button--main").click()
    on(page, "/contact/$")


def test_times_lost_while_typing_show_fresh_plans_and_keep_the_name(open_page: Open) -> None:
    page = open_page("en")
    to_plans(page)
    offer = page.locator(".plan__radio").first.input_value()
    page.locator("#choose button.button--main").click()
    on(page, "/contact/$")
    run_out(Itinerary.objects.get())
    take_all(offer)
    page.fill("#id_name", "Amal Beispiel")
    page.fill("#id_email", "amal@mail.example")
    page.locator("#contact button.button--main").click()
    page.locator(".notice--late").wait_for()
    assert page.get_by_text("Amal Beispiel").is_visible()
    page.locator("#choose button.button--main").click()
    on(page, "/check/$")
    page.locator("button.book").click()
    on(page, "/booked/$")
    assert Itinerary.objects.get(booked_at__isnull=False).person.name == "Amal Beispiel"


def test_ten_minutes_over_is_not_noticed_while_the_times_are_free(open_page: Open) -> None:
    page = open_page("uk")
    to_contact(page)
    run_out(Itinerary.objects.get())
    give_contact(page)
    page.locator("button.book").click()
    on(page, "/booked/$")
    assert Appointment.objects.filter(status="booked").count() == 2


def test_the_hold_is_renewed_while_somebody_types(open_page: Open, stage: Stage) -> None:
    page = open_page("en")
    to_contact(page)
    before = Appointment.objects.filter(status="held").latest("held_until").held_until
    with page.expect_response("**/renew/") as answered:
        page.locator("#id_name").press_sequentially("Amal")
    assert answered.value.status == 200
    assert Appointment.objects.filter(status="held").latest("held_until").held_until > before
    page.reload()
    assert page.locator("#id_name").input_value() == "Amal"


def test_back_and_reload_are_harmless(open_page: Open) -> None:
    page = open_page("en")
    to_booked(page)
    page.reload()
    page.go_back()
    page.go_back()
    page.reload()
    on(page, "/booked/$")
    assert Appointment.objects.filter(status="booked").count() == 2


def test_another_language_keeps_everything(open_page: Open) -> None:
    page = open_page("de")
    to_contact(page)
    give_contact(page)
    page.locator(".menu summary").click()
    page.locator(".menu a[lang=uk]").click()
    on(page, "/uk/plan/check/$")
    assert page.get_by_text("Amal Beispiel").is_visible()


def test_a_taken_plan_says_so_softly_when_live_events_are_on(
    open_page: Open, live_server: LiveServer, settings: Any
) -> None:
    settings.EVENTS_URL = live_server.url
    page = open_page("en")
    gone = "event: gone\ndata: {}\n\n"
    page.route("**/events/offers*", lambda route: route.fulfill(content_type="text/event-stream", body=gone))
    to_plans(page)
    page.locator(".plan:has(:checked) .plan__gone").wait_for(state="visible")
    assert page.locator("#choose button.button--main").is_enabled()
