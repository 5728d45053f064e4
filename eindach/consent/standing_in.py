"""For a moment in another role of the database: what an act needs although its actor sees no such row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from eindach.accounts.acting import WEB_ROLE
from eindach.accounts.row_security import KEEPER
from eindach.kernel.actor import Actor, acting_as

_TAKE: Final = "SELECT set_config('role', %s, true)"


@contextmanager
def as_program(now: datetime) -> Iterator[None]:
    """The program's own view, inside somebody's act: what is asked here must not depend on what that person may see,
    and of what is found nothing is shown to them but what the caller says."""
    with _as(WEB_ROLE, now):
        yield


@contextmanager
def as_keeper(now: datetime) -> Iterator[None]:
    """Whoever keeps the periods: sees every row of what ends."""
    with _as(KEEPER, now):
        yield


@contextmanager
def _as(role: str, now: datetime) -> Iterator[None]:
    # A fault rolls the role back with the savepoint.
    with acting_as(Actor(kind="program"), now=now), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        before = cursor.fetchone()[0]
        cursor.execute(_TAKE, [role])
        yield
        cursor.execute(_TAKE, [before])
