"""The last end as early as possible: the open shop."""

import pytest

from benchmarks.timetable_taillard import LOWER_BOUNDS, instance, request
from eindach.planning.timetable import timetable
from tests.planning.day_drawing import answer, day


def makespan(drawing, **more):
    """(makespan, proved) of a drawing without hours."""
    asked = day(drawing, objective="makespan", start_every_minutes=1, **more)
    del asked["until"]
    for visitor in asked["visitors"]:
        del visitor["arrives"], visitor["leaves"]
    found = answer(asked)
    assert found["unserved"] == []
    return found["objective"]["makespan_minutes"], found["optimal"]


def test_the_busiest_station_decides():
    assert makespan("ann # bank 30, school 5\nben # bank 30, school 5\ncem # bank 30, school 5") == (90, True)


def test_the_busiest_visitor_decides():
    assert makespan("ann # bank 30, school 30, town 30\nben # bank 10") == (90, True)


def test_two_stations_are_as_good_as_the_loads():
    """Gonzalez and Sahni 1976: with two stations the greatest load is always reached."""
    assert makespan("ann # bank 13, school 8\nben # bank 7, school 11\ncem # bank 5, school 9") == (28, True)


def test_waiting_does_not_count():
    found = answer(day("ann ###### bank 20\nben ..#### bank 20", objective="makespan"))
    assert found["objective"] == {"served": 2, "waiting_minutes": 40, "makespan_minutes": 40}


def test_most_are_served_where_hours_are_given():
    found = answer(day("ann #### bank 30\nben #### bank 30", objective="makespan"))
    assert (found["objective"]["served"], found["bound"], found["optimal"]) == (1, 30, True)


def test_who_is_not_served_does_not_make_the_day_longer():
    found = answer(day("ann ####.. bank 10\nben ....## bank 30", objective="makespan"))
    assert found["objective"]["makespan_minutes"] == 10


def test_the_day_may_pass_midnight():
    asked = day("ann # bank 90\nben # bank 90", objective="makespan", **{"from": "22:00", "until": "22:01"})
    del asked["until"]
    for visitor in asked["visitors"]:
        del visitor["arrives"], visitor["leaves"]
    last = answer(asked)["visits"][1]
    assert (last["start"], last["end"], last["start_minute"], last["end_minute"]) == ("23:30", "01:00", 90, 180)


def test_the_generator_makes_taillards_first_instance():
    assert instance(4, 0) == [[34, 2, 54, 61], [15, 89, 70, 9], [38, 19, 28, 87], [95, 7, 34, 29]]


@pytest.mark.parametrize("size", [4, 5, 7, 10, 15, 20])
def test_the_generated_loads_are_the_published_bounds(size):
    minutes = [instance(size, number) for number in range(10)]
    loads = [max(*map(sum, rows), *map(sum, zip(*rows, strict=True))) for rows in minutes]
    assert loads == LOWER_BOUNDS[size]


def test_taillards_first_instance_is_solved():
    found = timetable(request(4, 0), seconds=10, workers=1)
    assert (found.makespan_minutes, found.bound, found.optimal) == (193, 193, True)


def test_a_day_on_which_nothing_is_served():
    closed = [{"station": "bank", "from": "08:00", "until": "14:00"}]
    found = answer(day("ann #### bank 30", objective="makespan", closed=closed))
    assert (found["objective"]["makespan_minutes"], found["bound"], found["optimal"]) == (0, 0, True)


def test_what_was_over_before_the_day_began():
    done = [{"visitor": "ann", "station": "bank", "start": "08:10", "state": "done"}]
    found = answer(day("ann #### bank 30", objective="makespan", promised=done))
    assert (found["objective"]["makespan_minutes"], found["optimal"]) == (0, True)


def test_without_any_time_the_busiest_is_what_is_proved():
    found = timetable(request(10, 0), seconds=1e-9)
    assert (found.bound, found.served) == (LOWER_BOUNDS[10][0], 100)
    assert found.makespan_minutes >= found.bound
