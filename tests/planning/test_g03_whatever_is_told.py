"""Whatever steps there are and whatever is told: what the guide never does."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eindach.planning.guidance import Due, Found, Situation, Step, guide

TODAY = date(2026, 12, 1)
QUESTIONS, ANSWERS, EVENTS = ("who", "why", "where"), ("a", "b", "c"), ("arrival", "moving-in")
answers = st.sets(st.sampled_from(ANSWERS))
conditions = st.fixed_dictionaries({}, optional=dict.fromkeys(QUESTIONS, answers.filter(bool)))
days = st.integers(-40, 40).map(lambda count: TODAY + timedelta(days=count))
dues = st.none() | st.builds(Due, st.sampled_from(EVENTS), st.integers(0, 2), st.integers(-20, 20))


@st.composite
def step_lists(draw: st.DrawFn) -> list[Step]:
    """Up to eight; each comes only after earlier ones, so that there is no circle."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 8))):
        after = [one.key for one in steps if draw(st.booleans())]
        never = draw(st.just([]) | conditions.filter(bool).map(lambda one: [one]))
        when = draw(st.tuples() | st.tuples(conditions) | st.tuples(conditions, conditions))
        steps.append(
            Step(
                f"s{number}",
                position=draw(st.integers(0, 3)),
                when=when,
                never=tuple(never),
                after=tuple(after),
                due=draw(dues),
                takes_days=draw(st.integers(0, 20)),
            )
        )
    return steps


situations = st.builds(
    Situation,
    today=st.just(TODAY),
    answers=st.fixed_dictionaries({}, optional=dict.fromkeys(QUESTIONS, answers)),
    dates=st.fixed_dictionaries({}, optional=dict.fromkeys(EVENTS, days)),
    done=st.sets(st.sampled_from([f"s{number}" for number in range(8)])),
)


def keys(found: Found) -> set[str]:
    return {one.step.key for one in found.steps}


@given(step_lists(), situations)
def test_every_step_comes_after_what_it_waits_for(steps: list[Step], somebody: Situation) -> None:
    seen: set[str] = set()
    for one in guide(steps, somebody).steps:
        assert set(one.waits_for) <= seen
        assert (one.standing == "waits") == bool(one.waits_for) or one.standing == "done"
        seen.add(one.step.key)


@given(step_lists(), situations)
def test_who_begins_each_step_in_time_has_the_next_one_in_time(steps: list[Step], somebody: Situation) -> None:
    plan = {one.step.key: one for one in guide(steps, somebody).steps}
    for one in plan.values():
        assert one.due is None or one.standing == "done" or (one.act_by is not None and one.act_by <= one.due)
        for first in one.waits_for if one.act_by and one.standing != "done" else ():
            result = plan[first].act_by + timedelta(days=plan[first].step.takes_days)  # type: ignore[operator]
            assert result <= one.act_by


@given(step_lists(), situations, st.sampled_from(QUESTIONS), answers)
def test_a_further_answer_takes_no_step_back(
    steps: list[Step], somebody: Situation, question: str, said: set[str]
) -> None:
    more = Situation(today=TODAY, answers={question: said} | dict(somebody.answers))
    before, after = guide(steps, somebody), guide(steps, more)
    assert keys(before) <= keys(after)
    assert keys(after) <= keys(before) | {one.step.key for one in before.perhaps} | somebody.done


@given(step_lists(), situations)
def test_what_is_asked_settles_every_perhaps(steps: list[Step], somebody: Situation) -> None:
    found = guide(steps, somebody)
    asked = {question for one in found.perhaps for question in one.asks}
    told = dict(somebody.answers) | {question: {"a"} for question in asked}
    later = guide(steps, Situation(today=TODAY, answers=told))
    assert not {one.step.key for one in found.perhaps} & {one.step.key for one in later.perhaps}
