"""What a backup holds comes back, wholly or not at all; the secret comes with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from eindach.config import embedded
from eindach.kernel.identifiers import derived_token, token_digest
from tests.house.commands import run
from tests.house.places import make_migrated, open_folder, programs


@pytest.fixture(scope="module")
def home(pg_bin: str | None) -> Iterator[Path]:
    """A folder with a migrated database in `first` and its backup in `kept.dump`."""
    with open_folder() as folder, pytest.MonkeyPatch.context() as patch:
        if pg_bin:
            patch.setenv("PG_BIN", pg_bin)
        make_migrated(folder / "first", pg_bin)
        with connected(folder / "first") as connection:
            connection.execute("CREATE TABLE probe AS SELECT 'ein Dach' AS word")
        written = run(folder / "first", "backup", str(folder / "kept.dump"), **programs(pg_bin))
        assert written.returncode == 0, written.stderr
        yield folder


@contextmanager
def connected(data: Path) -> Iterator[psycopg.Connection]:
    """A connection to the server of a data folder, which runs meanwhile."""
    server = embedded.start(data)
    try:
        with psycopg.connect(server.url, autocommit=True) as connection:
            yield connection
    finally:
        server.stop()


def words(data: Path) -> list[tuple[str]]:
    with connected(data) as connection:
        return connection.execute("SELECT word FROM probe").fetchall()


def test_a_backup_is_for_its_owner_only(home: Path) -> None:
    assert (home / "kept.dump").stat().st_mode & 0o777 == 0o600
    assert not (home / "kept.dump.part").exists()


def test_a_backup_comes_back_in_an_empty_database(home: Path, pg_bin: str | None) -> None:
    restored = run(home / "second", "restore", str(home / "kept.dump"), **programs(pg_bin))
    assert restored.returncode == 0, restored.stderr
    assert words(home / "second") == [("ein Dach",)]
    assert "up to date" in run(home / "second", "migrate", **programs(pg_bin)).stdout


def test_a_database_with_content_is_left_alone(home: Path, pg_bin: str | None) -> None:
    refused = run(home / "first", "restore", str(home / "kept.dump"), **programs(pg_bin))
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    assert "--replace" in refused.stderr


def test_replacing_takes_the_backup_and_nothing_else(home: Path, pg_bin: str | None) -> None:
    with connected(home / "first") as connection:
        connection.execute("UPDATE probe SET word = 'changed'")
        connection.execute("CREATE TABLE younger (n int)")
    replaced = run(home / "first", "restore", "--replace", str(home / "kept.dump"), **programs(pg_bin))
    assert replaced.returncode == 0, replaced.stderr
    assert words(home / "first") == [("ein Dach",)]
    with connected(home / "first") as connection:
        assert connection.execute("SELECT to_regclass('younger')").fetchone() == (None,)


def test_a_torn_backup_changes_nothing(home: Path, pg_bin: str | None) -> None:
    torn = home / "torn.dump"
    whole = (home / "kept.dump").read_bytes()
    torn.write_bytes(whole[: len(whole) // 2])
    refused = run(home / "first", "restore", "--replace", str(torn), **programs(pg_bin))
    assert refused.returncode == 1
    assert words(home / "first") == [("ein Dach",)]


def test_a_running_site_is_not_restored_under_its_feet(home: Path, pg_bin: str | None) -> None:
    with connected(home / "first"):
        refused = run(home / "first", "restore", "--replace", str(home / "kept.dump"), **programs(pg_bin))
    assert refused.returncode == 1
    assert "Somebody else is connected" in refused.stderr


BOOKING = """INSERT INTO booking_itinerary
    (id, reference, token_digest, phone, language, wish, wants_earlier, created_at, booked_at, sequence)
    VALUES (%s, 'K7M4XQA', %s, '', 'de', '{}', false, now(), now(), 0)"""
OWN_SECRET = {"EINDACH_SECRET_KEY": ""}
"""The commands of these tests have their secret in a file, not in the environment."""


@pytest.fixture(scope="module")
def moved(home: Path, pg_bin: str | None) -> Path:
    """A backup of a server with a secret of its own and a booking: `moved.dump`, `moved.dump.key`."""
    first = home / "first"
    (first / "secret.key").write_text("the secret of the first machine")
    itinerary = uuid4()
    digest = token_digest(derived_token("the secret of the first machine", "manage", str(itinerary)))
    with connected(first) as connection:
        connection.execute(BOOKING, [itinerary, digest])
    written = run(first, "backup", str(home / "moved.dump"), **OWN_SECRET, **programs(pg_bin))
    assert written.returncode == 0, written.stderr
    return home / "moved.dump"


def test_the_secret_lies_beside_the_backup_for_its_owner_only(moved: Path) -> None:
    kept = moved.with_name("moved.dump.key")
    assert kept.read_text() == "the secret of the first machine"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_on_a_new_machine_the_secret_comes_back(moved: Path, home: Path, pg_bin: str | None) -> None:
    restored = run(home / "third", "restore", str(moved), **OWN_SECRET, **programs(pg_bin))
    assert restored.returncode == 0, restored.stderr
    assert "CAREFUL" not in restored.stdout
    assert (home / "third" / "secret.key").read_text() == "the secret of the first machine"
    assert (home / "third" / "secret.key").stat().st_mode & 0o777 == 0o600
    doctor = run(home / "third", "doctor", **OWN_SECRET, **programs(pg_bin))
    assert "The secret fits the bookings." in doctor.stdout


def test_another_secret_is_not_overwritten_unasked(moved: Path, home: Path, pg_bin: str | None) -> None:
    place = home / "fourth" / "secret.key"
    place.parent.mkdir()
    place.write_text("another secret")
    refused = run(home / "fourth", "restore", str(moved), **OWN_SECRET, **programs(pg_bin))
    assert refused.returncode == 1
    assert "is not the secret of this backup" in refused.stderr
    replaced = run(home / "fourth", "restore", "--replace", str(moved), **OWN_SECRET, **programs(pg_bin))
    assert replaced.returncode == 0, replaced.stderr
    assert place.read_text() == "the secret of the first machine"
    assert place.with_name("secret.key.before").read_text() == "another secret"


def test_a_secret_that_does_not_fit_is_told_with_the_remedy(moved: Path, home: Path, pg_bin: str | None) -> None:
    alone = home / "alone.dump"
    alone.write_bytes(moved.read_bytes())
    given = {"EINDACH_SECRET_KEY": "a secret of the environment"} | programs(pg_bin)
    restored = run(home / "fifth", "restore", str(alone), **given)
    assert restored.returncode == 0, restored.stderr
    assert "CAREFUL" in restored.stdout
    doctor = run(home / "fifth", "doctor", **given)
    assert "BROKEN  The secret is not the one the bookings were made with" in doctor.stdout
    assert "secret.key" in doctor.stdout
    refused = run(home / "fifth", "restore", "--replace", str(moved), **given)
    assert refused.returncode == 1
    assert "EINDACH_SECRET_KEY is not the secret of this backup" in refused.stderr
