"""Behind the secret link: move, cancel, answer a proposal; and the choice that is drawn follows the choice."""

from django.utils import timezone

from eindach.booking import operations
from eindach.booking.models import Appointment, Itinerary, Proposal
from eindach.kernel.spans import Span
from tests.booking_pages.stage import Stage, my
from tests.cast import at

from .conftest import DESKTOP, Open, on
from .walking import to_booked, to_link, to_plans


def test_moving_everything(open_page: Open, stage: Stage) -> None:
    page = open_page("de", viewport=DESKTOP)
    to_booked(page)
    to_link(page)
    page.locator(".link-list a[href$='/move/']").click()
    page.locator("#choose button.button--main").click()
    on(page, "said=moved")
    assert page.locator(".notice--done").is_visible()
    assert {one.during.lower.date() for one in Appointment.objects.filter(live=True)} == {stage.days[1]}


def test_cancelling_one_and_then_the_rest(open_page: Open) -> None:
    page = open_page("en")
    to_booked(page)
    to_link(page)
    page.locator(".link-list a[href$='/cancel/']").click()
    page.locator("input[name=which]").first.uncheck()
    page.locator(".step form button.button--main").click()
    on(page, "said=cancelled")
    assert Appointment.objects.filter(status="booked").count() == 1
    page.locator(".link-list a[href$='/cancel/']").click()
    page.locator(".step form button.button--main").click()
    page.locator("h1").wait_for()
    assert Itinerary.objects.get(booked_at__isnull=False).cancelled_at is not None


def test_a_closed_counter_shows_old_and_new_and_one_press_takes_the_new(open_page: Open, stage: Stage) -> None:
    theirs = stage.booked()
    shut = Span(at(stage.days[0], "8:00"), at(stage.days[0], "18:00"))
    operations.close(calendars=[stage.cast.forum_bank], during=shut, now=timezone.now(), defer=False)
    operations.propose(itinerary=theirs, cause=Proposal.Cause.CLOSURE, now=timezone.now())
    page = open_page("ar", my(theirs, language="ar").removeprefix("/ar/"))
    assert page.locator(".old-new .plan__card:visible").count() == 2
    page.locator("button[value=accept]").click()
    on(page, "said=accepted")
    assert page.locator(".proposal").count() == 0


def test_on_a_phone_the_picked_skyline_is_the_plan_below(open_page: Open) -> None:
    page = open_page("ar", java_script_enabled=False)
    to_plans(page)
    for number in range(3):
        page.locator(".plan__label").nth(number).click()
        shown = [card.is_visible() for card in page.locator(".plan__card").all()]
        assert shown == [number == one for one in range(3)]


def test_on_a_desktop_all_plans_stand_on_one_ground(open_page: Open) -> None:
    page = open_page("de", viewport=DESKTOP)
    to_plans(page)
    boxes = [line.bounding_box() for line in page.locator(".plan__card .skyline").all()]
    assert len({round(box["y"] + box["height"]) for box in boxes if box}) == 1
    page.locator(".plan__label").nth(2).click()
    assert page.locator(".plan__radio").nth(2).is_checked()
    assert page.locator(".said:visible").count() == 1


def test_a_minute_has_the_same_height_in_every_house(open_page: Open) -> None:
    page = open_page("de", viewport=DESKTOP)
    to_plans(page)
    heights = [stop.bounding_box() for stop in page.locator(".plan__card .stop.n30").all()]
    assert len({round(box["height"]) for box in heights if box}) == 1


def test_no_page_asks_another_server(open_page: Open) -> None:
    page = open_page("de")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    to_booked(page)
    assert asked
    assert [url for url in asked if not url.startswith(("http://localhost:", "data:"))] == []
