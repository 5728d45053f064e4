"""What is older than its period ends, from the beginning of each chain, behind a seal; the rest is still proved."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, InternalError, connection, transaction

from eindach.accounts.acting import in_role
from eindach.accounts.models import LegalHold
from eindach.consent import curtailing, sealing
from eindach.consent.models import AuditEvent, AuditSeal
from eindach.consent.verifying import verify
from tests.cast import NOW
from tests.permission.house import House, set_house

from .conftest import PEOPLE, bend, event, leave, place

Told = Callable[[], list[str]]
LATER = NOW + timedelta(days=4 * 365)
"""The period of the trail is three years."""


@pytest.fixture
def ended(told: Told) -> Told:
    """Forty old events that ended behind a seal, and then four a person that are young."""
    for n in range(24):
        leave(PEOPLE[n % len(PEOPLE)], object=f"young-{n}", now=LATER)
    sealing.seal(now=NOW)
    assert curtailing.end_old(now=LATER) == 40
    return told


def young(n: int) -> AuditEvent:
    return AuditEvent._base_manager.get(object=f"young-{n}")


def test_the_old_ends_and_the_young_is_whole(ended: Told) -> None:
    assert AuditEvent._base_manager.count() == 24
    assert ended() == []


def test_before_its_time_nothing_ends_and_nothing_is_sealed(told: Told) -> None:
    assert curtailing.end_old(now=NOW + timedelta(days=1000)) == 0
    assert (AuditEvent._base_manager.count(), AuditSeal.objects.count()) == (40, 0)


@pytest.mark.parametrize("n", [0, 8, 23], ids=["the first that is left", "one between", "the last"])
def test_a_row_bent_after_the_end_is_named_exactly(ended: Told, n: int) -> None:
    bend("UPDATE consent_auditevent SET act = 'write' WHERE object = %s", f"young-{n}")
    (fault,) = ended()
    assert fault.startswith(place(young(n)))


def test_a_row_taken_out_behind_the_seal_is_missing(ended: Told) -> None:
    gone = AuditEvent._base_manager.filter(chain=young(0).chain).earliest("number")
    bend("DELETE FROM consent_auditevent WHERE id = %s", gone.pk)
    assert ended() == [f"chain {gone.chain}, number {gone.number}: it is missing"]


def test_a_beginning_written_anew_is_named(ended: Told) -> None:
    first = AuditEvent._base_manager.filter(chain=young(0).chain).earliest("number")
    line = "convert_to(consent_audit_line(e), 'UTF8')"
    bend(f"UPDATE consent_auditevent e SET before = 'x', digest = sha256('x' || {line}) WHERE id = %s", first.pk)
    assert any(fault.startswith(place(first)) for fault in ended())


def test_the_file_outside_knows_the_beginning_too(ended: Told) -> None:
    bend("DELETE FROM consent_auditseal")
    assert all("was taken out of the database" in fault for fault in ended())


def test_a_beginning_nobody_signed_counts_for_nothing(told: Told, seals: Path) -> None:
    chain = event(0).chain
    head = sealing.present_heads()[chain]
    AuditSeal.objects.create(at=NOW, heads={}, begins={chain: [head.number, head.digest.hex()]}, signature="00")
    bend("DELETE FROM consent_auditevent WHERE chain = %s", chain)
    sealing.seal(now=NOW)
    assert any("is missing" in fault for fault in verify(seals).faults)


def test_it_goes_on_after_the_end_and_ends_again(ended: Told) -> None:
    for person in PEOPLE:
        leave(person, now=LATER + timedelta(days=1))
    sealing.seal(now=LATER + timedelta(days=2))
    assert curtailing.end_old(now=LATER + timedelta(days=4 * 365)) == 30
    leave(PEOPLE[0], now=LATER + timedelta(days=5 * 365))
    assert ended() == []


def test_what_came_back_from_a_backup_is_named_and_ends_again(ended: Told) -> None:
    first = young(0)
    old = dict(AuditEvent._base_manager.filter(pk=first.pk).values().get())
    later = LATER + timedelta(days=4 * 365)
    assert curtailing.end_old(now=later) == 24
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        AuditEvent._base_manager.create(**old)
        cursor.execute("SET LOCAL session_replication_role = origin")
    (fault,) = ended()
    assert fault == f"{place(first)} it had ended: its chain begins later"
    curtailing.end_old(now=later)
    assert ended() == []


@pytest.mark.parametrize("role", ["eindach_web", "eindach_app", "eindach_keeper", None])
def test_without_a_seal_behind_it_nobody_ends_an_event(told: Told, role: str | None) -> None:
    with pytest.raises(DatabaseError, match=r"only ever grows|permission denied"), transaction.atomic():
        _end(role, "DELETE FROM consent_auditevent")


@pytest.mark.parametrize("role", ["eindach_web", "eindach_app", None])
def test_behind_a_seal_only_the_keeper_does(ended: Told, role: str | None) -> None:
    sealing.seal(now=LATER)
    bend("UPDATE consent_auditseal SET begins = (SELECT jsonb_object_agg(chain, jsonb_build_array(999, '')) "
         "FROM consent_audithead)")  # fmt: skip
    with pytest.raises(DatabaseError, match=r"only ever grows|permission denied"), transaction.atomic():
        _end(role, "DELETE FROM consent_auditevent")


def test_not_even_the_keeper_changes_or_empties(ended: Told) -> None:
    for statement in ("UPDATE consent_auditevent SET act = 'x'", "TRUNCATE consent_auditevent"):
        with pytest.raises((DatabaseError, InternalError)), transaction.atomic():
            _end("eindach_keeper", statement)


def test_whoever_is_held_keeps_their_events_and_what_comes_after(db: None, seals: Path) -> None:
    house: House = set_house()
    for n in range(5):
        leave(house.amal.pk, object=f"amal-{n}")
    user = house.staff("data-protection", "authority").user
    LegalHold.objects.create(person=house.amal, reason="a complaint", placed_by_id=user, placed_at=NOW)
    assert curtailing.end_old(now=LATER) == 0
    LegalHold.objects.update(lifted_at=LATER, lifted_by_id=user, lift_reason="settled")
    assert curtailing.end_old(now=LATER) == 5


def _end(role: str | None, statement: str) -> None:
    with connection.cursor() as cursor:
        if role is None:
            cursor.execute(statement)
        else:
            with in_role(role):
                cursor.execute(statement)
