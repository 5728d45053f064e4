"""Lists of what is to be destroyed: one person proposes, another approves, the next run carries out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from eindach.accounts.acting import keeping
from eindach.accounts.events import touched
from eindach.accounts.models import DestructionItem, DestructionList, Person, Role
from eindach.accounts.models.retention import MAKE_LISTS
from eindach.kernel.actor import must_be_present

from .classes import Kept, classes
from .declared import endings
from .due import free

Outcome = DestructionItem.Outcome


class NothingDue(Exception):
    """There is nothing a list could be made of."""


def propose(*, now: datetime) -> DestructionList:
    """A list of all that is due and needs two people and is on no open list; an event of the list, and of each person
    on it. Inside `acting`. PermissionDenied, NothingDue."""
    actor = must_be_present().actor
    if actor.kind != "staff" or actor.role not in MAKE_LISTS or actor.user is None:
        raise PermissionDenied
    found = _due(now)
    if not found:
        raise NothingDue
    made = DestructionList.objects.create(author_id=actor.user, made_at=now)
    DestructionItem.objects.bulk_create(
        DestructionItem(list=made, kept=kept, object_id=key) for kept, key in sorted(found)
    )
    people = {one.kept for one in endings() if one.model is Person}
    for person in [None, *sorted(key for kept, key in found if kept in people)]:
        touched.send(
            sender=DestructionList, act="propose", kind="destruction-list", object=made.pk, basis="role", person=person
        )
    return made


def approve(made: DestructionList, *, now: datetime) -> None:
    """The second signature: of data protection, and of somebody else. Inside `acting`. PermissionDenied."""
    actor = must_be_present().actor
    if actor.kind != "staff" or actor.role != Role.PROTECTION or actor.user in (None, made.author_id):
        raise PermissionDenied
    unsigned = DestructionList.objects.filter(pk=made.pk, approved_at=None)
    if unsigned.update(approver_id=actor.user, approved_at=now):
        touched.send(sender=DestructionList, act="approve", kind="destruction-list", object=made.pk, basis="role")


@dataclass(frozen=True)
class Listed:
    """A row of an open list, as far as signers are told: its class, since when its period runs, an id."""

    kept: Kept
    key: UUID
    started: datetime | None


def contents(made: DestructionList, *, now: datetime) -> list[Listed]:
    """What is to be destroyed; empty once the list was carried out. Inside `acting` of somebody who sees the list."""
    wanted: dict[str, list[UUID]] = {}
    for kept, key in DestructionItem.objects.filter(list=made, outcome="").values_list("kept", "object_id"):
        wanted.setdefault(kept, []).append(cast("UUID", key))
    rules = classes(timezone.localdate(now))
    found = []
    with keeping(now=now):
        for one in endings():
            rows = one.started(one.model._base_manager.filter(pk__in=wanted.get(one.kept, ())))
            found += [Listed(rules[one.kept], key, started) for key, started in rows.values_list("pk", "started")]
    return sorted(found, key=lambda listed: (listed.kept.key, str(listed.key)))


def signed(kept: str) -> list[UUID]:
    """What two people want destroyed and nobody has yet."""
    items = DestructionItem.objects.filter(kept=kept, outcome="", list__approved_at__isnull=False)
    return [key for key in items.values_list("object_id", flat=True) if key]


def destroyed(kept: str, keys: Collection[UUID]) -> None:
    """These are gone; the list forgets which rows they were."""
    items = DestructionItem.objects.filter(kept=kept, object_id__in=keys)
    items.update(outcome=Outcome.DESTROYED, object_id=None)


def close(*, now: datetime) -> None:
    """Signed lists are carried out once: what could not be destroyed just now needs a new list."""
    lists = DestructionList.objects.filter(approved_at__isnull=False, carried_out_at=None)
    DestructionItem.objects.filter(list__in=lists, outcome="").update(outcome=Outcome.SPARED, object_id=None)
    lists.update(carried_out_at=now)


def _due(now: datetime) -> set[tuple[str, UUID]]:
    with keeping(now=now):
        rules = classes(timezone.localdate(now))
        listed = DestructionItem.objects.filter(outcome="", list__carried_out_at=None)
        known = set(listed.values_list("kept", "object_id"))
        signing = [(one, rules[one.kept]) for one in endings() if rules[one.kept].two_people]
        found = {(rule.key, key) for one, rule in signing for key in free(one, rule, now).values_list("pk", flat=True)}
    return found - known
