"""Whoever tests next finds everything as if nobody had been there: which file comes next in a process is chance.

After a test that commits, the database is as its migrations left it; after each file, so is what the process keeps.
"""

import os
import reprlib
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import trans_real

from eindach.kernel import actor
from eindach.translations import overlay

TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"


class Database:
    """The test database of this process. Made before anybody has written into it."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            tables = sorted(name for (name,) in cursor.fetchall())
            revisions = [one for one in tables if one.endswith("_revision")]
            self._tables = [one for one in tables if one not in revisions]
            self._count = " UNION ALL ".join(f"SELECT '{one}', (SELECT count(*) FROM {one})" for one in self._tables)
            self._left = self._counted()
            back = [_written_back(cursor, name) for name in self._left]
        self._emptied = "; ".join([
            "SET LOCAL lock_timeout = '30s'",
            f"LOCK TABLE {', '.join(self._tables)} IN EXCLUSIVE MODE",
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {one}" for one in self._tables),
            *back,
            *(f"UPDATE {one} SET value = gen_random_uuid()" for one in revisions),
            "SET LOCAL session_replication_role = origin",
        ])  # fmt: skip

    def sql_flush(self, _style: Any, _tables: Iterable[str], **_how: Any) -> list[str]:
        """What Django's `flush` does here, all in one go. DELETE: TRUNCATE makes new files for each table. What the
        migrations left is put back, so that nobody has to make it again (0.13 s). The lock waits for whoever still
        writes. The trail refuses to be emptied: the superuser switches all triggers off, and gives out the new
        revisions they would have given."""
        return [self._emptied]

    def faults(self) -> list[str]:
        """Tables that have other rows than in the beginning."""
        found = self._counted()
        return [
            f"{name} has {found.get(name, 0)} rows, not {self._left.get(name, 0)}"
            for name in sorted(found.keys() | self._left.keys())
            if found.get(name) != self._left.get(name)
        ]

    def _counted(self) -> dict[str, int]:
        """Table -> how many rows, where there are any."""
        with connection.cursor() as cursor:
            cursor.execute(self._count)
            return {name: rows for name, rows in cursor.fetchall() if rows}


def _written_back(cursor: Any, name: str) -> str:
    """The statement that writes the rows this table has now."""
    cursor.execute(f"SELECT json_agg(one)::text FROM {name} one")
    rows = cursor.fetchone()[0].replace("'", "''")
    return f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, '{rows}')"


KEPT: Final[dict[str, Callable[[], object]]] = {
    "the clock": lambda: (timezone.now, time.time, time.monotonic),
    "the zone": timezone.get_current_timezone_name,
    "the environment": lambda: {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"},
    "the folder": os.getcwd,
    "the settings": lambda: settings._wrapped,  # type: ignore[misc]
    "who acts": lambda: (actor._present.get(), *actor._of_process),
    "what translators said": lambda: (dict(overlay._seen), overlay._older),
}
"""What a process keeps -> how it is. What grows with its use and means the same ever after is not among it."""


def process() -> dict[str, object]:
    words = trans_real._translations.items()  # type: ignore[attr-defined]
    said = {f"the words in {language}": list(one._catalog._catalogs) for language, one in words}
    return said | {what: look() for what, look in KEPT.items()}


def changed(before: dict[str, object]) -> list[str]:
    """What a file did not leave as it found it. Words that were forgotten are read again when they are needed."""
    now = process()
    left = {what: (was, now[what]) for what, was in before.items() if what in now and now[what] != was}
    return [f"{what}: {reprlib.repr(was)} is {reprlib.repr(here)}" for what, (was, here) in left.items()]
