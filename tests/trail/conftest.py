"""The stage of the tests of the trail: some events of a few people, and somebody who rules the database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from eindach.consent import sealing, trail, verifying
from eindach.consent.models import AuditEvent
from eindach.kernel.identifiers import stable_uuid
from tests.cast import NOW

PEOPLE = [stable_uuid("trail", "person", str(n)) for n in range(6)]


def leave(person: UUID | None = None, **changes: Any) -> None:
    """One event, as a member of no office leaves it."""
    said: dict[str, Any] = {"act": "read", "kind": "booking", "basis": "link", "fields": ("identity", "contact")}
    trail.record(**(said | {"person": person or PEOPLE[0], "now": NOW} | changes))


@pytest.fixture
def seals(tmp_path: Path, settings, monkeypatch) -> Path:
    """Where the seals of this test are, and its key."""
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setenv("EINDACH_SEALS", str(tmp_path / "outside" / "seals.jsonl"))
    return sealing.seals_file()


@pytest.fixture
def told(db: None, seals: Path) -> Callable[[], list[str]]:
    """Forty events of six people; calling it verifies and gives what does not fit."""
    with transaction.atomic(), trail.together():
        for n in range(40):
            leave(PEOPLE[n % len(PEOPLE)], object=str(n))
    return lambda: verifying.verify(seals).faults


def bend(statement: str, *values: object) -> None:
    """Somebody who rules the database changes it past all triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def event(n: int) -> AuditEvent:
    """The n-th that was left (its `object`)."""
    return AuditEvent._base_manager.get(object=str(n))


def place(one: AuditEvent) -> str:
    """How a fault names it."""
    return f"chain {one.chain}, number {one.number}, event {one.pk}:"
