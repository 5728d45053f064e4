"""Starts are multiples of `start_every_minutes` after local midnight, wherever free time begins."""

from tests.planning.drawing import best


def test_a_start_waits_for_the_next_multiple():
    assert best("a@x .#####", {"a": 20}, step=30) == "mon 8:30 a@x"


def test_multiples_count_from_midnight_not_from_the_hour():
    assert best("a@x .########", {"a": 20}, step=50) == "mon 8:20 a@x"


def test_a_span_between_two_multiples_is_of_no_use():
    assert best("a@x .##", {"a": 20}, step=60) == "impossible"


def test_the_second_appointment_waits_too():
    assert best("a@x #\nb@x ########", {"a": 10, "b": 10}, step=30) == "mon 8:00 a@x, 8:30 b@x"


def test_odd_lengths_and_odd_steps_are_exact():
    assert best("a@x ######\nb@x ######", {"a": 7, "b": 13}, step=7) == "mon 8:03 a@x, 8:10 b@x"


def test_a_step_of_a_day_means_midnight():
    assert best("a@x ####", {"a": 20}, step=1440) == "impossible"
