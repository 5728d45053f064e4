"""The trail: who did what to whose data, why, in the transaction of the act.

`record` is called by the one who reads or writes, as the last thing before the act ends: from then to the commit the
chain is held. Acts of staff and of people at their own door are collected and written together when `acting` ends.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from eindach.accounts.events import about_to_commit, touched
from eindach.accounts.subjects import subject_of
from eindach.kernel.actor import Actor, acting_as, must_be_present

from .models import AuditEvent
from .models.audit import CHAINS

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
    Without a transaction around it, it is one of its own."""
    acting = must_be_present(now)
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
        fields=sorted(fields),
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


def flush(**_: Any) -> None:
    """Write what was collected, in the present transaction."""
    waiting = _collected.get()
    if waiting:
        _write(waiting)
        waiting.clear()


def refused(
    actor: Actor, *, now: datetime, act: str, kind: str, person: UUID | None = None, object: object = ""
) -> None:
    """A refusal is an event too (OWASP ASVS 5.0, 16.3.2); the act's own transaction is gone, so it has its own."""
    with acting_as(actor, now=now), transaction.atomic():
        record(act=act, kind=kind, person=person, object=object, outcome=AuditEvent.Outcome.REFUSED)


def _write(events: list[AuditEvent]) -> None:
    # One statement; in one transaction all are of one actor, so of one chain or, for a booking, of one person's.
    AuditEvent._base_manager.bulk_create(sorted(events, key=lambda one: one.chain))


def _touched(sender: Any, **said: Any) -> None:
    record(**{name: value for name, value in said.items() if name != "signal"})


def connect() -> None:
    about_to_commit.connect(flush, dispatch_uid="trail")
    touched.connect(_touched, dispatch_uid="trail")
