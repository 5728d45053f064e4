"""Two appointments in one place: the time between them, and who goes first."""

from tests.planning.drawing import best, frontier


def test_two_matters_follow_one_another_without_waiting():
    assert best("a@x ####\nb@x .####", {"a": 20, "b": 20}) == "mon 8:00 a@x, 8:20 b@x"


def test_the_order_is_free():
    assert best("a@x ...##\nb@x .##", {"a": 20, "b": 20}) == "mon 8:10 b@x, 8:30 a@x"


def test_changeover_keeps_them_apart():
    assert best("a@x ##\nb@x ########", {"a": 20, "b": 20}, changeover=15) == "mon 8:00 a@x, 8:40 b@x"


def test_the_first_appointment_is_moved_towards_the_second():
    assert best("a@x ######\nb@x ......##", {"a": 20, "b": 20}) == "mon 8:40 a@x, 9:00 b@x"


def test_nobody_is_at_two_counters_at_once():
    assert best("a@x ##\nb@x ##", {"a": 20, "b": 20}) == "impossible"


def test_time_on_site_counts_waiting():
    assert frontier("a@x ##\nb@x ....##", {"a": 20, "b": 20}) == ["1 visit, mon, 60 min"]
