"""Personal columns of casework."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from eindach.accounts.personal import CONSENT, FILE, KEEPING, TASK
from eindach.accounts.registry.declared import INNER, TOLD, nothing_open, personal

from .models import Case, DeletionRequest, Referral

personal(
    DeletionRequest,
    **KEEPING,
    kept="person",
    person="person",
    root="person",
    follow_up=nothing_open,
    columns={"id asked_at due_on outcome reason answered_at": TOLD, "person_id answered_by_id": INNER},
)


FORGOTTEN: Final = timedelta(days=5 * 365)
"""After so long an open case is one that nobody closed; the longest period of a file (registry/retention.yaml)."""


def _helps(now: datetime) -> Q:
    """While somebody is helped their file stays."""
    return Q(ended_at=None, opened_at__gt=now - FORGOTTEN)


def _open(now: datetime) -> Q:
    """A referral ends by itself: with the days of its answer, or with the consent nobody gave."""
    return Q(ended_at=None)


personal(
    Case,
    **FILE,
    basis=TASK,
    recipient="organization",
    contact=Coalesce("ended_at", "opened_at"),
    follow_up=_helps,
    columns={
        "id concern phone language matter_id organization_id opened_at ended_at outcome": TOLD,
        "person_id consent_id advisor_id opened_by_id": INNER,
    },
)
personal(
    Referral,
    **FILE,
    basis=CONSENT,
    recipient="recipient",
    contact=F("created_at"),
    follow_up=_open,
    columns={
        "id words phone language matter_id sender_id recipient_id created_at requested_at due_on": TOLD,
        "reminded_at seen_at accepted_at ended_at outcome reason result confirmed_at": TOLD,
        "person_id case_id consent_id created_by_id accepted_by_id": INNER,
    },
)
