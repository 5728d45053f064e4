"""On the day: what was promised stays, what happened stays, the rest is planned anew."""

from tests.planning.day_drawing import answer, clock, day, figures, planned, routes


def told(visitor, station, start, **more):
    return {"visitor": visitor, "station": station, "start": start, **more}


def test_a_promise_is_kept_though_earlier_would_be_possible():
    assert routes(planned("ann ###### bank 20", promised=[told("ann", "bank", "09:30")])) == "ann 9:30 bank"


def test_a_promise_off_the_grid_is_kept():
    assert routes(planned("ann ###### bank 20", promised=[told("ann", "bank", "09:13")])) == "ann 9:13 bank"


def test_the_others_are_planned_around_promises():
    found = planned("ann ###### bank 20\nben ###### bank 20", promised=[told("ann", "bank", "09:20")])
    assert (routes(found), found.moved) == ("ann 9:20 bank; ben 9:00 bank", 0)


def test_serving_one_more_is_worth_a_promise():
    found = planned("ann ###### bank 30\nben ###... bank 30", promised=[told("ann", "bank", "09:20")])
    assert (routes(found), found.moved) == ("ann 9:30 bank; ben 9:00 bank", 1)


def test_the_fewest_promises_are_moved():
    """The expert is late: of three promises in a row one goes to the end, the other two stay."""
    promised = [told(name, "bank", start) for name, start in (("ann", "09:00"), ("ben", "09:20"), ("cem", "09:40"))]
    closed = [{"station": "bank", "from": "09:00", "until": "09:20"}]
    drawing = "ann ########## bank 20\nben ########## bank 20\ncem ########## bank 20"
    found = planned(drawing, promised=promised, closed=closed)
    assert (routes(found), found.moved) == ("ann 10:00 bank; ben 9:20 bank; cem 9:40 bank", 1)


def test_nothing_begins_in_the_past():
    found = planned("ann ###### bank 20", now="09:14", promised=[told("ann", "bank", "09:10")])
    assert (routes(found), found.moved) == ("ann 9:20 bank", 1)


def test_what_runs_stays_against_every_rule():
    promised = [told("ann", "bank", "08:53", state="running")]
    found = planned("ann ###### bank 20\nben ###### bank 20", promised=promised, now="09:00")
    assert routes(found) == "ann 8:53 bank; ben 9:20 bank"


def test_what_is_done_needs_no_changeover_to_what_runs():
    promised = [told("ann", "bank", "09:00", state="done"), told("ann", "school", "09:21", state="running")]
    found = planned("ann ###### bank 20, school 10, town 10", promised=promised, now="09:25", changeover_minutes=10)
    assert routes(found) == "ann 9:00 bank, 9:21 school, 9:50 town"


def test_a_visit_that_runs_over_the_end_is_still_possible():
    promised = [told("ann", "bank", "09:55", state="running")]
    assert figures(planned("ann ###### bank 20", promised=promised)) == "1 of 1 visits, 75 min"


def test_a_running_visit_keeps_its_desk():
    promised = [told("ann", "bank", "09:00", state="running", desk=2)]
    found = planned("ann ###### bank 30\nben ###### bank 20", desks={"bank": 2}, promised=promised, now="09:05")
    assert {visit.visitor: visit.desk for visit in found.visits} == {"ann": 2, "ben": 1}


def test_a_closure_waits_for_what_runs():
    promised = [told("ann", "bank", "09:00", state="running")]
    closed = [{"station": "bank", "from": "09:10", "until": "09:40"}]
    found = planned("ann ###### bank 20\nben ###### bank 20", promised=promised, closed=closed, now="09:10")
    assert routes(found) == "ann 9:00 bank; ben 9:40 bank"


def test_an_answer_told_again_is_the_same_answer():
    drawing = "ann ######## bank 20, school 10\nben ######## school 20, bank 10\ncem ..###### bank 20, school 20"
    first = planned(drawing)
    promised = [told(visit.visitor, visit.station, clock(visit.start)) for visit in first.visits]
    again = planned(drawing, promised=promised)
    assert (again.visits, again.moved) == (first.visits, 0)


def test_moved_promises_are_counted_only_where_there_are_some():
    request = day("ann ###### bank 20")
    assert "moved" not in answer(request)["objective"]
    assert answer({**request, "promised": [told("ann", "bank", "09:10")]})["objective"]["moved"] == 0
