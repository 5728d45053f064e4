"""The trade-off in words: what a plan gains, then what it costs."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from eindach.booking.drawing_words import duration, visits, words
from eindach.booking.plans import Plan


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The words of the sources, whatever the translations say."""
    with translation.override("en"):
        yield


def plan(days: int, done: date, minutes: int) -> Plan:
    appointments: Any = ()
    return Plan("", days, done, minutes, appointments, ())


ONCE = plan(1, date(2026, 12, 4), 130)
SOON = plan(2, date(2026, 11, 27), 150)
SHORT = plan(2, date(2026, 12, 2), 110)


def test_every_plan_has_the_tag_in_which_it_is_best() -> None:
    tags = [said.tag for said in words([ONCE, SOON, SHORT])]
    assert tags == ["Fewest trips", "Done soonest", "Least time on site"]


def test_one_visit_says_that_and_how_much_later_it_is_done() -> None:
    said = words([ONCE, SOON, SHORT])[0]
    assert (said.gain, said.cost) == ("You come only once.", "But you are done one week later.")


def test_the_soonest_plan_says_how_much_earlier_and_that_one_comes_twice() -> None:
    said = words([ONCE, SOON, SHORT])[1]
    assert (said.gain, said.cost) == ("Done one week earlier.", "But you come twice.")


def test_days_are_counted_where_they_make_no_weeks() -> None:
    later = plan(1, date(2026, 12, 2), 130)
    assert words([later, plan(2, date(2026, 11, 27), 150)])[0].cost == "But you are done 5 days later."


def test_a_plan_that_is_best_in_everything_has_no_cost() -> None:
    assert words([plan(1, date(2026, 11, 27), 60), SHORT])[0].cost == ""


def test_a_single_plan_needs_no_tag() -> None:
    assert words([ONCE])[0].tag == ""


def test_a_single_plan_of_two_visits_says_that_fewer_are_not_possible() -> None:
    assert words([SOON])[0].gain == "Fewer visits are not possible."


def test_a_plan_that_is_best_in_nothing_is_compared_with_the_first() -> None:
    middle = plan(1, date(2026, 12, 8), 120)
    said = words([ONCE, middle, SOON, SHORT])[1]
    assert said.gain == "10 min less on site."


def test_lengths_are_hours_and_minutes() -> None:
    assert [duration(minutes) for minutes in (50, 60, 130)] == ["50 min", "1 h", "2 h 10 min"]


def test_an_arabic_length_counts_hours_and_minutes_each_for_itself() -> None:
    with translation.override("ar"):
        said = [duration(minutes) for minutes in (9, 20, 120, 190)]
    assert said == ["9 دقائق", "20 دقيقة", "ساعتان", "3 ساعات و10 دقائق"]


def test_visits_are_counted_in_words() -> None:
    assert [visits(count) for count in (1, 2, 4)] == ["One visit", "Two visits", "4 visits"]
