"""Whose step it is: three values, because every question may be skipped."""

from datetime import date

from eindach.planning.guidance import Step

from .newcomers import of, perhaps, told


def test_who_works_registers_opens_an_account_and_gets_a_permit() -> None:
    assert of(told(reason="work", family="", german="good")) == ["registration", "bank", "permit"]


def test_who_has_children_looks_for_a_school() -> None:
    assert "school" in of(told(family="partner school-child"))


def test_nobody_else_does() -> None:
    found = told(family="partner")
    assert "school" not in [*of(found), *perhaps(found)]


def test_a_skipped_question_leaves_its_steps_as_perhaps_and_says_what_to_ask() -> None:
    assert perhaps(told(reason="work")) == {"school": ("family",), "course": ("german",)}


def test_who_answers_nothing_gets_what_everybody_does() -> None:
    found = told()
    assert of(found) == ["registration", "bank"]
    assert perhaps(found) == {"permit": ("reason",), "school": ("family",), "course": ("german", "reason")}


def test_one_reason_is_enough() -> None:
    assert "course" in of(told(reason="asylum"))


def test_a_no_wins_over_what_nobody_knows() -> None:
    found = told(reason="eu")
    assert "course" not in [*of(found), *perhaps(found)]


def test_who_has_it_is_done_with_it() -> None:
    standings = {one.step.key: one.standing for one in told(has="registered", reason="work").steps}
    assert standings == {"registration": "done", "bank": "next", "permit": "next"}


def test_ticked_off_is_done() -> None:
    assert next(one for one in told(done="registration").steps if one.step.key == "registration").standing == "done"


def test_a_change_of_law_is_a_further_version() -> None:
    old = Step("fee", valid_until=date(2026, 12, 31))
    new = Step("fee", valid_from=date(2027, 1, 1), after=())
    assert told(old, new, today=date(2026, 12, 31)).steps[0].step is old
    assert told(old, new, today=date(2027, 1, 1)).steps[0].step is new
