"""Lists of what is to be destroyed, as the pages show them. What they do: accounts/registry/lists.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from eindach.accounts.acting import as_program
from eindach.accounts.models import DestructionList, Role, User
from eindach.accounts.policy import Refused
from eindach.accounts.registry import lists, running
from eindach.accounts.registry.lists import Listed, NothingDue, propose
from eindach.accounts.registry.running import Line
from eindach.kernel.actor import must_be_present

from . import trail

__all__ = ["NothingDue", "Opened", "due", "lists_made", "opened", "propose", "sign"]

MOST_SHOWN = 50


@dataclass(frozen=True)
class Opened:
    """A list with who made and who signed it, how many rows it is about, and which while it is open."""

    row: DestructionList
    author: str
    approver: str
    count: int
    is_mine: bool
    can_be_signed: bool
    contents: Sequence[Listed] = ()


def due(now: datetime) -> list[Line]:
    """What would end tonight, and what holds it up: counts, nobody's data."""
    found = running.preview(now=now)
    trail.record(act="read", kind="retention", basis="role", now=now)
    return [line for line in found if line.due]


def lists_made(now: datetime) -> list[Opened]:
    """The latest lists, without what is on them."""
    rows = DestructionList.objects.annotate(count=Count("items"))[:MOST_SHOWN]
    return _shown(list(rows), now)


def opened(list_id: UUID, *, now: datetime) -> Opened:
    """One with its contents. Refused."""
    row = DestructionList.objects.annotate(count=Count("items")).filter(pk=list_id).first()
    if row is None:
        raise Refused("read", "destruction-list", object=list_id)
    trail.record(act="read", kind="destruction-list", object=row.pk, basis="role", now=now)
    (found,) = _shown([row], now, contents=lists.contents(row, now=now))
    return found


def sign(made: Opened, *, now: datetime) -> None:
    lists.approve(made.row, now=now)


def _shown(rows: list[DestructionList], now: datetime, contents: Sequence[Listed] = ()) -> list[Opened]:
    """Names of signers are told by the program: they may work in another house."""
    actor = must_be_present().actor
    with as_program(now=now):
        signers = {one for row in rows for one in (row.author_id, row.approver_id) if one}
        names = {one.pk: str(one) for one in User.objects.filter(pk__in=signers)}
    return [
        Opened(
            row=row,
            author=names.get(row.author_id, ""),
            approver=names.get(row.approver_id, "") if row.approver_id else "",
            count=row.count,  # type: ignore[attr-defined]  # annotated
            is_mine=row.author_id == actor.user,
            can_be_signed=actor.role == Role.PROTECTION and row.author_id != actor.user and row.approved_at is None,
            contents=contents,
        )
        for row in rows
    ]
