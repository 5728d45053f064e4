"""`after`: what has to come before what."""

from tests.planning.drawing import best


def test_a_matter_waits_for_the_one_before_it():
    found = best("a@x ....##\nb@x ########", {"a": 20, "b": 20}, after={"b": ["a"]})
    assert found == "mon 8:40 a@x, 9:00 b@x"


def test_the_matter_before_may_be_on_an_earlier_day():
    found = best("b@x ##\na@x ..##\ntue\nb@x ##", {"a": 20, "b": 20}, after={"b": ["a"]}, max_days=2)
    assert found == "mon 8:20 a@x, tue 8:00 b@x"


def test_the_matter_before_is_never_on_a_later_day():
    assert best("b@x ##\ntue\na@x ##", {"a": 20, "b": 20}, after={"b": ["a"]}, max_days=2) == "impossible"


def test_a_chain_is_kept_though_it_is_longer():
    minutes, order = {"c": 10, "b": 10, "a": 10}, {"b": ["a"], "c": ["b"]}
    assert best("a@x #.#\nb@x ###\nc@x ####", minutes, after=order) == "mon 8:00 a@x, 8:10 b@x, 8:20 c@x"


def test_a_chain_is_kept_through_a_matter_of_another_day():
    minutes, order = {"a": 10, "b": 10, "c": 10}, {"b": ["a"], "c": ["b"]}
    days = "c@x #..\na@x .#.\ntue\nb@x .#.\nc@x #.#"
    assert best(days, minutes, after=order, max_days=2) == "mon 8:10 a@x, tue 8:10 b@x, 8:20 c@x"


def test_one_matter_may_wait_for_several():
    minutes, order = {"c": 10, "b": 10, "a": 10}, {"c": ["a", "b"]}
    assert best("a@x ##\nb@x ..#\nc@x ####", minutes, after=order) == "mon 8:10 a@x, 8:20 b@x, 8:30 c@x"
