"""What becomes of a referral without an office: the person says yes, no or no longer, or nobody answers in time. The
program writes it down as the keeper, who sees every row, whoever acts just now."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from eindach.accounts.acting import keeping
from eindach.consent import trail
from eindach.consent.breaking import working_day
from eindach.consent.events import said
from eindach.consent.expiring import lapse, lock
from eindach.consent.models import Consent
from eindach.notifications.deferring import defer

from ..guards import REFERRAL
from ..models import Case, Referral

ANSWER_WITHIN: Final = 10
REMIND_AFTER: Final = 3
"""Working days. A promise of this house, to be confirmed by the district; dora (gip-inclusion) reminds after ten days,
rdv-insertion after three."""
REMINDED_FOR: Final = ANSWER_WITHIN - REMIND_AFTER
"""So many working days a reminder is out before anything ends, however late it was written."""
Outcome = Referral.Outcome
ENDS: Final = {
    Consent.State.REFUSED: Outcome.REFUSED,
    Consent.State.WITHDRAWN: Outcome.WITHDRAWN,
    Consent.State.EXPIRED: Outcome.EXPIRED,
}


def listen() -> None:
    """Once, when all parts are there."""
    said.connect(_heard, sender=Consent, dispatch_uid="referrals")


def _heard(sender: Any, consent: Consent, kind: str, now: datetime, **_: Any) -> None:
    if kind == Consent.State.WITHDRAWN:
        _not_ours_any_more(consent, now)
    if consent.purpose != REFERRAL:
        return
    if kind == Consent.State.GIVEN:
        sent(consent, now=now)
    else:
        _end(consent, ENDS[Consent.State(kind)], now)


def sent(consent: Consent, *, now: datetime) -> None:
    """They agreed: from now on the other office sees it, and its days to answer run."""
    from ..jobs import tell_office

    with keeping(now=now):
        waiting = _open(consent).filter(requested_at=None)
        rows = list(waiting.values_list("pk", flat=True))
        if rows:
            waiting.update(requested_at=now, due_on=working_day(timezone.localdate(now), ANSWER_WITHIN))
    for row in rows:
        defer(tell_office, referral_id=str(row), again=False)


def _end(consent: Consent, outcome: str, now: datetime) -> None:
    with keeping(now=now):
        for row in _open(consent):
            _ended(row, outcome, now)


def _not_ours_any_more(consent: Consent, now: datetime) -> None:
    """What the recipient does or has done for them by this yes alone, or by one it renewed, is nobody's there."""
    alike = {
        f"consent__{name}": getattr(consent, name) for name in ("controller", "recipient", "purpose", "categories")
    }
    with keeping(now=now):
        theirs = Case.objects.filter(person=consent.person_id, **alike)
        _closed(theirs.exclude(outcome=Case.Outcome.WITHDRAWN), Case.Outcome.WITHDRAWN, now)


def _closed(cases: QuerySet[Case], outcome: str, now: datetime) -> None:
    """What was over before, was over then."""
    for case in cases.select_for_update(of=("self",)):
        Case.objects.filter(pk=case.pk).update(ended_at=case.ended_at or now, outcome=outcome)
        trail.record(act="close", kind="case", person=case.person_id, object=case.pk, basis="program", now=now)


def _open(consent: Consent) -> QuerySet[Referral]:
    return _standing_on(consent).filter(ended_at=None)


def _standing_on(consent: Consent) -> QuerySet[Referral]:
    """Referrals made with this consent, or with one it renewed: of the same data one at a time is open or given."""
    between = {"person": consent.person_id, "sender": consent.controller_id, "recipient": consent.recipient_id}
    return Referral.objects.filter(**between, consent__categories=consent.categories)


def _ended(row: Referral, outcome: str, now: datetime, **still: Any) -> bool:
    done = Referral.objects.filter(pk=row.pk, ended_at=None, **still).update(ended_at=now, outcome=outcome)
    if done:
        trail.record(act="close", kind="referral", person=row.person_id, object=row.pk, basis="program", now=now)
    return bool(done)


def word_first(row: Referral, *, now: datetime) -> None:
    """Before a row is locked that may end: who takes a consent back holds its lock and comes for the row."""
    with keeping(now=now):
        for consent in _agreed_for(row, now):
            lock(consent.pk)


def over(row: Referral, *, now: datetime) -> None:
    """It has ended: what was agreed for it ends too, unless another referral to the same office still stands on it. A
    yes from before there was a referral was for something else, and stays."""
    with keeping(now=now):
        for consent in _agreed_for(row, now):
            meant = _standing_on(consent).filter(created_at__lte=consent.asked_at)
            meant = meant.exclude(ended_at__lt=consent.asked_at)
            if meant.exists() and not _open(consent).exists():
                lapse(consent.pk, now=now)


def _agreed_for(row: Referral, now: datetime) -> list[Consent]:
    """What it stands on, open or given: the consent it was made with, or the one that renewed it."""
    if row.consent_id is None:
        return []
    asked = Consent.objects.filter(
        person=row.person_id, controller=row.sender_id, recipient=row.recipient_id, purpose=REFERRAL,
        categories=Subquery(Consent.objects.filter(pk=row.consent_id).values("categories")),
    )  # fmt: skip
    live = (Consent.State.ASKED, Consent.State.GIVEN)
    return [one for one in asked.prefetch_related("events") if one.state(now) in live]


def no_more(persons: Collection[UUID], *, now: datetime) -> None:
    """They want everything about them to go, and data protection agrees: nobody helps them any more."""
    with keeping(now=now):
        _closed(Case.objects.filter(person__in=persons, ended_at=None), Case.Outcome.NO_MORE, now)
        for row in Referral.objects.filter(person__in=persons, ended_at=None):
            word_first(row, now=now)
            _ended(row, Outcome.WITHDRAWN, now)
            over(row, now=now)


def unanswered(*, now: datetime) -> tuple[int, int]:
    """Remind who has not answered, once; end what nobody has answered since, by its last day. How many of each. Whoever
    was never reminded, because no worker ran, is reminded first and has the days of a reminder then."""
    from ..jobs import tell_office, tell_person

    today = timezone.localdate(now)
    with keeping(now=now):
        waiting = list(Referral.objects.filter(requested_at__isnull=False, accepted_at=None, ended_at=None))
    remind = [one for one in waiting if one.reminded_at is None and _is_due_for_a_reminder(one, today)]
    late = [one for one in waiting if one.reminded_at and one.due_on and one.due_on < today]
    ended = 0
    for row in late:
        with transaction.atomic():
            if _nobody_answered(row, now):
                defer(tell_person, referral_id=str(row.pk), news="expire")
                ended += 1
    for row in remind:
        defer(tell_office, referral_id=str(row.pk), again=True)
    return len(remind), ended


def reminded(row: Referral, *, now: datetime) -> None:
    """The reminder is written. Twice changes nothing."""
    with keeping(now=now):
        rest = working_day(timezone.localdate(now), REMINDED_FOR)
        waiting = Referral.objects.filter(pk=row.pk, reminded_at=None, ended_at=None)
        waiting.update(reminded_at=now, due_on=Greatest("due_on", Value(rest)))


def _nobody_answered(row: Referral, now: datetime) -> bool:
    """False: somebody has, meanwhile."""
    with keeping(now=now):
        word_first(row, now=now)
        ended = _ended(row, Outcome.EXPIRED, now, accepted_at=None)
        if ended:
            over(row, now=now)
    return ended


def _is_due_for_a_reminder(row: Referral, today: date) -> bool:
    """From then on every day until it is written; the letter has a key."""
    return bool(today >= working_day(timezone.localdate(row.requested_at), REMIND_AFTER))
