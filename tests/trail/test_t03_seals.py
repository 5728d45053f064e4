"""Seals, kept outside: a tail that was cut and a chain that was replaced are found though the database agrees with
itself."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from eindach.consent import sealing
from eindach.consent.models import AuditEvent, AuditSeal
from eindach.consent.verifying import verify
from tests.cast import NOW

from .conftest import PEOPLE, bend, event, leave, place

Told = Callable[[], list[str]]


@pytest.fixture
def sealed(told: Told) -> Told:
    """The forty events, sealed; then six more."""
    sealing.seal(now=NOW)
    for n, person in enumerate(PEOPLE):
        leave(person, object=f"after-{n}")
    return told


def cut_to(chain: int, number: int) -> None:
    """Rows and head: as if the rest had never been."""
    bend("DELETE FROM consent_auditevent WHERE chain = %s AND number > %s", chain, number)
    bend(
        "UPDATE consent_audithead h SET number = %s,"
        " digest = coalesce((SELECT digest FROM consent_auditevent e WHERE (e.chain, e.number) = (h.chain, %s)), '')"
        " WHERE chain = %s", number, number, chain,
    )  # fmt: skip


def write_anew(chain: int) -> None:
    """A whole chain, all digests and its head with it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM consent_audithead WHERE chain = %s", [chain])
    bend("CREATE TEMPORARY TABLE old ON COMMIT DROP AS SELECT * FROM consent_auditevent WHERE chain = %s", chain)
    bend("DELETE FROM consent_auditevent WHERE chain = %s", chain)
    with connection.cursor() as cursor:  # with the triggers: the database itself makes the new chain
        cursor.execute("UPDATE old SET basis = 'law:none' WHERE number = 3")
        cursor.execute("INSERT INTO consent_auditevent SELECT * FROM old ORDER BY number")


def test_a_seal_is_whole_and_more_may_follow(sealed: Told, seals: Path) -> None:
    assert sealed() == []
    assert verify(seals).seals == 1
    assert verify(seals).last_seal == "2026-11-21T11:00:00.000000Z"


def test_a_cut_tail_shows_against_the_seal(sealed: Told) -> None:
    last = AuditEvent._base_manager.filter(chain=event(5).chain, object__lt="a").latest("number")
    cut_to(last.chain, last.number - 1)
    assert f"chain {last.chain}, number {last.number}: it is missing" in sealed()


def test_a_chain_written_anew_shows_against_the_seal(sealed: Told) -> None:
    chain = event(5).chain
    write_anew(chain)
    (fault,) = sealed()
    assert fault.startswith(f"chain {chain}, number ")
    assert "was written anew" in fault


def test_the_file_outside_is_enough(sealed: Told) -> None:
    bend("DELETE FROM consent_auditseal")
    write_anew(event(5).chain)
    said = sealed()
    assert said[0] == "the seal of 2026-11-21T11:00:00.000000Z was taken out of the database"
    assert "was written anew" in said[1]
    assert len(said) == 2


def test_what_came_after_the_last_seal_can_be_cut_but_not_past_the_head_table(sealed: Told) -> None:
    last = event(5).chain
    newest = AuditEvent._base_manager.filter(chain=last).latest("number")
    bend("DELETE FROM consent_auditevent WHERE id = %s", newest.pk)
    assert sealed() == [f"chain {last}, number {newest.number}: it is missing"]


def test_a_forged_seal_counts_for_nothing(sealed: Told, seals: Path) -> None:
    cut_to(event(5).chain, 1)
    forged = sealing.Seal("2026-11-21T12:00:00.000000Z", sealing.present_heads())
    key = Ed25519PrivateKey.generate()
    signed = sealing.Seal(forged.at, forged.heads, key.sign(forged.signed()).hex())
    seals.write_text(signed.line() + "\n")
    assert f"the seal of {signed.at} is not signed with our key" in sealed()


def test_a_bent_line_is_no_seal_of_ours(sealed: Told, seals: Path) -> None:
    said = json.loads(seals.read_text())
    chain = next(iter(said["heads"]))
    said["heads"][chain][0] += 1
    seals.write_text(json.dumps(said) + "\n")
    assert "the seal of 2026-11-21T11:00:00.000000Z is not signed with our key" in sealed()


def test_a_line_taken_out_of_the_file_is_named(sealed: Told, seals: Path) -> None:
    sealing.seal(now=NOW + timedelta(days=1))
    seals.write_text(seals.read_text().splitlines()[1] + "\n")
    assert sealed() == ["the seal of 2026-11-21T11:00:00.000000Z was taken out of the file"]


def test_a_file_that_is_gone_is_named(sealed: Told, seals: Path) -> None:
    seals.unlink()
    (fault,) = sealed()
    assert "are missing" in fault


def test_what_is_no_line_at_all_is_named(sealed: Told, seals: Path) -> None:
    seals.write_text(seals.read_text() + "{}\n")
    assert sealed() == [f"{seals}, line 2: it is not a seal"]


def test_a_crash_before_the_file_is_made_up_for_by_the_next_seal(sealed: Told, seals: Path) -> None:
    whole = seals.read_text()
    sealing.seal(now=NOW + timedelta(days=1))
    seals.write_text(whole)  # as if the process had died after its commit
    assert sealed() == []
    sealing.seal(now=NOW + timedelta(days=2))
    assert len(seals.read_text().splitlines()) == 3


def test_a_seal_somebody_slips_into_the_database_is_never_written_outside(sealed: Told, seals: Path) -> None:
    AuditSeal.objects.create(at=NOW, heads={}, signature="00")
    sealing.seal(now=NOW + timedelta(days=1))
    assert len(seals.read_text().splitlines()) == 2
    assert sealed() != []


def test_the_key_is_its_owner_s_alone_and_stays(seals: Path, db: None) -> None:
    first = sealing.seal(now=NOW)
    assert sealing.key_file().stat().st_mode & 0o777 == 0o600
    assert first.is_signed_by(sealing.private_key().public_key())
    assert sealing.public_file(seals).read_text().strip() == sealing.hexadecimal(sealing.private_key().public_key())


def test_the_keeper_seals_and_the_program_s_other_roles_cannot_see_the_heads(sealed: Told) -> None:
    for role in ("eindach_web", "eindach_app"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(%s, 'consent_audithead', 'SELECT')", [role])
            assert cursor.fetchone() == (False,)


def test_a_seal_names_its_row_exactly(sealed: Told) -> None:
    """The row the seal knew by its digest, when only that one was written anew."""
    last = AuditEvent._base_manager.filter(chain=event(5).chain, object__lt="a").latest("number")
    bend("UPDATE consent_auditevent SET act = 'write' WHERE id = %s", last.pk)
    assert [fault.startswith(place(last)) for fault in sealed()] == [True]
