"""The trail: who did what to whose data, why, in the transaction of the act.

`record` is called by the one who reads or writes, as the last thing before the act ends: from then to the commit the
chain is held. Acts of staff and of people at their own door are collected and written together when `acting` ends.
What is recorded are ids and names, never values: `record` refuses what is none.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from eindach.accounts.acting import in_role
from eindach.accounts.events import about_to_commit, touched
from eindach.accounts.models import Category
from eindach.accounts.row_security import WEB
from eindach.accounts.subjects import subject_of
from eindach.kernel.actor import Actor, acting_as, must_be_present, present
from eindach.notifications.events import letters_opened

from .models import AuditEvent
from .models.audit import CHAINS

WORD: Final = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)
"""An act or a kind."""
ID: Final = re.compile(r"[A-Za-z0-9:_-]{0,60}", re.ASCII)
BASIS: Final = re.compile(r"[A-Za-z0-9:_., -]{0,300}", re.ASCII)

_collected: ContextVar[list[AuditEvent] | None] = ContextVar("eindach_trail", default=None)


def record(
    *,
    act: str,
    kind: str,
    person: UUID | None = None,
    object: object = "",
    basis: str = "",
    reason: str = "",
    fields: Iterable[str] = (),
    outcome: str = AuditEvent.Outcome.DONE,
    now: datetime | None = None,
) -> None:
    """Leave an event of the present actor; `now`: of the act, where a program acts. NobodyActs.

    `fields`: categories of data, or names of fields of a model. `reason`: what a member of staff says for themselves,
    shown to the person. ValueError for anything that could be a value of somebody's data. Without a transaction around
    it, it is one of its own.
    """
    acting = must_be_present(now)
    fields = sorted(set(fields))
    _refuse_values(act, kind, str(object), basis, fields)
    if person and str(object) == str(person):
        raise ValueError("beside the keyed subject, the person's own id would tell whose row it is")
    actor = acting.actor
    subject = subject_of(person) if person else ""
    event = AuditEvent(
        chain=chain_of(actor, subject),
        at=acting.now,
        act=act,
        kind=kind,
        object=str(object),
        subject=subject,
        actor_kind=actor.kind,
        user=actor.user,
        organization=actor.organization,
        role=actor.role,
        basis=basis,
        reason=reason,
        fields=fields,
        address=actor.address,
        outcome=outcome,
    )
    waiting = _collected.get()
    if waiting is None:
        _write([event])
    else:
        waiting.append(event)


def chain_of(actor: Actor, subject: str) -> int:
    """Offices have a chain each (as far as sixteen reach); acts of nobody's office go by whose data it was."""
    if actor.organization:
        return actor.organization.int % CHAINS
    return int(subject[:8] or "0", 16) % CHAINS


@contextmanager
def collecting() -> Iterator[None]:
    """Inside, events wait until `flush`, so that the chain is held for a moment only."""
    token = _collected.set([])
    try:
        yield
    finally:
        _collected.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """Inside, events are collected; at the end they are written by one statement, in the present transaction."""
    with collecting():
        yield
        flush()


def flush(**_: Any) -> None:
    """Write what was collected, in the present transaction."""
    waiting = _collected.get()
    if waiting:
        _write(waiting)
        waiting.clear()


def refused(
    actor: Actor, *, now: datetime, act: str, kind: str, person: UUID | None = None, object: object = ""
) -> None:
    """A refusal is an event too (OWASP ASVS 5.0, 16.3.2); the act's own transaction is gone, so it has its own. What
    was asked for (`object`) may be anything: only what looks like an id is kept."""
    asked = str(object) if ID.fullmatch(str(object)) and object != person else ""
    with acting_as(actor, now=now), transaction.atomic(), together():
        record(act=act, kind=kind, person=person, object=asked, outcome=AuditEvent.Outcome.REFUSED)


def _refuse_values(act: str, kind: str, object: str, basis: str, fields: Iterable[str]) -> None:
    told = {"act": WORD.fullmatch(act), "kind": WORD.fullmatch(kind)}
    told |= {"object": ID.fullmatch(object), "basis": BASIS.fullmatch(basis)}
    if wrong := [name for name, fits in told.items() if not fits]:
        raise ValueError(f"an event of the trail holds ids and names, no values: {', '.join(wrong)}")
    if unknown := set(fields) - _names():
        raise ValueError(f"neither categories of data nor fields of a model: {len(unknown)} of `fields`")


@cache
def _names() -> frozenset[str]:
    """What may stand in `fields`."""
    of_models = {field.name for model in apps.get_models() for field in model._meta.get_fields()}
    return frozenset(of_models | set(Category.values))


COLUMNS: Final = (
    "id", "chain", "at", "act", "kind", "object", "subject", "actor_kind", "user", "organization", "role", "basis",
    "reason", "fields", "address", "outcome",
)  # fmt: skip
# Number and digests are the database's to write. Nothing is read back: the program may add to the trail, not see it.
QUOTED: Final = ", ".join(f'"{one}"' for one in COLUMNS)
INSERT: Final = f"INSERT INTO consent_auditevent (number, before, digest, {QUOTED}) VALUES "  # noqa: S608 - our columns
ROW: Final = f"(0, '', '', {', '.join(['%s'] * len(COLUMNS))})"
MOST_AT_ONCE: Final = 500


def _write(events: list[AuditEvent]) -> None:
    """One statement, as a rule. Chains in order, so that two who touch several do not wait for each other in a ring."""
    ordered = sorted(events, key=lambda one: one.chain)
    for is_somebodys, some in groupby(ordered, key=lambda one: one.actor_kind in ("staff", "person")):
        # What the program did inside somebody's act (acting.as_program), or that they signed in anew, is not theirs to
        # say: consent/guards.py.
        with in_role(WEB) if not is_somebodys and _somebody_acts() else nullcontext():
            _insert(list(some))


def _somebody_acts() -> bool:
    acting = present()
    return acting is not None and acting.actor.is_somebody


def _insert(events: list[AuditEvent]) -> None:
    with connection.cursor() as cursor:
        for first in range(0, len(events), MOST_AT_ONCE):
            some = events[first : first + MOST_AT_ONCE]
            values = [getattr(event, column) for event in some for column in COLUMNS]
            cursor.execute(INSERT + ", ".join([ROW] * len(some)), values)


def _touched(sender: Any, **said: Any) -> None:
    record(**{name: value for name, value in said.items() if name != "signal"})


def _opened(sender: Any, message: object = "", **_: Any) -> None:
    record(act="read", kind="letter", object=message, basis="demo", fields=("to", "subject", "text"))


def connect() -> None:
    about_to_commit.connect(flush, dispatch_uid="trail")
    touched.connect(_touched, dispatch_uid="trail")
    letters_opened.connect(_opened, dispatch_uid="trail")
