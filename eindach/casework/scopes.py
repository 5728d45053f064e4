"""The second layer of permission for casework's rows: who may see a request for deletion."""

from datetime import datetime

from django.db.models import Q

from eindach.accounts.guarded import NOTHING, rule
from eindach.accounts.models import Role
from eindach.kernel.actor import Actor

from .models import DeletionRequest


def declare() -> None:
    """Called once, when all parts are there."""
    rule(DeletionRequest)(_requests)


def _requests(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(person__in=actor.persons)
    return Q() if actor.role == Role.PROTECTION else NOTHING
