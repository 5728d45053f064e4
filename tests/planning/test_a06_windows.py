"""When the person can come."""

from tests.planning.drawing import best


def window(first, last, day=11):
    return {"from": f"2027-01-{day}T{first}", "until": f"2027-01-{day}T{last}"}


def test_an_appointment_lies_wholly_inside_a_window():
    assert best("a@x ##########", {"a": 20}, windows=[window("08:15", "09:00")]) == "mon 8:20 a@x"


def test_an_appointment_does_not_reach_over_the_end_of_a_window():
    windows = [window("08:00", "08:10"), window("08:20", "09:00")]
    assert best("a@x ##########", {"a": 20}, windows=windows) == "mon 8:20 a@x"


def test_windows_that_touch_are_not_joined():
    windows = [window("08:00", "08:10"), window("08:10", "08:25")]
    assert best("a@x ##########", {"a": 20}, windows=windows) == "impossible"


def test_windows_may_overlap():
    windows = [window("08:00", "08:20"), window("08:10", "08:40")]
    assert best("a@x .#########", {"a": 30}, windows=windows) == "mon 8:10 a@x"


def test_the_person_may_wait_outside_a_window():
    windows = [window("08:00", "08:20"), window("09:00", "09:20")]
    found = best("a@x ##########\nb@x ##########", {"a": 20, "b": 20}, windows=windows)
    assert found == "mon 8:00 a@x, 9:00 b@x"


def test_a_window_on_another_day_is_no_help():
    assert best("a@x ####", {"a": 20}, windows=[window("08:00", "12:00", day=12)]) == "impossible"
