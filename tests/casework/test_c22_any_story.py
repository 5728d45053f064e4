"""Any story of a referral: whoever does whatever in whatever order, what must always hold does."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eindach.accounts.acting import acting
from eindach.accounts.models import Person, User
from eindach.accounts.policy import Refused
from eindach.casework.helping import access, answering, ending, sending
from eindach.casework.models import Case, Referral
from eindach.consent.breaking import working_day
from eindach.consent.models import Consent, Grant
from eindach.consent.operations import NotOpen, give, refuse, withdraw
from eindach.kernel.actor import Actor
from tests.cast import NOW
from tests.permission.house import House

from .helping import YES, at, became_a_case, refer, works, works_through

pytestmark = pytest.mark.django_db

THEIRS = {"accept": {}, "reject": {"reason": "full", "result": ""}, "complete": {"result": "done"}}
THEIRS["fail"] = {"reason": "other", "result": "We tried."}
OURS = {"cancel": {}, "confirm": {}, "answer": {"says_yes": True} | YES}
OWN = {"give": give, "refuse": refuse, "withdraw": withdraw}
acts = st.sampled_from([*THEIRS, *OURS, *OWN, "see", "case", "wait", "sleep", "refer"])
TERMINAL = {"done", "rejected", "failed", "cancelled", "refused", "withdrawn", "expired", "closed"}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(story=["give", "sleep", "wait", "wait"])
@example(story=["give", "accept", "case", "withdraw"])
@given(story=st.lists(acts, min_size=1, max_size=8))
def test_whatever_is_done_the_loop_holds(house: House, story: list[str]) -> None:
    with transaction.atomic():
        people = works(house, "front-desk", "authority"), works(house, "advisor", "association")
        amal = Actor(kind="person", user=User.objects.create_user("a@b.example").pk, persons=(house.amal.pk,))
        row, now = refer(house, people[0], by_letter=True), NOW
        for act in story:
            before = Referral._base_manager.get(pk=row.pk)
            now += timedelta(days=20) if act in ("wait", "sleep") else timedelta(minutes=1)
            do(act, row, house, *people, amal, now)
            holds(before, Referral._base_manager.get(pk=row.pk), people[1], now)
        transaction.set_rollback(True)
        house.users.clear()


def do(act: str, row: Referral, house: House, desk: Actor, advisor: Actor, amal: Actor, now: Any) -> None:
    """One act; what may not be is refused and changes nothing. Weeks go by, and the worker was there (wait) or not
    (sleep)."""
    try:
        with transaction.atomic():
            if act in THEIRS:
                with at(advisor, now):
                    getattr(answering, act)(referral_id=row.pk, now=now, **THEIRS[act])
            elif act in OURS:
                with at(desk, now):
                    getattr(sending, act)(referral_id=row.pk, now=now, **OURS[act])
            elif act in OWN:
                with acting(amal, now=now):
                    OWN[act](consent=Consent.objects.earliest("asked_at"), now=now)
            elif act == "see":
                with at(advisor, now):
                    answering.see(Referral.objects.get(pk=row.pk), now=now)
            elif act == "case":
                with at(advisor, now):
                    became_a_case(access.referral(row.pk, "write", side="received", lock=True), now)
            elif act == "refer":
                refer(house, desk, now=now)
            elif act == "wait":
                works_through(now)
    except (Refused, NotOpen, answering.TooLate, Referral.DoesNotExist):
        return


def holds(before: Referral, after: Referral, advisor: Actor, now: Any) -> None:
    """Ended stays ended; nobody there reads it without a yes that holds, or after the end; every no has a reason; who
    did not answer was reminded, and had the days of a reminder; a case that stood on a yes taken back is nobody's."""
    if before.state in TERMINAL:
        assert after.state in (before.state, "closed")
        assert after.outcome == before.outcome
    if after.outcome == "expired" and after.requested_at and before.outcome != "expired" and not after.accepted_at:
        assert after.reminded_at
        assert working_day(timezone.localdate(after.reminded_at), ending.REMINDED_FOR) < timezone.localdate(now)
    told = any(one.state(now) == "given" for one in Consent._base_manager.filter(recipient=after.recipient_id))
    helped = Case._base_manager.exclude(outcome="withdrawn").exists()
    with at(advisor, now):
        assert Referral.objects.filter(pk=after.pk).exists() == (
            told and bool(after.requested_at) and not after.ended_at
        )
        assert Person.objects.exists() == (told or helped)
        assert Case.objects.exists() == Case._base_manager.exists() == helped
    taken_back = any(one.state(now) == "withdrawn" for one in Consent._base_manager.all())
    assert told or not (taken_back and helped)
    if not Referral._base_manager.filter(ended_at=None).exists():
        assert not Grant._base_manager.filter(ended_at=None, valid_until__gt=now).exists()
    assert after.reason or after.outcome not in ("rejected", "failed")
