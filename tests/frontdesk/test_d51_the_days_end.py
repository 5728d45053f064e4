"""How a day went, and how it ends at midnight: figures, drawing, open ends; no name, and later no ticket."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from eindach.accounts.models import Person
from eindach.booking.models import Appointment, Itinerary
from eindach.frontdesk.calling import begin, call_next, finish, miss
from eindach.frontdesk.coordinating.day import DayOf, day_of
from eindach.frontdesk.coordinating.drawing import Bar
from eindach.frontdesk.desks import pause_desk, resume_desk
from eindach.frontdesk.ending import Ended, end_days
from eindach.frontdesk.models import Desk, Stop, Visit
from eindach.frontdesk.returning import has_left
from eindach.questions.models import Enquiry
from tests.cast import MONDAY, at
from tests.frontdesk.day import NINE, Day, minutes, stop_of
from tests.frontdesk.event_day import set_morning
from tests.frontdesk.staff import works_at

MIDNIGHT = at(MONDAY + timedelta(days=1), "0:05")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: at(MONDAY, "12:00"))
    yield
    translation.deactivate()


def served(desk: Desk, start: datetime, length: int = 10, outcome: str = "settled") -> Stop:
    stop = call_next(desk=desk, now=start)
    assert stop
    begin(desk=desk, now=start)
    finish(desk=desk, outcome=outcome, now=start + minutes(length))
    return stop


def seen(day: Day, now: datetime = MIDNIGHT) -> DayOf:
    return day_of(day.forum, MONDAY, now=now)


def test_waits_are_counted_in_the_middle_and_of_nine_in_ten(day: Day) -> None:
    desk = day.desk(day.bank_1)
    for number in range(5):
        day.walks_in(day.bank, now=NINE)
        served(desk, NINE + minutes(10 * number))
    figures = seen(day).figures
    assert (figures.came, figures.served, figures.median, figures.nine_in_ten) == (5, 5, 20, 36)


def test_waits_of_a_few_are_not_said(day: Day) -> None:
    day.walks_in(day.bank)
    served(day.desk(day.bank_1), NINE + minutes(7))
    assert seen(day).figures.median is None


def test_the_drawing_shows_service_wait_break_and_who_was_missed(day: Day) -> None:
    desk = day.desk(day.bank_1)
    for _number in range(2):
        day.walks_in(day.bank)
    served(desk, NINE + minutes(5))
    pause_desk(desk=desk, why="break", back_at=None, now=NINE + minutes(20))
    resume_desk(desk=desk, now=NINE + minutes(30))
    call_next(desk=desk, now=NINE + minutes(31))
    miss(desk=desk, now=NINE + minutes(35))
    chart = seen(day, NINE + minutes(60)).chart
    assert chart
    assert {bar.sort for bar in chart.bars} == {"open", "served", "wait", "pause", "missed"}
    assert all(bar.x >= 150 and bar.x + bar.width <= 962 for bar in chart.bars)


def waits(day: Day, now: datetime = MIDNIGHT) -> list[Bar]:
    chart = seen(day, now).chart
    assert chart
    return [bar for bar in chart.bars if bar.sort == "wait"]


def test_waits_of_one_counter_are_not_drawn_over_each_other(day: Day) -> None:
    desk = day.desk(day.bank_1)
    for _number in range(3):
        day.walks_in(day.bank)
    for number in (1, 2):
        served(desk, NINE + minutes(10 * number))
    first, second = waits(day, NINE + minutes(30))[:2]
    assert first.x == second.x
    assert first.y + first.height <= second.y


def test_waits_after_each_other_share_a_row(day: Day) -> None:
    desk = day.desk(day.bank_1)
    for number in (0, 30):
        day.walks_in(day.bank, now=NINE + minutes(number))
        served(desk, NINE + minutes(number + 10))
    assert len({bar.y for bar in waits(day)}) == 1


def test_who_left_unserved_and_who_still_waits_are_drawn(day: Day) -> None:
    day.desk(day.bank_1)
    gone, here = day.walks_in(day.bank), day.walks_in(day.bank)
    has_left(gone, now=NINE + minutes(20))
    left, waiting = waits(day, NINE + minutes(60))
    assert [left.said, waiting.said] == [gone.ticket, here.ticket]
    assert waiting.width == pytest.approx(3 * left.width, abs=0.3)


def test_a_wait_for_a_counter_is_drawn_at_it(day: Day) -> None:
    day.desk(day.insurer)
    day.amal_comes()
    (bank, insurance), chart = waits(day, NINE + minutes(30)), seen(day, NINE + minutes(30)).chart
    assert chart
    (opened,) = [bar for bar in chart.bars if bar.sort == "open"]
    assert [opened.y < bar.y < opened.y + opened.height for bar in (bank, insurance)].count(True) == 1
    assert [sign for _y, sign in chart.signs][-1] == gettext("not served")


def test_later_than_promised_is_drawn(day: Day) -> None:
    visit = day.amal_comes()
    planned = stop_of(visit, day.insurance).planned_at
    assert planned
    served(day.desk(day.insurer), planned + minutes(15))
    assert [one.late for one in seen(day).stations] == [0, 1]


def test_open_ends_are_said_with_tickets_on_the_day_only(day: Day) -> None:
    visit = day.walks_in(day.bank)
    served(day.desk(day.bank_1), NINE, outcome="papers-missing")
    (today,) = seen(day, NINE + minutes(60)).open_ends
    (later,) = seen(day).open_ends
    assert (today.sort, today.tickets) == ("papers", (visit.ticket,))
    assert (later.sort, later.count, later.tickets) == ("papers", 1, ())


def test_at_midnight_desks_close_and_who_waited_has_left(day: Day) -> None:
    desk, visit = day.desk(day.bank_1), day.walks_in(day.bank)
    assert end_days(now=MIDNIGHT) == Ended(desks=1, left=1)
    desk.refresh_from_db()
    visit.refresh_from_db()
    assert desk.closed_at == visit.left_at == at(MONDAY, "23:59") + timedelta(seconds=59)
    assert stop_of(visit, day.bank).status == "left"


def test_who_came_and_was_never_called_was_not_served(day: Day) -> None:
    visit = day.amal_comes()
    day.desk(day.bank_1)
    end_days(now=MIDNIGHT)
    assert visit.itinerary
    assert statuses(visit.itinerary) == {"not-served"}
    assert {one.sort for one in seen(day).open_ends} == {"left"}


def test_what_was_begun_and_not_finished_is_an_open_end(day: Day) -> None:
    visit, desk = day.walks_in(day.bank), day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE)
    end_days(now=MIDNIGHT)
    assert stop_of(visit, day.bank).status == "left"
    assert [one.sort for one in seen(day).open_ends] == ["begun"]


def statuses(itinerary: Itinerary) -> set[str]:
    return set(Appointment.objects.filter(itinerary=itinerary).values_list("status", flat=True))


def test_who_did_not_come_to_a_worked_house_is_missed(day: Day) -> None:
    itinerary = day.amal_books()
    day.desk(day.bank_1)
    assert end_days(now=MIDNIGHT).missed == 2
    assert statuses(itinerary) == {"noshow"}


def test_the_waiting_list_was_not_expected(db: None) -> None:
    morning = set_morning()
    morning.comes("Amal")
    morning.comes("Olena", waits=True)
    assert day_of(morning.house.forum, MONDAY, now=MIDNIGHT).figures.missing == 1


def test_a_desk_of_another_day_is_not_drawn(day: Day) -> None:
    day.desk(day.bank_1, NINE - timedelta(days=7))
    assert seen(day).chart is None


def test_where_nobody_worked_nobody_is_missed(day: Day) -> None:
    itinerary = day.amal_books()
    assert end_days(now=MIDNIGHT) == Ended()
    assert statuses(itinerary) == {"booked"}


def test_a_registration_alone_is_no_work(db: None) -> None:
    morning = set_morning()
    itinerary = morning.house.amal_books()
    morning.comes("Olena")
    assert end_days(now=MIDNIGHT) == Ended()
    assert statuses(itinerary) == {"booked"}


def test_whose_counter_was_closed_did_not_miss_it(day: Day) -> None:
    itinerary = day.amal_books()
    itinerary.appointments.update(displaced_at=NINE)
    day.desk(day.bank_1)
    assert end_days(now=MIDNIGHT).missed == 0
    assert statuses(itinerary) == {"booked"}


def test_ending_twice_changes_nothing(day: Day) -> None:
    day.desk(day.bank_1)
    day.amal_comes()
    end_days(now=MIDNIGHT)
    before = list(Stop.objects.order_by("pk").values()), list(Visit.objects.order_by("pk").values())
    assert end_days(now=MIDNIGHT + minutes(60)) == Ended()
    assert before == (list(Stop.objects.order_by("pk").values()), list(Visit.objects.order_by("pk").values()))


def test_today_is_not_ended(day: Day) -> None:
    day.desk(day.bank_1)
    day.walks_in(day.bank)
    assert end_days(now=at(MONDAY, "23:59")) == Ended()


def test_the_page_names_nobody(day: Day) -> None:
    day.amal_comes()
    served(day.desk(day.insurer), NINE)
    client = works_at(day.bank_1.organization, "coordinator")
    page = client.get(f"/en/staff/day/forum/{MONDAY}/").content.decode()
    assert re.search(r'<svg class="day__chart".*<rect class="day__served"', page, re.DOTALL)
    assert not re.search("Amal|Beispiel", page)


@pytest.mark.parametrize("where", [f"nowhere/{MONDAY}", "forum/yesterday", "forum/9999-12-31"])
def test_a_day_that_is_none_is_not_found(day: Day, where: str) -> None:
    client = works_at(day.bank_1.organization, "coordinator")
    assert client.get(f"/en/staff/day/{where}/").status_code == 404


def press(day: Day, stop: Stop, act: str) -> int:
    client = works_at(day.bank_1.organization, "coordinator")
    said = {"sort": "papers", "matter": stop.matter_id, "act": act}
    return client.post(f"/en/staff/day/forum/{MONDAY}/follow-up/", said).status_code


def test_who_is_behind_an_open_end_is_called_back_once(day: Day) -> None:
    visit = day.amal_comes()
    Person.objects.filter(pk=visit.person_id).update(phone="+4924211234567")
    stop = served(day.desk(day.insurer), NINE, outcome="papers-missing")
    assert [press(day, stop, "call"), press(day, stop, "call")] == [302, 302]
    assert [one.name for one in Enquiry.objects.all()] == ["Amal Beispiel"]
    assert seen(day, NINE + minutes(60)).open_ends == ()


def test_nothing_to_do_calls_nobody(day: Day) -> None:
    day.amal_comes()
    stop = served(day.desk(day.insurer), NINE, outcome="papers-missing")
    press(day, stop, "forget-it")
    assert len(seen(day, NINE + minutes(60)).open_ends) == 1
    press(day, stop, "nothing")
    assert seen(day, NINE + minutes(60)).open_ends == ()
    assert not Enquiry.objects.exists()
