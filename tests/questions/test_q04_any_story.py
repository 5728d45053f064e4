"""Whatever both sides do in whatever order: how it stands follows from the dates, and nothing that was said is lost."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from eindach.accounts.acting import acting
from eindach.kernel.actor import Actor
from eindach.questions import asking, resting
from eindach.questions.models import WAITS_FOR_US, Enquiry, Entry
from eindach.questions.staff import answering
from tests.cast import NOW, Cast

from .conftest import asked


class Story(RuleBasedStateMachine):
    """Beside the rows a plain model: who spoke last, whether it is closed, all that was said."""

    desk: Actor

    def __init__(self) -> None:
        super().__init__()
        Enquiry._base_manager.all().delete()
        self.now = NOW
        self.row = asking.ask(asked(), now=self.now)
        self.said: list[str] = []
        self.last, self.closed, self.taken, self.was_told = "them", False, False, False

    @rule(hours=st.integers(1, 200))
    def time_goes_on(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def they_write(self) -> None:
        self.now += timedelta(minutes=1)
        asking.say_more(self.row, text=f"text {self.now}", now=self.now)
        self.said.append(f"text {self.now}")
        self.last, self.closed = "them", False

    @rule(asks_back=st.booleans())
    def we_answer(self, asks_back: bool) -> None:
        self.now += timedelta(minutes=1)
        self._do(answering.answer, text=f"answer {self.now}", language="de", asks_back=asks_back)
        self.said.append(f"answer {self.now}")
        self.last, self.closed, self.taken, self.was_told = "back" if asks_back else "us", False, True, True

    @rule()
    def we_take_it(self) -> None:
        self._do(answering.take)
        self.taken = True

    @rule()
    def we_close(self) -> None:
        self._do(answering.close, outcome="answered")
        self.closed = True

    @precondition(lambda self: self.was_told)
    @rule()
    def they_have_enough(self) -> None:
        asking.enough(self.row, now=self.now)
        self.closed = True

    @rule()
    def a_night_goes_by(self) -> None:
        before = self._row().told_at
        resting.close_what_rests(now=self.now)
        rested = self.now - before if before else timedelta()
        if self.last != "them":
            self.closed |= rested >= timedelta(days=28 if self.last == "back" else 14)

    @invariant()
    def it_stands_as_the_story_says(self) -> None:
        open_state = {"us": "answered", "back": "waiting", "them": "reopened" if self.was_told else "new"}[self.last]
        if open_state == "new" and self.taken:
            open_state = "assigned"
        row = self._row()
        assert row.state == ("closed" if self.closed else open_state)
        assert Enquiry._base_manager.filter(WAITS_FOR_US).exists() == row.waits_for_us

    @invariant()
    def nothing_is_lost(self) -> None:
        assert list(Entry._base_manager.order_by("pk").values_list("text", flat=True)) == self.said

    def _do(self, act: Any, **said: Any) -> None:
        with acting(self.desk, now=self.now):
            act(enquiry_id=self.row.pk, now=self.now, **said)

    def _row(self) -> Enquiry:
        return Enquiry._base_manager.get(pk=self.row.pk)


@pytest.mark.usefixtures("cast")
def test_any_story(desk: Actor, cast: Cast) -> None:
    Story.desk = desk
    quick = settings(
        max_examples=12, stateful_step_count=12, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip
    run_state_machine_as_test(Story, settings=quick)
