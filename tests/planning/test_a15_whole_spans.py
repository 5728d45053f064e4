"""`tie="whole-spans"`: as good for this person, better for the next."""

from dataclasses import replace

from eindach.planning.itinerary import Counter, FreeSpans, Matter, Request, plan
from eindach.planning.itinerary_format import read
from tests.planning.drawing import point, request, words

NIGHT = 30_000_000 - 30_000_000 % 1440


def gentle(drawing, minutes, **more):
    return plan(replace(read(request(drawing, minutes, **more)), tie="whole-spans")).itineraries


def test_a_short_span_is_filled_before_a_long_one_is_broken():
    assert words(gentle("a@x/1 ######\na@x/2 ..##", {"a": 20})[0]) == "mon 8:20 a@x/2"


def test_an_end_is_taken_rather_than_the_middle():
    assert words(gentle("a@x ########\nb@x ..#", {"a": 30, "b": 10})[0]) == "mon 8:20 b@x, 8:30 a@x"
    assert words(gentle("a@x ######\nb@x ......#", {"a": 30, "b": 10})[0]) == "mon 8:30 a@x, 9:00 b@x"


def test_a_counter_that_can_do_everything_is_left_alone():
    counters = (Counter("all", "x", serves=5), Counter("one", "x", serves=1))
    rows = [(0, 0, NIGHT + 480, NIGHT + 500), (0, 1, NIGHT + 480, NIGHT + 500)]
    asked = Request("UTC", (Matter("a", 20),), counters, FreeSpans.of(rows), tie="whole-spans")
    assert plan(asked).itineraries[0].appointments[0].counter == "one"


def test_the_matters_of_this_request_count_where_nothing_is_said():
    counters = (Counter("all", "x"), Counter("one", "x"))
    rows = [(0, 0, NIGHT, NIGHT + 20), (0, 1, NIGHT, NIGHT + 20)]
    rows += [(1, 0, NIGHT + 20, NIGHT + 40)]
    matters = (Matter("a", 20), Matter("b", 20))
    asked = Request("UTC", matters, counters, FreeSpans.of(rows), tie="whole-spans")
    assert [one.counter for one in plan(asked).itineraries[0].appointments] == ["one", "all"]


def test_the_frontier_stays_the_same():
    days = "a@x ####..##\nb@y .#####\nc@x ..####\ntue\na@x ######\nb@x ..####\nc@y ####"
    asked = read(request(days, {"a": 20, "b": 10, "c": 20}, max_days=3, between=[["x", "y", 10]]))
    gentle_points = [point(itinerary) for itinerary in plan(replace(asked, tie="whole-spans")).itineraries]
    assert gentle_points == [point(itinerary) for itinerary in plan(asked).itineraries]


def test_fewer_changes_of_location_stay_more_important():
    days = "a@x ##########\nb@y ..##\nb@x ##########"
    found = gentle(days, {"a": 20, "b": 20}, between=[["x", "y", 0]])[0]
    assert {appointment.location for appointment in found.appointments} == {"x"}
