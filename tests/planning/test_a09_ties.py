"""Among equally good itineraries: fewer changes of location, the earliest start, ids."""

from tests.planning.drawing import answer, best, words

NEAR = [["x", "y", 0]]


def test_fewer_changes_of_location_come_first():
    days = "a@x ..##\nb@y ##\nb@x ..####"
    assert best(days, {"a": 20, "b": 20}, between=NEAR) == "mon 8:20 a@x, 8:40 b@x"


def test_fewer_changes_are_found_though_they_arrive_later():
    days = "a@x #\nb@x ...#\nb@y .#\nc@x ....#"
    assert best(days, {"a": 10, "b": 10, "c": 10}, between=NEAR) == "mon 8:00 a@x, 8:30 b@x, 8:40 c@x"


def test_then_the_earliest_start():
    assert best("a@x .##.####\nb@x .##.####", {"a": 10, "b": 10}) == "mon 8:10 a@x, 8:20 b@x"


def test_then_the_ids_of_matters_whatever_their_order_in_the_request():
    assert best("b@x ####\na@x ####", {"b": 20, "a": 20}) == "mon 8:00 a@x, 8:20 b@x"


def test_then_the_ids_of_counters():
    assert best("a@x/2 ##\na@x/1 ##", {"a": 20}) == "mon 8:00 a@x/1"


def test_the_earliest_start_decides_which_day_is_used():
    days = "a@x ..#\ntue\na@x #\nwed\nb@x #"
    assert best(days, {"a": 10, "b": 10}, max_days=2) == "mon 8:20 a@x, wed 8:00 b@x"


def test_the_first_visit_settles_as_much_as_it_can():
    days = "a@x ###\nb@x ###\nc@x ###\ntue\nc@x #\nb@x #"
    found = answer(days, {"a": 10, "b": 10, "c": 10}, max_days=2).itineraries
    assert [words(itinerary) for itinerary in found] == ["mon 8:00 a@x, 8:10 b@x, 8:20 c@x"]


def test_of_two_ways_to_share_out_the_one_with_more_on_the_first_day_is_taken():
    days = "a@x ##\nb@x ##\nc@x ##\ntue\na@x #\nb@x #\nc@x ##"
    assert best(days, {"a": 10, "b": 10, "c": 10}, max_days=2) == "mon 8:00 a@x, 8:10 b@x, tue 8:00 c@x"


def test_no_needless_wait_on_a_day_that_is_long_anyway():
    days = "a@x #\nb@x .######\nc@x .......#"
    assert best(days, {"a": 10, "b": 10, "c": 10}) == "mon 8:00 a@x, 8:10 b@x, 9:10 c@x"
