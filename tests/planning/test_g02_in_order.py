"""In which order, and until when: deadlines are carried back to what must be done first."""

from datetime import date

import pytest

from eindach.planning.guidance import Circle, Due, Step, check

from .newcomers import MOVED_IN, STEPS, TODAY, of, told

A_MONTH = Due("arrival", months=1)


def test_what_comes_first_comes_first() -> None:
    first = told(reason="work").steps[0]
    assert (first.step.key, first.standing, first.due) == ("registration", "next", date(2026, 12, 9))


def test_what_waits_says_for_what() -> None:
    bank = told().steps[1]
    assert (bank.standing, bank.waits_for) == ("waits", ("registration",))


def test_over_a_step_that_is_not_mine_the_order_reaches_through() -> None:
    course = next(one for one in told(reason="asylum").steps if one.step.key == "course")
    assert course.waits_for == ("registration",)


def test_a_later_deadline_hurries_what_comes_before_it() -> None:
    dates = {"moving-in": MOVED_IN, "visa-ends": date(2026, 12, 12)}
    first = told(reason="work", dates=dates).steps[0]
    assert (first.step.key, first.act_by, first.hurries) == ("registration", date(2026, 12, 2), "permit")
    assert first.due == date(2026, 12, 9)


def test_a_deadline_without_the_day_of_its_event_has_no_day() -> None:
    assert [one.due for one in told(dates={}).steps] == [None, None]


def test_what_is_over_is_late_until_it_is_done() -> None:
    late = told(today=date(2026, 12, 20)).steps[0]
    done = told(today=date(2026, 12, 20), done="registration").steps[0]
    assert (late.is_late(date(2026, 12, 20)), done.is_late(date(2026, 12, 20))) == (True, False)


def test_the_sooner_deadline_stands_first_and_the_data_decide_the_rest() -> None:
    steps = [Step("a", 1), Step("b", 2, due=A_MONTH), Step("c", 3, due=Due("arrival", days=3))]
    assert of(told(*steps, dates={"arrival": TODAY})) == ["c", "b", "a"]


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert A_MONTH.day({"arrival": date(2027, 1, 31)}) == date(2027, 2, 28)


def test_the_days_of_this_district_are_sound() -> None:
    check(STEPS)


def test_a_circle_is_named() -> None:
    with pytest.raises(Circle) as fault:
        check([Step("a", after=("b",)), Step("b", after=("a",))])
    assert set(fault.value.keys) == {"a", "b"}


def test_after_a_step_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="bank: comes after registration"):
        check([Step("bank", after=("registration",))])


def test_after_a_step_that_only_some_need_is_refused() -> None:
    with pytest.raises(ValueError, match="licence, which only some need"):
        check([Step("licence", for_some=True), Step("car", after=("licence",))])


def test_two_versions_on_one_day_are_refused() -> None:
    with pytest.raises(ValueError, match="2027-01-01"):
        check([Step("fee"), Step("fee", valid_from=date(2027, 1, 1))])


def test_a_day_that_matters_to_some_only_moves_nothing() -> None:
    steps = [Step("a", 1), Step("b", 2, after=("a",), due=A_MONTH, for_some=True), Step("c", 3, due=A_MONTH)]
    found = told(*steps, dates={"arrival": TODAY})
    assert of(found) == ["c", "a", "b"]
    assert [(one.due, one.hurries) for one in found.steps[1:]] == [(None, None), (date(2027, 1, 1), None)]
