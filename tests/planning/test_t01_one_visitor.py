"""One visitor and several stations: the order is free, nothing is waited for."""

from tests.planning.day_drawing import answer, day, figures, planned, routes


def test_a_visit_begins_at_once():
    assert routes(planned("ann ###### bank 20")) == "ann 9:00 bank"


def test_the_visits_follow_one_another():
    assert figures(planned("ann ###### bank 20, school 10, town 30")) == "3 of 3 visits, 60 min"


def test_the_order_is_free():
    closed = [{"station": "bank", "from": "09:00", "until": "09:20"}]
    assert routes(planned("ann ###### bank 20, school 20", closed=closed)) == "ann 9:00 school, 9:20 bank"


def test_a_visitor_without_wishes_takes_no_room():
    request = day("ann ###### bank 20")
    request["visitors"].append({"id": "ben", "arrives": "09:00", "leaves": "10:00", "visits": []})
    assert answer(request)["objective"] == {"served": 1, "waiting_minutes": 20, "makespan_minutes": 20}


def test_nobody_and_nothing_is_an_event_day_too():
    found = planned("", until="13:00")
    assert (found.visits, found.unserved, found.waiting_minutes, found.bound, found.optimal) == ((), (), 0, 0, True)
