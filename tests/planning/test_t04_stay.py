"""Visitors are served between arriving and leaving; waiting counts from their arrival."""

from eindach.planning.timetable import timetable
from eindach.planning.timetable.day_format import read
from tests.planning.day_drawing import day, figures, planned, routes


def test_nothing_begins_before_the_arrival():
    assert routes(planned("ann ..#### bank 20")) == "ann 9:20 bank"


def test_waiting_counts_from_the_arrival():
    assert figures(planned("ann ###### bank 20\nben .##### bank 20")) == "2 of 2 visits, 50 min"


def test_waiting_for_the_doors_to_open_counts_too():
    assert figures(planned("ann ###### bank 20", **{"from": "09:10"})) == "1 of 1 visits, 30 min"


def test_who_leaves_early_goes_first():
    assert routes(planned("ann ###### bank 30\nben ###... bank 30")) == "ann 9:30 bank; ben 9:00 bank"


def test_nothing_ends_after_the_day():
    assert figures(planned("ann #### bank 50")) == "0 of 1 visits, 0 min"


def test_who_comes_after_the_day_is_not_served():
    found = planned("ann ##...... bank 10\nben ......## bank 10", until="09:30")
    assert (figures(found), found.unserved[0].visitor) == ("1 of 2 visits, 10 min", "ben")


def test_without_any_time_the_work_of_everybody_is_what_is_proved():
    """Three visitors of one desk: nobody's 20 minutes can be spared, though two of them have to wait."""
    drawing = "ann ###### bank 20\nben ###### bank 20\ncem ###### bank 20"
    found = timetable(read(day(drawing)), seconds=1e-9)
    assert (found.bound, found.waiting_minutes, found.optimal) == (60, 120, False)


def test_what_cannot_be_better_needs_no_time():
    found = timetable(read(day("ann #### bank 20\nben #### school 20")), seconds=1e-9)
    assert (found.bound, found.waiting_minutes, found.optimal) == (40, 40, True)
