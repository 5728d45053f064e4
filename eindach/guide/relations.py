"""Who sees a kept plan, for the guarded querysets; the database has the same in guards.py."""

from datetime import datetime

from django.db.models import Q

from eindach.accounts.guarded import NOTHING, rule
from eindach.kernel.actor import Actor

from .models import KeptPlan


def declare() -> None:
    """Called once, when all parts are there."""
    rule(KeptPlan)(_kept_plans)


def _kept_plans(actor: Actor, now: datetime) -> Q:
    return Q(person__in=actor.persons) if actor.kind == "person" else NOTHING
