"""`eindach verify-audit`, the doctor and the start of the site, as an operator meets them."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from eindach.config.cli.faults import CommandError
from eindach.config.cli.prepare import refuse_open_doors
from eindach.config.doctor.finding import Level
from eindach.config.doctor.permission import permission_findings, seal_finding
from eindach.consent import sealing
from tests.cast import NOW
from tests.conftest import ROOT
from tests.house.commands import COMMAND, environment

from .conftest import PEOPLE, event, leave

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(transactional_db: None, database_url: str, seals: Path) -> Run:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        more = {"DATABASE_URL": database_url, "EINDACH_SEALS": str(seals), "PYTHONPATH": str(ROOT)}
        said = environment(sealing.key_file().parent, **more)
        return subprocess.run([*COMMAND, *words], env=said, capture_output=True, text=True, timeout=120, check=False)

    for n, person in enumerate(PEOPLE):
        leave(person, object=str(n))
    sealing.seal(now=NOW)
    return run


def test_a_whole_trail_is_one_line(run: Run) -> None:
    told = run("verify-audit")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("The trail is whole: 6 events in ")
    assert len(told.stdout.splitlines()) == 1


def test_a_bent_row_is_named_and_the_status_says_so(run: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE consent_auditevent SET act = 'write' WHERE object = '3'")
        cursor.execute("COMMIT")
    told = run("verify-audit")
    assert told.returncode == 1
    assert str(event(3).pk) in told.stdout
    assert "THE TRAIL WAS BENT: 1 faults" in told.stdout


def test_seals_kept_elsewhere_can_be_named(run: Run, tmp_path: Path, seals: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(seals.read_bytes())
    sealing.public_file(kept).write_bytes(sealing.public_file(seals).read_bytes())
    seals.unlink()
    assert run("verify-audit").returncode == 1
    assert run("verify-audit", "--seals", str(kept)).returncode == 0


def test_the_site_starts_where_row_level_security_holds(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE eindach_web")
        refuse_open_doors()
        cursor.execute("RESET ROLE")


OPENED = {
    "no row-level security": "ALTER TABLE consent_auditevent DISABLE ROW LEVEL SECURITY",
    "its owner is free": "ALTER TABLE accounts_person NO FORCE ROW LEVEL SECURITY",
    "one policy too many": "CREATE POLICY open ON accounts_profileentry FOR SELECT TO PUBLIC USING (true)",
    "one policy gone": "DROP POLICY app_select ON consent_grant",
    "a role above all": "ALTER ROLE eindach_app BYPASSRLS",
}


@pytest.mark.parametrize("what", OPENED)
def test_the_site_does_not_start_where_it_does_not_hold(db: None, what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(OPENED[what])
        cursor.execute("SET LOCAL ROLE eindach_web")
    with pytest.raises(CommandError, match="eindach migrate"):
        refuse_open_doors()
    assert [finding.level for finding in permission_findings()] == [Level.BROKEN]


def test_the_site_does_not_start_as_the_database_s_superuser(db: None) -> None:
    with pytest.raises(CommandError, match="whom row-level security does not bind"):
        refuse_open_doors()


def test_the_doctor_prints_the_public_key(db: None, seals: Path) -> None:
    sealing.seal(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE eindach_web")
    said = " ".join(finding.what for finding in permission_findings())
    assert sealing.hexadecimal(sealing.private_key().public_key()) in said


def test_a_seal_of_two_days_ago_is_fine_and_an_older_one_broken() -> None:
    assert seal_finding(NOW - timedelta(days=2), NOW).level is Level.FINE
    assert seal_finding(NOW - timedelta(days=2, minutes=1), NOW).level is Level.BROKEN
    assert seal_finding(None, NOW).level is Level.NOTE


def test_without_a_seal_the_first_event_counts(db: None, seals: Path) -> None:
    assert sealing.unsealed_since() is None
    leave(PEOPLE[0])
    assert sealing.unsealed_since() == NOW
    sealing.seal(now=NOW + timedelta(days=1))
    assert sealing.unsealed_since() == NOW + timedelta(days=1)


def test_the_trail_is_sealed_every_night() -> None:
    from eindach.consent.jobs import seal_the_trail

    assert seal_the_trail.queueing_lock == "seal the trail"
