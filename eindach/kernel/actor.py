"""Actor: on whose behalf the program is working just now. Nobody is nobody: without one, guarded rows are refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

Kind = Literal["staff", "person", "link", "public", "program"]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """staff: a user in one of their roles · person: a newcomer at their own door · link: who holds the secret link of a
    booking · public: anybody · program: a job or a command.

    `organization`, `organization_kind`, `role`, `municipality` (AGS) are of the membership staff act in; `persons` are
    those a newcomer's proved contact belongs to; `address` is the network address, for the trail.
    """

    kind: Kind
    user: UUID | None = None
    persons: tuple[UUID, ...] = ()
    organization: UUID | None = None
    organization_kind: str = ""
    role: str = ""
    municipality: str = ""
    address: str = ""

    @property
    def is_somebody(self) -> bool:
        """Acts for an organization or for themselves: the rules of permission apply row by row."""
        return self.kind in ("staff", "person")


class NobodyActs(RuntimeError):
    """Guarded rows were asked for outside `acting`: a mistake in the program, never an answer to a person."""


@dataclass(frozen=True)
class Acting:
    """An actor at a moment; what ends at a time is judged by it."""

    actor: Actor
    now: datetime


_present: ContextVar[Acting | None] = ContextVar("eindach_acting", default=None)
_of_process: list[Actor] = []


def present(now: datetime | None = None) -> Acting | None:
    """Who acts, and when; None: nobody. A process for jobs or commands acts as the program wherever nothing else is
    said; `now` is then the moment."""
    acting = _present.get()
    if acting is None and _of_process:
        return Acting(_of_process[-1], now or datetime.now(UTC))
    return acting


def must_be_present(now: datetime | None = None) -> Acting:
    """The same where guarded rows are asked for. NobodyActs."""
    acting = present(now)
    if acting is None:
        raise NobodyActs("guarded rows are read or written outside `acting`")
    return acting


def process_works_as_program() -> None:
    """Called once by processes that no person talks to: the worker, commands. Never by one that answers requests."""
    _of_process[:] = [Actor(kind="program")]


@contextmanager
def acting_as(actor: Actor, *, now: datetime) -> Iterator[None]:
    """Inside, this actor is present. Says nothing to the database: see accounts/acting.py."""
    token = _present.set(Acting(actor, now))
    try:
        yield
    finally:
        _present.reset(token)
