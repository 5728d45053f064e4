"""A station serves as many visitors at once as it has desks."""

from tests.planning.day_drawing import figures, planned

TWO = "ann ###### bank 20\nben ###### bank 20"


def desks(found):
    return [(visit.start, visit.desk) for visit in found.visits]


def test_one_desk_serves_one_after_the_other():
    assert desks(planned(TWO)) == [(540, 1), (560, 1)]


def test_two_desks_serve_two_at_once():
    assert desks(planned(TWO, desks={"bank": 2})) == [(540, 1), (540, 2)]


def test_a_third_visitor_takes_the_desk_that_is_free_first():
    drawing = "ann ###### bank 40\nben ###### bank 20\ncem ..#### bank 20"
    found = planned(drawing, desks={"bank": 2})
    desk = {visit.visitor: visit.desk for visit in found.visits}
    assert (figures(found), desk["ben"] == desk["cem"]) == ("3 of 3 visits, 80 min", True)


def test_who_is_short_goes_first():
    assert figures(planned("ann ###### bank 40\nben ###### bank 10")) == "2 of 2 visits, 60 min"


def test_two_swap_stations_instead_of_waiting():
    found = planned("ann ###### bank 20, school 20\nben ###### bank 20, school 20")
    assert figures(found) == "4 of 4 visits, 80 min"


def test_a_closed_desk_serves_nobody():
    closed = [{"station": "bank", "from": "09:00", "until": "09:40", "desks": 1}]
    assert figures(planned(TWO, desks={"bank": 2}, closed=closed)) == "2 of 2 visits, 60 min"


def test_closures_of_one_station_add_up():
    closed = [{"station": "bank", "from": "09:00", "until": until, "desks": 1} for until in ("09:20", "09:30")]
    assert figures(planned(TWO, desks={"bank": 2}, closed=closed)) == "2 of 2 visits, 90 min"
