"""The drawn visit: what stands where, and how tall."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from eindach.booking.drawing import CUT_TO, TWO_LINES, House, draw
from eindach.booking.plans import Plan, Planned, plan_of

ZONE = ZoneInfo("Europe/Berlin")
FORUM, OFFICE = SimpleNamespace(pk="forum"), SimpleNamespace(pk="office")
FOOT = {("forum", "office"): SimpleNamespace(minutes=12, mode="foot")}
BOTH_WAYS: Any = FOOT | {("office", "forum"): FOOT["forum", "office"]}


def planned(start: str, minutes: int, place: Any = FORUM, day: date = date(2026, 12, 4)) -> Planned:
    begins = datetime.combine(day, time.fromisoformat(f"{start:0>5}"), ZONE)
    thing: Any = SimpleNamespace(pk=start)
    ends = begins + timedelta(minutes=minutes)
    return Planned(thing, thing, thing, place, thing, 1, begins, ends, "ar")


def plan(*appointments: Planned) -> Plan:
    return plan_of(list(appointments), BOTH_WAYS)


def floors(house: House) -> list[tuple[str, int]]:
    return [(stop.kind, stop.minutes) for stop in house.stops]


def test_a_house_is_a_day() -> None:
    drawing = draw([plan(planned("9:00", 20), planned("9:00", 30, day=date(2026, 12, 7)))])
    assert [house.day.day for house in drawing.houses[0]] == [4, 7]


def test_who_waits_in_the_house_sees_dots() -> None:
    assert floors(draw([plan(planned("9:00", 20), planned("9:30", 30))]).houses[0][0]) == [
        ("appointment", 20),
        ("wait", 10),
        ("appointment", 30),
    ]


def test_the_way_comes_before_the_wait_at_its_end() -> None:
    house = draw([plan(planned("9:00", 20), planned("9:40", 20, OFFICE))]).houses[0][0]
    assert floors(house)[1:3] == [("foot", 12), ("wait", 8)]


def test_no_wait_is_drawn_where_the_way_takes_all_the_time() -> None:
    house = draw([plan(planned("9:00", 20), planned("9:32", 20, OFFICE))]).houses[0][0]
    assert floors(house)[1:-1] == [("foot", 12)]


def test_the_scale_grows_until_the_shortest_appointment_has_two_lines() -> None:
    drawing = draw([plan(planned("9:00", 10), planned("9:10", 60))])
    assert drawing.scale.desktop * 10 >= TWO_LINES


def test_all_plans_of_a_page_have_one_scale() -> None:
    short, long = plan(planned("9:00", 10)), plan(planned("9:00", 60))
    assert draw([short, long]).scale == draw([long, short]).scale


def test_a_long_wait_is_cut_and_keeps_its_true_length_as_label() -> None:
    house = draw([plan(planned("9:00", 20), planned("12:00", 20))]).houses[0][0]
    wait = house.stops[1]
    assert (wait.minutes, wait.drawn, wait.is_cut) == (160, CUT_TO, True)


def test_a_wait_is_not_cut_where_there_is_room() -> None:
    house = draw([plan(planned("9:00", 20), planned("10:10", 20))]).houses[0][0]
    assert not house.stops[1].is_cut


def test_the_label_of_a_very_short_wait_is_left_out_of_the_picture() -> None:
    house = draw([plan(planned("9:00", 20), planned("9:25", 20))]).houses[0][0]
    assert not house.stops[1].is_labelled


def test_every_length_that_occurs_stands_once_in_the_style_element() -> None:
    drawing = draw([plan(planned("9:00", 20), planned("9:30", 20)), plan(planned("9:00", 30))])
    assert drawing.lengths == [10, 20, 30]


def test_nothing_to_draw_is_no_fault() -> None:
    assert draw([]).houses == ()
