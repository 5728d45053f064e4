"""What the office does that receives a referral: read it, take it on or not, say what was done. The person is told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from eindach.accounts.acting import keeping
from eindach.accounts.policy import Area, Refused, may
from eindach.consent import trail
from eindach.kernel.actor import must_be_present
from eindach.notifications.deferring import defer

from ..models import Referral
from . import access
from .ending import over

Outcome = Referral.Outcome


class TooLate(ValueError):
    """It is no longer at a point where this can be said; `state` is where it is."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def see(row: Referral, *, now: datetime) -> None:
    """Somebody of the recipient has opened it; the sender sees that."""
    if row.requested_at and row.seen_at is None:
        Referral.objects.filter(pk=row.pk, seen_at=None, ended_at=None).update(seen_at=now)
        row.seen_at = now


def accept(*, referral_id: UUID, now: datetime) -> None:
    """We take it on. Twice changes nothing. Refused, TooLate."""
    row = _received(referral_id, "accept")
    if row.accepted_at and not row.ended_at:
        _did("read", row, now)
        return
    _swap(row, "accept", now, accepted_at=None, to={"accepted_at": now, "accepted_by": must_be_present().actor.user})


def reject(*, referral_id: UUID, reason: str, result: str, now: datetime) -> None:
    """We do not take it: why, and where else they find help. Refused, TooLate."""
    row = _received(referral_id, "decline")
    said = {"outcome": Outcome.REJECTED, "reason": Referral.Reason(reason), "result": result, "ended_at": now}
    _swap(row, "decline", now, accepted_at=None, to=said)


def complete(*, referral_id: UUID, result: str, now: datetime) -> None:
    """What was asked is done; `result` says what. Refused, TooLate."""
    row = _received(referral_id, "complete")
    said = {"outcome": Outcome.DONE, "result": result, "ended_at": now}
    _swap(row, "complete", now, accepted_at__isnull=False, to=said)


def fail(*, referral_id: UUID, reason: str, result: str, now: datetime) -> None:
    """We took it on and could not help; why. Refused, TooLate."""
    row = _received(referral_id, "fail")
    said = {"outcome": Outcome.FAILED, "reason": Referral.Reason(reason), "result": result, "ended_at": now}
    _swap(row, "fail", now, accepted_at__isnull=False, to=said)


def is_answered_by_us(referral_id: UUID) -> bool:
    """Somebody of our office has ended it, and so nobody here reads it any more."""
    acting = must_be_present()
    ours = {"recipient": acting.actor.organization, "outcome__in": (Outcome.DONE, Outcome.REJECTED, Outcome.FAILED)}
    with keeping(now=acting.now):
        row = Referral.objects.filter(pk=referral_id, **ours).first()
    if row:
        trail.record(act="read", kind="referral", person=row.person_id, object=row.pk, basis="role")
    return row is not None


def _received(referral_id: UUID, act: str) -> Referral:
    acting = must_be_present()
    if not may(acting.actor, "manage", Area("referrals"), now=acting.now).allowed:
        raise Refused(act, "referral", object=referral_id)
    return access.referral(referral_id, act, side="received", lock=True)


def _swap(row: Referral, act: str, now: datetime, *, to: dict[str, Any], **still: Any) -> None:
    """Compare-and-swap; the event, a letter to the person, and at an end nothing more to be read here."""
    from ..jobs import tell_person

    if not Referral.objects.filter(pk=row.pk, ended_at=None, **still).update(**to):
        raise TooLate(row.state)
    _did(act, row, now)
    defer(tell_person, referral_id=str(row.pk), news=act)
    if "ended_at" in to:
        over(row, now=now)


def _did(act: str, row: Referral, now: datetime) -> None:
    trail.record(
        act=act, kind="referral", person=row.person_id, object=row.pk, basis=f"consent:{row.consent_id}", now=now
    )
