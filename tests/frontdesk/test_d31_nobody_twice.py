"""Calls at three desks with eight visitors, in any order: nobody twice, nobody lost, every step written down."""

import uuid
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from eindach.frontdesk import calling
from eindach.frontdesk.desks import at_desk, open_desk
from eindach.frontdesk.faults import NotNow, TooLate
from eindach.frontdesk.models import AT_A_DESK, Desk, Step, Stop
from tests.frontdesk.day import NINE, Day, set_day

DESKS, VISITORS = 3, 8
WHICH = st.integers(0, DESKS - 1)
KEPT = ("status", "desk_id", "counter_id", "calls", "begun_at", "ended_at", "outcome", "waiting_since")


class House(RuleBasedStateMachine):
    """What the rows must be after any sequence of presses."""

    day: Day

    @initialize()
    def opens(self) -> None:
        Step._base_manager.all().delete()
        Stop._base_manager.all().delete()
        Desk._base_manager.all().delete()
        self.now, self.steps = NINE, 0
        self.before: dict[uuid.UUID, dict[str, object]] = {}
        places = ((self.day.bank_1, 1), (self.day.bank_1, 2), (self.day.bank_2, 1))
        self.desks = [open_desk(counter=one, user=uuid.uuid4(), now=NINE, number=place) for one, place in places]
        self.visits = [self.day.walks_in(self.day.bank, now=NINE) for _one in range(VISITORS)]
        self.steps = Step.objects.count()

    def _press(self, which: int, act: str, **more: object) -> None:
        desk = self.desks[which]
        present = at_desk(desk)
        was = {one["pk"]: one for one in Stop.objects.values("pk", *KEPT)}
        self.now += timedelta(seconds=1)
        try:
            stop = getattr(calling, act)(desk=desk, now=self.now, **more)
        except (NotNow, TooLate):
            return
        if stop is None or (act == "call_next" and present):
            return
        if act == "undo":
            undone = self.before.pop(desk.pk, None)
            assert undone is None or undone == Stop.objects.values("pk", *KEPT).get(pk=stop.pk)
        else:
            self.before[desk.pk] = was[stop.pk]
        assert Step.objects.filter(stop=stop, desk=desk, at=self.now).exists()

    @rule(which=WHICH)
    def call(self, which: int) -> None:
        self._press(which, "call_next")

    @rule(which=WHICH)
    def call_again(self, which: int) -> None:
        self._press(which, "call_again")

    @rule(which=WHICH)
    def begin(self, which: int) -> None:
        self._press(which, "begin")

    @rule(which=WHICH, outcome=st.sampled_from(Stop.Outcome.values))
    def finish(self, which: int, outcome: str) -> None:
        self._press(which, "finish", outcome=outcome)

    @rule(which=WHICH)
    def miss(self, which: int) -> None:
        self._press(which, "miss")

    @rule(which=WHICH)
    def undo(self, which: int) -> None:
        self._press(which, "undo")

    @invariant()
    def nobody_twice_and_nobody_lost(self) -> None:
        rows = list(Stop.objects.values_list("visit", "desk", "status"))
        taken = [(visit, desk) for visit, desk, status in rows if status in AT_A_DESK]
        assert len({visit for visit, _desk in taken}) == len({desk for _visit, desk in taken}) == len(taken)
        assert {visit for visit, _desk, _status in rows} == {one.pk for one in self.visits}
        assert len(rows) == VISITORS


class TestHouse(TestCase):
    """Each example in a transaction of its own."""

    def test_any_sequence_of_presses(self) -> None:
        House.day = set_day()
        quick = settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        )
        run_state_machine_as_test(House, settings=quick)
