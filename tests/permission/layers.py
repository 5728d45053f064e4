"""The three layers of permission, each asked alone: which categories of Amal's facts may be read?"""

from datetime import datetime

from django.db import connection

from eindach.accounts.acting import acting
from eindach.accounts.models import Person, ProfileEntry
from eindach.accounts.policy import may
from eindach.consent.facts import file_of
from eindach.kernel.actor import Actor, acting_as


def by_policy(actor: Actor, person: Person, now: datetime) -> set[str]:
    decision = may(actor, "read", file_of(person, now), now=now)
    return set(decision.fields) if decision.allowed else set()


def by_queryset(actor: Actor, now: datetime) -> set[str]:
    """With the database looking away: we are its superuser here."""
    with acting_as(actor, now=now):
        return set(ProfileEntry.objects.values_list("category", flat=True))


def by_database(actor: Actor, now: datetime) -> set[str]:
    """With the querysets looking away."""
    with acting(actor, now=now), connection.cursor() as cursor:
        cursor.execute("SELECT category FROM accounts_profileentry")
        return {row[0] for row in cursor.fetchall()}
