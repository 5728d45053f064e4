"""After any story of words and time: a grant is live exactly when its consent is given and has not ended, and the
three layers agree on what the bank reads."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from eindach.accounts.acting import acting
from eindach.consent import operations as act
from eindach.consent.models import Consent
from tests.cast import NOW

from .people import Stage, live_grants, state

pytestmark = pytest.mark.django_db

SETS = st.sampled_from([["identity"], ["identity", "appointments"], ["appointments"], ["contact", "identity"]])


class Story(RuleBasedStateMachine):
    """`told` is the model: what she last said to each question, in plain Python."""

    stage: Stage
    consents = Bundle("consents")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.told: dict[Consent, str] = {}
        self.points: list[object] = []

    @rule(target=consents, categories=SETS, days=st.integers(1, 180))
    def ask(self, categories: list[str], days: int) -> Consent:
        consent = self.stage.ask(now=self.now, categories=categories, until=self.now + timedelta(days=days))
        self.told.setdefault(consent, "asked")  # the same again is the one that is open or given
        return consent

    @rule(target=consents, categories=SETS, days=st.integers(1, 180))
    def ask_and_hear_yes(self, categories: list[str], days: int) -> Consent:
        """Without it too few stories get as far as to what may be taken back."""
        consent = self.ask(categories, days)
        if self.expected(consent) == "asked":
            self.answer(consent, "give", at_a_counter=False)
        return consent

    @rule(consent=consents, word=st.sampled_from(["give", "refuse"]), at_a_counter=st.booleans())
    def answer(self, consent: Consent, word: str, at_a_counter: bool) -> None:
        said = {"language": "uk", "interpreter": "Frau Beispiel"} if at_a_counter else {}
        open_now = self.expected(consent) == "asked"
        with acting(self.stage.adviser if at_a_counter else self.stage.amal, now=self.now):
            try:
                changed = getattr(act, word)(consent=consent, now=self.now, **said)
            except act.NotOpen:
                changed = False
        assert changed == open_now
        if changed:
            self.told[consent] = {"give": "given", "refuse": "refused"}[word]

    @rule(consent=consents)
    def withdraw(self, consent: Consent) -> None:
        was_given = self.expected(consent) == "given"
        with acting(self.stage.amal, now=self.now):
            assert act.withdraw(consent=consent, now=self.now) == was_given
        if was_given:
            self.told[consent] = "withdrawn"

    @rule(target=consents, consent=consents)
    def renew(self, consent: Consent) -> object:
        was = self.expected(consent)
        with acting(self.stage.amal, now=self.now):
            try:
                fresh = act.renew(consent=consent, now=self.now)
            except act.NotOpen:
                assert was not in ("given", "expired") or self.is_asked_anew(consent)
                return multiple()
        if fresh in self.told:
            return multiple()
        self.told[fresh] = "given"
        if was == "given":
            self.told[consent] = "expired"
        return fresh

    @rule(hours=st.integers(1, 24 * 200))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_job_runs(self) -> None:
        act.expire_due(now=self.now)

    def is_asked_anew(self, consent: Consent) -> bool:
        return any(one.categories == consent.categories and self.expected(one) == "asked" for one in self.told)

    def expected(self, consent: Consent) -> str:
        said = self.told[consent]
        return "expired" if said in ("asked", "given") and self.now >= consent.expires_at else said

    @invariant()
    def a_grant_is_live_exactly_while_its_consent_is_given(self) -> None:
        for consent in self.told:
            assert state(consent, self.now) == self.expected(consent)
            assert live_grants(consent, self.now) == (self.expected(consent) == "given")

    @invariant()
    def the_layers_agree(self) -> None:
        given = [one for one in self.told if self.expected(one) == "given"]
        told = {category for one in given for category in one.categories}
        assert self.stage.read(self.stage.clerk, self.now) == (told if "identity" in told else set())

    def teardown(self) -> None:
        Consent._base_manager.all().delete()


def test_any_story_ends_well(stage: Stage) -> None:
    class Here(Story):
        pass

    Here.stage = stage
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
