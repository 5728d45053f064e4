"""Who sees the wishes to be called back, and a kept plan, for the guarded querysets; the database has the same in
guards.py."""

from datetime import datetime

from django.db.models import Q

from eindach.accounts.guarded import NOTHING, rule
from eindach.accounts.policy import Area, may
from eindach.kernel.actor import Actor

from .models import Enquiry, KeptPlan


def declare() -> None:
    """Called once, when all parts are there."""
    rule(Enquiry)(_enquiries)
    rule(KeptPlan)(_kept_plans)


def _enquiries(actor: Actor, now: datetime) -> Q:
    return Q() if may(actor, "open", Area("enquiries"), now=now).allowed else NOTHING


def _kept_plans(actor: Actor, now: datetime) -> Q:
    return Q(person__in=actor.persons) if actor.kind == "person" else NOTHING
