"""When a visit may start: on the grid, after the changeover."""

from tests.planning.day_drawing import figures, planned, routes


def test_starts_are_multiples_of_the_grid():
    assert routes(planned("ann ###### bank 20", start_every_minutes=25)) == "ann 9:10 bank"


def test_the_grid_counts_from_midnight_and_not_from_the_opening():
    assert routes(planned("ann ###### bank 20", **{"from": "09:03"})) == "ann 9:10 bank"


def test_a_desk_waits_for_the_next_start():
    assert figures(planned("ann ###### bank 12\nben ###### bank 12")) == "2 of 2 visits, 44 min"


def test_changeover_keeps_two_visits_apart():
    assert figures(planned("ann ###### bank 20, school 20", changeover_minutes=5)) == "2 of 2 visits, 50 min"


def test_changeover_is_the_visitor_s_and_not_the_desk_s():
    assert figures(planned("ann ###### bank 20\nben ###### bank 20", changeover_minutes=10)) == "2 of 2 visits, 60 min"


def test_no_changeover_is_needed_before_leaving():
    assert figures(planned("ann ## bank 20", changeover_minutes=10)) == "1 of 1 visits, 20 min"
