"""The week of the coordinators: what is open, what a change does before it is saved, and no name anywhere."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from eindach.booking.models import Appointment, Opening, OpeningChange
from eindach.consent.models import AuditEvent
from eindach.directory.models import Organization
from tests.cast import DAYS, MONDAY, NOW, ZONE
from tests.frontdesk.day import Day
from tests.frontdesk.staff import works_at

PAGE = "/en/staff/week/"


@pytest.fixture(autouse=True)
def saturday(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    yield
    translation.deactivate()


@pytest.fixture
def client(day: Day) -> Client:
    return works_at(day.bank_1.organization, "coordinator")


def page(client: Client, path: str = f"?day={MONDAY}") -> str:
    return re.sub(r"\s+", " ", client.get(PAGE + path).content.decode())


def mark(answer: str) -> str:
    found = re.search(r'name="mark" value="(\w+)"', answer)
    assert found
    return found[1]


def ask(client: Client, act: str, **said: object) -> str:
    return re.sub(r"\s+", " ", client.post(f"{PAGE}{act}/", said).content.decode())


def save(client: Client, act: str, **said: object) -> int:
    return client.post(f"{PAGE}{act}/", {**said, "mark": mark(ask(client, act, **said))}).status_code


def closing(day: Day, **more: object) -> dict[str, object]:
    return {"counter": day.insurer.calendar.pk, "day": MONDAY, **more}


def test_a_week_says_what_is_open_and_how_much_is_booked(day: Day, client: Client) -> None:
    day.amal_books()
    seen = page(client)
    assert "9 to 12" in seen or "9:00 to 12:00" in seen
    assert "11 % booked" in seen, "20 of 180 minutes at the insurer"
    assert "Amal" not in seen


def test_holidays_stand_in_the_week(client: Client) -> None:
    assert "Weihnachtstag" in page(client, "?day=2026-12-25")


def test_a_filter_leaves_the_other_houses_out(day: Day, client: Client) -> None:
    seen = page(client, f"?day={MONDAY}&house=forum")
    assert 'scope="row"' in seen
    assert "Rathaus</span>" not in seen


def test_a_closure_says_whom_it_touches_and_changes_nothing(day: Day, client: Client) -> None:
    day.amal_books()
    seen = ask(client, "close", **closing(day))
    assert "This touches 1 person" in seen
    assert "1 is offered a new time by mail" in seen
    assert not OpeningChange.objects.exists()
    assert not Appointment.objects.exclude(displaced_at=None).exists()


def test_saving_does_what_was_shown(day: Day, client: Client) -> None:
    day.amal_books()
    assert save(client, "close", **closing(day)) == 302
    assert Appointment.objects.filter(displaced_at__isnull=False).count() == 1
    assert not Opening.objects.filter(calendar=day.insurer.calendar, during__startswith__date=MONDAY).exists()
    assert AuditEvent._base_manager.filter(act="write", kind="counter", actor_kind="staff").count() == 1


def test_what_changed_meanwhile_is_shown_anew(day: Day, client: Client) -> None:
    shown = mark(ask(client, "close", **closing(day)))
    day.amal_books()
    answer = client.post(f"{PAGE}close/", {**closing(day), "mark": shown})
    assert (answer.status_code, OpeningChange.objects.count()) == (409, 0)
    assert "Something has changed since this was shown" in answer.content.decode()


def hours(at: Day, **more: object) -> dict[str, object]:
    services = [str(pk) for pk in at.insurer.calendar.services.values_list("pk", flat=True)]
    known = {"counter": at.insurer.calendar.pk, "day": MONDAY, "opens": "14:00", "closes": "16:00", "languages": "ar"}
    return {**known, "services": services, **more}


def test_hours_are_added(day: Day, client: Client) -> None:
    assert save(client, "hours", **hours(day)) == 302
    extra = Opening.objects.get(calendar=day.insurer.calendar, languages=["ar"])
    assert extra.during.lower.astimezone(ZONE).hour == 14


def test_hours_of_an_opening_move_every_week(day: Day, client: Client) -> None:
    old = Opening.objects.filter(calendar=day.insurer.calendar).earliest("during")
    assert save(client, "hours", **hours(day, opening=old.pk, weekly="on")) == 302
    mondays = Opening.objects.filter(calendar=day.insurer.calendar, during__startswith__week_day=2)
    assert {one.during.lower.astimezone(ZONE).hour for one in mondays} == {14}
    assert mondays.count() > 5


@pytest.mark.parametrize(
    "wrong", [{"closes": "13:00"}, {"day": MONDAY - timedelta(days=9)}, {"counter": "4711"}, {"languages": "xx"}]
)
def test_hours_that_make_no_sense_are_refused(day: Day, client: Client, wrong: dict[str, object]) -> None:
    assert client.post(f"{PAGE}hours/", hours(day, **wrong)).status_code == 422


def test_a_counter_serves_only_what_is_its_own(day: Day, client: Client) -> None:
    foreign = [str(pk) for pk in day.bank_1.calendar.services.values_list("pk", flat=True)]
    opening = Opening.objects.filter(calendar=day.insurer.calendar).earliest("during")
    assert client.post(f"{PAGE}hours/", hours(day, services=foreign, opening=opening.pk)).status_code == 422


def test_the_frame_of_the_staff_area_stays_around_a_preview(day: Day, client: Client) -> None:
    assert "Coordinator" in ask(client, "close", **closing(day))


def test_a_copied_week_is_the_week_after(day: Day, client: Client) -> None:
    assert save(client, "copy", day=MONDAY, weeks=2) == 302
    later = Opening.objects.filter(calendar=day.insurer.calendar, during__startswith__date__gt=DAYS[-1])
    assert later.count() == 2 * len(DAYS)


def test_a_copied_week_leaves_holidays_closed(day: Day, client: Client) -> None:
    christmas = date(2026, 12, 25)
    save(client, "hours", **hours(day, day=christmas - timedelta(days=7)))
    save(client, "copy", day=christmas - timedelta(days=7), weeks=1)
    assert not Opening.objects.filter(during__startswith__date=christmas).exists()


def test_only_coordinators_plan(day: Day) -> None:
    assert works_at(day.bank_1.organization, "front-desk").get(PAGE).status_code == 403


def test_more_counters_cost_no_more_questions(
    day: Day, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page(client)
    with django_assert_max_num_queries(45):
        page(client)
    assert Organization.objects.count() > 3
