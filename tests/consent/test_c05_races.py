"""Words in two connections at once: the commit of a withdrawal ends access, and of two answers one counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection

from eindach.accounts.acting import acting
from eindach.accounts.models import ProfileEntry
from eindach.consent import operations as act
from eindach.consent.models import Consent
from eindach.kernel.actor import Actor
from tests.cast import NOW

from .people import LATER, Stage, live_grants, state

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(job: Callable[[], Any]) -> Callable[[], Any]:
    """The job in a connection of its own, which is closed afterwards."""

    def work() -> Any:
        try:
            return job()
        finally:
            connection.close()

    return work


def test_the_commit_of_a_withdrawal_ends_a_look_that_has_begun(stage: Stage) -> None:
    consent = stage.given()
    said, may_commit = Event(), Event()

    def take_back() -> None:
        with acting(stage.amal, now=LATER):
            act.withdraw(consent=consent, now=LATER)
            said.set()
            may_commit.wait(10)

    def read() -> int:
        return ProfileEntry.objects.count()

    with ThreadPoolExecutor(1) as pool, acting(stage.clerk, now=LATER):
        before = read()
        withdrawing = pool.submit(elsewhere(take_back))
        said.wait(10)
        meanwhile = read()
        may_commit.set()
        withdrawing.result(10)
        after = read()
    assert (before, meanwhile, after) == (2, 2, 0)


def both(stage: Stage, consent: Consent, *words: Callable[..., bool]) -> list[object]:
    """Each word in a connection of its own, begun together; what came of them."""

    def say(actor: Actor, word: Callable[..., bool]) -> object:
        try:
            with acting(actor, now=LATER):
                return word(consent=Consent.objects.get(pk=consent.pk), now=LATER)
        except act.NotOpen as fault:
            return fault.state

    with ThreadPoolExecutor(len(words)) as pool:
        told = [pool.submit(elsewhere(lambda word=word: say(stage.amal, word))) for word in words]
        return [one.result(20) for one in told]


def test_of_many_withdrawals_at_once_one_counts(stage: Stage) -> None:
    consent = stage.given()
    assert sorted(both(stage, consent, *[act.withdraw] * 6)) == [False] * 5 + [True]
    assert consent.events.filter(kind="withdrawn").count() == 1


def test_yes_and_no_at_once_are_one_answer(stage: Stage) -> None:
    consent = stage.ask()
    answers = both(stage, consent, act.give, act.refuse, act.give, act.refuse)
    assert answers.count(True) == 1
    assert live_grants(consent) == (state(consent) == "given")


def test_a_withdrawal_and_the_job_at_once_end_it_once(stage: Stage) -> None:
    consent = stage.given()
    end = consent.expires_at
    with ThreadPoolExecutor(3) as pool:
        done = [pool.submit(elsewhere(lambda: act.expire_due(now=end))) for _ in range(3)]
        assert sum(one.result(20) > 0 for one in done) >= 1
    assert consent.events.filter(kind="expired").count() == 1
    assert NOW < consent.grants.get().ended_at == end
