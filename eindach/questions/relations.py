"""Who sees which questions, for the guarded querysets; the database has the same in guards.py."""

from datetime import datetime

from django.db.models import Q

from eindach.accounts.guarded import NOTHING, rule
from eindach.accounts.policy import Area, may
from eindach.kernel.actor import Actor

from .models import Enquiry, Entry


def declare() -> None:
    """Called once, when all parts are there."""
    rule(Enquiry)(_enquiries)
    rule(Entry)(_entries)


def _enquiries(actor: Actor, now: datetime, path: str = "") -> Q:
    if not may(actor, "open", Area("enquiries"), now=now).allowed:
        return NOTHING
    return Q(**{f"{path}municipality": actor.municipality}) if actor.municipality else Q()


def _entries(actor: Actor, now: datetime) -> Q:
    return _enquiries(actor, now, "enquiry__")
