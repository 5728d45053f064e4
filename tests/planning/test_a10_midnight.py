"""Appointments at night: the day is that of the start; nobody is in two places at once, also over midnight."""

from datetime import datetime

from tests.planning.drawing import best, frontier

EVENING = datetime(2027, 1, 11, 22)
"""Column 0 is 22:00, column 12 is midnight."""


def test_an_appointment_over_midnight_belongs_to_the_day_it_starts():
    assert frontier("a@x ...........##", {"a": 20}, begins=EVENING) == ["1 visit, mon, 20 min"]


def test_an_appointment_may_end_at_midnight():
    assert best("a@x ..........##", {"a": 20}, begins=EVENING) == "mon 23:40 a@x"


def test_time_on_site_goes_on_after_midnight():
    found = frontier("a@x .........#\nb@x ...........###", {"a": 10, "b": 30}, begins=EVENING)
    assert found == ["1 visit, mon, 50 min"]


def test_two_appointments_on_either_side_of_midnight_are_two_days():
    night = "a@x ..........##\nb@x ............##"
    assert frontier(night, {"a": 20, "b": 20}, begins=EVENING) == []
    assert frontier(night, {"a": 20, "b": 20}, begins=EVENING, max_days=2) == ["2 visits, tue, 40 min"]


def test_nobody_overlaps_themself_over_midnight():
    night = "a@x ...........####\nb@x ............##"
    assert best(night, {"a": 40, "b": 20}, begins=EVENING, max_days=2) == "impossible"


def test_the_next_day_begins_when_the_night_is_over():
    night = "a@x ...........####\nb@x ............##.##"
    assert best(night, {"a": 40, "b": 20}, begins=EVENING, max_days=2) == "mon 23:50 a@x, tue 0:30 b@x"


def test_the_way_is_not_asked_for_over_midnight():
    night = "a@x ...........##\nb@y .............##"
    assert best(night, {"a": 20, "b": 20}, begins=EVENING, max_days=2) == "mon 23:50 a@x, tue 0:10 b@y"


def test_what_comes_before_has_ended_over_midnight_too():
    night = "a@x ...........###\nb@x ............####"
    found = best(night, {"a": 30, "b": 20}, after={"b": ["a"]}, begins=EVENING, max_days=2)
    assert found == "mon 23:50 a@x, tue 0:20 b@x"


def test_a_span_over_several_days_serves_on_each():
    week = "a@x " + "#" * 300 + "\nthu\nb@y ############"
    assert best(week, {"a": 20, "b": 20}, max_days=2) == "mon 8:00 a@x, thu 8:00 b@y"
