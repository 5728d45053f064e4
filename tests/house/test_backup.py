"""What a backup holds comes back, wholly or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from eindach.config import embedded
from tests.house.commands import run
from tests.house.places import open_folder


@pytest.fixture(scope="module")
def home(pg_bin: str | None) -> Iterator[Path]:
    """A folder with a migrated database in `first` and its backup in `kept.dump`."""
    with open_folder() as folder, pytest.MonkeyPatch.context() as patch:
        if pg_bin:
            patch.setenv("PG_BIN", pg_bin)
        migrated = run(folder / "first", "migrate", **programs(pg_bin))
        assert migrated.returncode == 0, migrated.stderr
        with connected(folder / "first") as connection:
            connection.execute("CREATE TABLE probe AS SELECT 'ein Dach' AS word")
        written = run(folder / "first", "backup", str(folder / "kept.dump"), **programs(pg_bin))
        assert written.returncode == 0, written.stderr
        yield folder


def programs(pg_bin: str | None) -> dict[str, str]:
    return {"PG_BIN": pg_bin} if pg_bin else {}


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
