"""Several visits: which matters on which day."""

from tests.planning.drawing import best, frontier

TEN = {"a": 10, "b": 10, "c": 10}


def test_two_days_where_one_is_not_enough():
    assert best("a@x #\ntue\nb@x #", {"a": 10, "b": 10}, max_days=2) == "mon 8:00 a@x, tue 8:00 b@x"


def test_not_more_days_than_allowed():
    assert best("a@x #\ntue\nb@x #\nwed\nc@x #", TEN, max_days=2) == "impossible"


def test_three_days_where_three_are_needed():
    found = best("a@x #\ntue\nb@x #\nwed\nc@x #", TEN, max_days=3)
    assert found == "mon 8:00 a@x, tue 8:00 b@x, wed 8:00 c@x"


def test_a_day_between_two_visits_may_stay_free():
    assert best("a@x #\nthu\nb@x #", {"a": 10, "b": 10}, max_days=2) == "mon 8:00 a@x, thu 8:00 b@x"


def test_matters_are_shared_out_so_that_nobody_waits():
    days = "a@x #.\nb@x .....#\nc@x .#\ntue\nb@x #"
    assert frontier(days, TEN, max_days=2) == ["1 visit, mon, 60 min", "2 visits, tue, 30 min"]


def test_more_days_than_matters_are_no_harm():
    assert frontier("a@x #\ntue\nb@x #", {"a": 10, "b": 10}, max_days=99) == ["2 visits, tue, 20 min"]


def test_five_days_are_combined_exactly():
    days = "\n".join(
        f"{day}\n{matter}@x #" for day, matter in zip(["mon", "tue", "wed", "thu", "fri"], "abcde", strict=True)
    )
    assert frontier(days, dict.fromkeys("abcde", 10), max_days=5) == ["5 visits, fri, 50 min"]
