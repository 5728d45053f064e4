"""The commands, on a database of their own; a real backup, a real restore."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from eindach.config import embedded
from tests.house import commands
from tests.house.places import make_migrated, open_folder

ENQUIRY = """INSERT INTO questions_enquiry (name, phone, language, best_time, concern, created_at, closed_at, outcome,
        email, answer_by, came_by, left_out, asks_back)
    VALUES ('Amal Beispiel', '+4924211234567', 'ar', '', '', '2020-01-01', '2020-01-02', 'answered',
        '', 'phone', 'form', 0, false)"""


def run(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """With the PostgreSQL this run is about."""
    chosen = {"PG_BIN": os.environ["PG_BIN"]} if "PG_BIN" in os.environ else {}
    return commands.run(data, *words, **chosen, **more)


@pytest.fixture(scope="module")
def data(pg_bin: str | None) -> Iterator[Path]:
    """A migrated database with one enquiry of long ago, and its backup beside it."""
    with open_folder() as folder, pytest.MonkeyPatch.context() as patch:
        if pg_bin:
            patch.setenv("PG_BIN", pg_bin)
        make_migrated(folder / "data", pg_bin)
        answered(folder / "data", ENQUIRY)
        assert run(folder / "data", "backup", str(folder / "kept.dump")).returncode == 0
        yield folder / "data"


def answered(data: Path, statement: str) -> list[tuple[object, ...]]:
    """Asked by the superuser, whom row-level security does not bind."""
    server = embedded.start(data)
    try:
        with psycopg.connect(server.url.replace("://eindach@", "://postgres@"), autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []
    finally:
        server.stop()


COUNT = "SELECT count(*) FROM questions_enquiry"


def test_the_plan_is_shown_and_nothing_changes(data: Path) -> None:
    told = run(data, "delete-due", "--dry-run")
    assert told.returncode == 0, told.stderr
    assert "Nothing was changed." in told.stdout
    assert answered(data, COUNT) == [(1,)]


def test_one_has_to_say_which(data: Path) -> None:
    assert run(data, "delete-due").returncode == 2


def test_the_switch_is_told_in_plain_words(data: Path) -> None:
    told = run(data, "delete-due", "--do", EINDACH_DELETE_DUE="off")
    assert (told.returncode, "switched off" in told.stderr) == (1, True)


def test_what_ended_ends_again_after_a_restore(data: Path) -> None:
    assert run(data, "delete-due", "--do").returncode == 0
    assert answered(data, COUNT) == [(0,)]
    restored = run(data, "restore", str(data.parent / "kept.dump"), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert "Deleted again, because it had ended since the backup: 1 rows." in restored.stdout
    assert answered(data, COUNT) == [(0,)]


def test_a_restore_without_the_log_says_so(data: Path) -> None:
    restored = run(data, "restore", str(data.parent / "kept.dump"), "--replace", EINDACH_DELETION_LOG="/nowhere/log")
    assert "There is no log of deletions (/nowhere/log)" in restored.stdout


def test_the_record_is_printed(data: Path) -> None:
    told = run(data, "record-of-processing")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("# Verzeichnis von Verarbeitungstätigkeiten")
