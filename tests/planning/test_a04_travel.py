"""Several places: the way between them, ways that do not exist."""

from tests.planning.drawing import best, frontier

HALF_AN_HOUR = [["x", "y", 30]]


def test_the_way_takes_its_time():
    assert best("a@x ##\nb@y #########", {"a": 20, "b": 20}, between=HALF_AN_HOUR) == "mon 8:00 a@x, 8:50 b@y"


def test_the_way_is_as_long_in_both_directions():
    assert best("a@x #########\nb@y ##", {"a": 20, "b": 20}, between=HALF_AN_HOUR) == "mon 8:00 b@y, 8:50 a@x"


def test_places_without_a_way_are_not_combined_on_a_day():
    assert best("a@x ##\nb@y #########", {"a": 20, "b": 20}) == "impossible"


def test_places_without_a_way_are_combined_on_two_days():
    days = "a@x ##\nb@y ###\ntue\nb@y ##"
    assert best(days, {"a": 20, "b": 20}, max_days=2) == "mon 8:00 a@x, tue 8:00 b@y"


def test_the_nearer_of_two_places_is_taken():
    days = "a@x ##\nb@y ...#####\nb@x ...#####"
    assert best(days, {"a": 20, "b": 20}, between=[["x", "y", 10]]) == "mon 8:00 a@x, 8:30 b@x"


def test_a_detour_over_a_third_place_is_a_way():
    days = "a@x ##########\nb@y ##########\nc@z ##########"
    found = best(days, {"a": 10, "b": 10, "c": 10}, between=[["x", "y", 10], ["y", "z", 10]])
    assert found == "mon 8:00 a@x, 8:20 b@y, 8:40 c@z"


def test_a_way_may_take_longer_than_the_day():
    assert frontier("a@x ####\nb@y ####", {"a": 20, "b": 20}, between=[["x", "y", 1000]]) == []


def test_a_pair_may_be_listed_both_ways():
    both = [["x", "y", 30], ["y", "x", 30], ["x", "y", 30]]
    assert best("a@x ##\nb@y #########", {"a": 20, "b": 20}, between=both) == "mon 8:00 a@x, 8:50 b@y"
