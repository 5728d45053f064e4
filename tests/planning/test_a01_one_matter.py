"""One matter: the earliest free time that is long enough."""

from tests.planning.drawing import best, frontier


def test_the_earliest_start_is_taken():
    assert best("a@x ..####", {"a": 20}) == "mon 8:20 a@x"


def test_a_span_that_is_too_short_is_passed_over():
    assert best("a@x .#..###", {"a": 30}) == "mon 8:40 a@x"


def test_a_span_that_is_just_long_enough_serves():
    assert best("a@x ..###", {"a": 30}) == "mon 8:20 a@x"


def test_spans_that_touch_are_not_joined():
    assert best("a@x ##|##..", {"a": 30}) == "impossible"


def test_of_two_counters_the_earlier_serves():
    assert best("a@x/1 ..##\na@x/2 .##", {"a": 20}) == "mon 8:10 a@x/2"


def test_the_earliest_day_serves():
    assert best("tue\na@x ..##\nmon\na@x .##", {"a": 20}) == "mon 8:10 a@x"


def test_one_matter_has_one_best_itinerary():
    assert frontier("a@x ####\ntue\na@x ######", {"a": 20}, max_days=3) == ["1 visit, mon, 20 min"]
