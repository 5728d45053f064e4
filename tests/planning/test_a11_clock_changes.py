"""Days with 23 and 25 hours: in Berlin the clocks go from 2:00 to 3:00 on 28 March, from 3:00 to 2:00 on 31 October."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from eindach.planning.clock import at, utc_minute
from eindach.planning.itinerary import plan
from eindach.planning.itinerary_format import read, write
from eindach.planning.reading import WrongInput
from tests.planning.drawing import answer, request, words

LORD_HOWE, APIA = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")
SPRING, AUTUMN = datetime(2027, 3, 28, 1), datetime(2027, 10, 31, 1)


def appointment(begins, first, last, minutes, step=10, zone="Europe/Berlin"):
    """Start and end of the only appointment, free from one clock time to another."""
    wish = request("a@x #", {"a": minutes}, begins=begins, step=step, timezone=zone)
    wish["free"][0]["from"], wish["free"][0]["until"] = (f"{begins:%Y-%m-%d}T{clock}" for clock in (first, last))
    found = write(plan(read(wish)))["itineraries"]
    return [found[0]["appointments"][0][name][-5:] for name in ("start", "end")] if found else "impossible"


def test_the_skipped_hour_takes_no_time():
    assert appointment(SPRING, "01:40", "03:30", 40) == ["01:40", "03:20"]


def test_a_span_over_the_skipped_hour_is_shorter_than_it_looks():
    assert appointment(SPRING, "01:40", "03:30", 60) == "impossible"


def test_starts_follow_the_clock_after_it_was_changed():
    assert appointment(SPRING, "03:05", "05:00", 20, step=45) == ["03:45", "04:05"]


def test_a_time_in_the_skipped_hour_is_the_moment_of_the_jump():
    assert appointment(SPRING, "02:30", "05:00", 20) == ["03:00", "03:20"]
    assert appointment(SPRING, "01:30", "02:30", 30) == ["01:30", "03:00"]
    assert appointment(SPRING, "01:30", "02:59", 31) == "impossible"


@pytest.mark.parametrize("part", ["free", "windows"])
def test_what_the_clock_skips_wholly_is_no_time_at_all(part):
    wish = request("a@x #", {"a": 10}, begins=SPRING, timezone="Europe/Berlin")
    skipped = {"from": "2027-03-28T02:10", "until": "2027-03-28T02:50"}
    if part == "free":
        wish["free"][0] |= skipped
    else:
        wish["person"]["windows"] = [skipped]
    answer = write(plan(read(wish)))
    assert answer["itineraries"] == []
    assert answer["impossible"][0]["reason"] == {"free": "no-free-span", "windows": "outside-windows"}[part]
    assert answer["impossible"][0]["message"]


def test_a_skipped_span_that_ends_before_it_starts_is_wrong_input():
    with pytest.raises(WrongInput, match="is not after from"):
        appointment(SPRING, "02:50", "02:10", 10)


def test_the_jump_of_half_an_hour_and_of_a_whole_day_are_found():
    assert at(utc_minute(datetime(2027, 10, 3, 2, 15), LORD_HOWE), LORD_HOWE).strftime("%H:%M") == "02:30"
    skipped = utc_minute(datetime(2011, 12, 30, 12), APIA)
    assert at(skipped, APIA).strftime("%F %H:%M") == "2011-12-31 00:00"


def test_the_repeated_hour_takes_its_time():
    assert appointment(AUTUMN, "01:50", "03:10", 130) == ["01:50", "03:00"]


def test_an_ambiguous_time_is_its_first_occurrence():
    assert appointment(AUTUMN, "02:30", "03:00", 90) == ["02:30", "03:00"]


def test_nothing_starts_in_the_repetition():
    assert appointment(AUTUMN, "02:50", "03:10", 60, step=20) == "impossible"
    assert appointment(AUTUMN, "02:50", "03:20", 20, step=20) == ["03:00", "03:20"]


def test_days_around_the_change_are_days_of_their_own():
    days = "a@x #\ntue\nb@x #"
    found = answer(days, {"a": 10, "b": 10}, begins=datetime(2027, 3, 27, 23, 30), timezone="Europe/Berlin", max_days=2)
    assert words(found.itineraries[0]) == "sat 23:30 a@x, sun 23:30 b@x"


def test_a_day_may_begin_without_midnight():
    """In Cairo the clocks go from 24:00 on 29 April 2027 to 1:00."""
    assert appointment(datetime(2027, 4, 30), "01:00", "02:00", 20, zone="Africa/Cairo") == ["01:00", "01:20"]
