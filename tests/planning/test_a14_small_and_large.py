"""Nothing at all, and very much."""

import doctest
from dataclasses import replace
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from eindach.planning import itinerary
from eindach.planning.itinerary import Counter, FreeSpans, Matter, Request, plan
from tests.planning.drawing import frontier

MINUTE_0 = 30_000_000 - 30_000_000 % 1440
"""A midnight in UTC."""


def test_no_free_time_at_all():
    found = plan(Request("UTC", (Matter("a", 10),), (), FreeSpans.of([])))
    assert (found.itineraries, [why.kind for why in found.impossible]) == ((), ["no-free-span"])


def test_no_matters_are_refused():
    with pytest.raises(ValueError, match="no matters"):
        plan(Request("UTC", (), (), FreeSpans.of([])))


@pytest.mark.parametrize("fault", [{"max_days": 0}, {"start_every_minutes": 0}, {"matters": (Matter("a", 0),)}])
def test_a_request_that_contradicts_itself_is_refused(fault):
    right = Request("UTC", (Matter("a", 10),), (), FreeSpans.of([]))
    with pytest.raises(ValueError, match=r"max_days|start_every|takes no time"):
        plan(replace(right, **fault))


def test_a_cycle_is_refused():
    matters = (Matter("a", 10, ("b",)), Matter("b", 10, ("a",)))
    with pytest.raises(ValueError, match="cycle"):
        plan(Request("UTC", matters, (), FreeSpans.of([])))


def test_ten_thousand_spans():
    random, rows = Random(7), []
    for number in range(10_000):
        day, matter, counter = number // 4 % 60, number % 4, number % 40
        start = MINUTE_0 + day * 1440 + 480 + random.randrange(480)
        rows.append((matter, counter, start, start + random.randrange(15, 40)))
    matters = tuple(Matter(f"m{number}", 15) for number in range(4))
    counters = tuple(Counter(f"c{number}", "x") for number in range(40))
    found = plan(Request("UTC", matters, counters, FreeSpans.of(rows), max_days=3)).itineraries
    assert (found[0].days, found[0].minutes_on_site) == (1, 60)


def test_every_start_is_inside_a_span_of_ten_thousand():
    random = Random(8)
    rows = [(0, 0, MINUTE_0 + 2 * number, MINUTE_0 + 2 * number + 1) for number in range(10_000)]
    start = MINUTE_0 + 2 * random.randrange(10_000) + 20_001
    asked = Request("UTC", (Matter("a", 7),), (Counter("c", "x"),), FreeSpans.of([*rows, (0, 0, start, start + 7)]), 1)
    found = plan(asked).itineraries[0].appointments[0]
    assert int(found.start.timestamp()) // 60 == start


def test_a_wide_open_calendar_is_settled_in_one_go():
    days = "\n".join(f"{name}@x " + "#" * 48 for name in "abcdefghij")
    assert frontier(days, dict.fromkeys("abcdefghij", 20), max_days=3) == ["1 visit, mon, 200 min"]


def test_spans_a_year_apart():
    rows = [(0, 0, MINUTE_0, MINUTE_0 + 10), (1, 0, MINUTE_0 + 365 * 1440, MINUTE_0 + 365 * 1440 + 10)]
    matters = (Matter("a", 10), Matter("b", 10))
    found = plan(Request("UTC", matters, (Counter("c", "x"),), FreeSpans.of(rows), max_days=2)).itineraries[0]
    assert (found.days, (found.completed_on - found.appointments[0].start.date()).days) == (2, 365)


def test_long_appointments_and_odd_minutes():
    days = "a@x " + "#" * 100 + "\ntue\nb@x " + "#" * 100
    assert frontier(days, {"a": 997, "b": 991}, max_days=2, step=1) == ["2 visits, tue, 1988 min"]


def test_the_example_of_the_door_is_true():
    examples = {"datetime": datetime, "ZoneInfo": ZoneInfo, **vars(itinerary)}
    assert doctest.testmod(itinerary, extraglobs=examples) == (0, 3)
