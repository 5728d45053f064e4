"""What is due, and what holds it up: a legal hold, an open follow-up, days of grace, rows that still need it."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, ManyToOneRel, OuterRef, Q, QuerySet

from eindach.accounts.models import LegalHold, RetentionNotice

from .classes import Kept
from .declared import Ending, tables, tables_of

NEVER = Q(pk__in=[])


def due(ending: Ending, kept: Kept, now: datetime) -> QuerySet[Any]:
    """Rows whose period is over."""
    late = Q(started__lte=kept.before(now))
    if collected := kept.collected_before(now):
        late |= Q(collected__lte=collected)
    rows = ending.started(ending.model._base_manager.all()).filter(late)
    return rows.exclude(needed(ending)) if ending.unreferenced else rows


def held(ending: Ending) -> Q:
    """Somebody of data protection said: not this person."""
    if ending.held:
        return ending.held()
    if not ending.person:
        return NEVER
    return Q(Exists(LegalHold.objects.filter(person=OuterRef(ending.person), lifted_at=None)))


def blocked(ending: Ending, now: datetime) -> Q:
    """Something of the person is still to come."""
    found = NEVER
    if ending.waits:
        for table in tables().values():
            if table.follow_up and table.model:
                rows = table.model._base_manager.filter(**{table.person: OuterRef(ending.person)})
                found |= Q(Exists(rows.filter(table.follow_up(now))))
    return found


def in_grace(kept: Kept, now: datetime) -> Q:
    """Could be told, and was not told long enough ago."""
    if not kept.notice:
        return NEVER
    told = RetentionNotice.objects.filter(
        kept=kept.key, object_id=OuterRef("pk"), told_at__lte=now - timedelta(days=kept.notice)
    )
    return Q(email__gt="") & ~Q(Exists(told))


def free(ending: Ending, kept: Kept, now: datetime) -> QuerySet[Any]:
    """What may end now; where two people must sign, what they may sign."""
    return due(ending, kept, now).exclude(held(ending) | blocked(ending, now) | in_grace(kept, now))


def needed(ending: Ending) -> Q:
    """Any row of any table points to it, but those that go along with it."""
    along = {(table.name, table.root) for table in tables_of(ending.kept)}
    found = NEVER
    for relation in ending.model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel):
            continue
        field = relation.field
        if (field.model._meta.db_table, field.name) not in along:
            found |= Q(Exists(field.model._base_manager.filter(**{field.name: OuterRef("pk")})))
    return found
