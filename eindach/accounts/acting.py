"""`acting`: one transaction on behalf of somebody, in the role of the database that sees nothing by itself.

The third layer of permission. The program signs in to PostgreSQL as a role that owns nothing. Public pages, the API and
jobs work as that role: it sees what booking needs, and no consent, no fact, no trail (docs/permission.md). Whoever acts
for an organization or at their own door works as `eindach_app`, to which row-level security shows only what the
settings below prove; they live as long as the transaction (set_config with is_local), so a pooled connection cannot
carry them to the next request. PostgreSQL 18, 5.9 Row Security Policies; 20.11 for names of settings.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from eindach.kernel.actor import Actor, acting_as

from .events import about_to_commit
from .row_security.declared import APP, KEEPER, WEB
from .subjects import subject_of

SETTINGS = ("kind", "user", "persons", "subjects", "organization", "organization_kind", "role", "municipality", "now")
# The list of a SELECT is worked off from left to right: the role that is to be given back is read before it is changed.
_TAKE = "SELECT current_setting('role'), set_config('role', %s, true)"
_SET = f"{_TAKE}, " + ", ".join(f"set_config('eindach.{one}', %s, true)" for one in SETTINGS)


@contextmanager
def acting(actor: Actor, *, now: datetime) -> Iterator[None]:
    """Inside, `actor` is present and the database knows it. What was done is written to the trail before the end, in
    the same transaction; a fault takes both back."""
    with acting_as(actor, now=now):
        if not actor.is_somebody:
            yield
            return
        with transaction.atomic(), _told(actor, now):
            yield
            about_to_commit.send(sender=Actor, actor=actor, now=now)


@contextmanager
def keeping(*, now: datetime) -> Iterator[None]:
    """Inside, the program keeps the periods of retention: one transaction in the role that sees every row and deletes
    what is due. Nobody's act: an answer for a person is cut out of it by whoever asks (registry/export.py)."""
    with acting_as(Actor(kind="program"), now=now), in_role(KEEPER):
        yield


@contextmanager
def as_program(*, now: datetime) -> Iterator[None]:
    """Inside somebody's act, the program's own view for a moment: what is asked here must not depend on what that
    person may see, and of what is found nothing is shown to them but what the caller says."""
    with acting_as(Actor(kind="program"), now=now), in_role(WEB):
        yield


@contextmanager
def in_role(role: str) -> Iterator[None]:
    """Inside, a transaction (or savepoint) in this role of the database. A fault rolls the role back with it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, [role])
        before = cursor.fetchone()[0]  # acts may lie inside each other
        yield
        cursor.execute(_TAKE, [before])


@contextmanager
def _told(actor: Actor, now: datetime) -> Iterator[None]:
    values = {
        "kind": actor.kind,
        "user": str(actor.user or ""),
        "persons": ",".join(map(str, actor.persons)),
        "subjects": ",".join(map(subject_of, actor.persons)),
        "organization": str(actor.organization or ""),
        "organization_kind": actor.organization_kind,
        "role": actor.role,
        "municipality": actor.municipality,
        "now": now.isoformat(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SET, [APP, *(values[one] for one in SETTINGS)])
        before = cursor.fetchone()[0]
        yield
        cursor.execute(_SET, [before, *("" for _one in SETTINGS)])
