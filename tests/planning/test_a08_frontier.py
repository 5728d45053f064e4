"""The frontier: fewer days, sooner, less time on site; everything that no other answer beats."""

from tests.planning.drawing import frontier

AB = {"a": 10, "b": 10}


def test_later_but_shorter_is_worth_showing():
    assert frontier("a@x #\nb@x ..#\ntue\na@x ##\nb@x ##", AB) == ["1 visit, mon, 30 min", "1 visit, tue, 20 min"]


def test_later_and_not_shorter_is_not():
    assert frontier("a@x ##\nb@x ##\ntue\na@x ##\nb@x ##", AB) == ["1 visit, mon, 20 min"]


def test_two_visits_that_are_sooner_are_worth_showing():
    days = "a@x #\ntue\nb@x #\nwed\na@x ##\nb@x ##"
    assert frontier(days, AB, max_days=2) == ["1 visit, wed, 20 min", "2 visits, tue, 20 min"]


def test_two_visits_that_gain_nothing_are_not():
    days = "a@x ##\nb@x ##\ntue\na@x ##\nb@x ##"
    assert frontier(days, AB, max_days=2) == ["1 visit, mon, 20 min"]


def test_two_visits_save_the_changeover():
    days = "a@x ###\nb@x ###\ntue\na@x ##\nb@x ##"
    assert frontier(days, AB, max_days=2, changeover=10) == ["1 visit, mon, 30 min", "2 visits, tue, 20 min"]


def test_the_order_is_by_days_then_date_then_minutes():
    days = "a@x #\nb@x ....#\ntue\na@x #\nb@x ..#\nwed\na@x ##\nb@x ##"
    assert frontier(days, AB, max_days=2) == [
        "1 visit, mon, 50 min",
        "1 visit, tue, 30 min",
        "1 visit, wed, 20 min",
        "2 visits, tue, 20 min",
    ]
