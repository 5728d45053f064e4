"""Setting a stage once for all tests of a file, and looking whether anybody moved something on it."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db import connection, transaction

from eindach.accounts.row_security import guards

Stage = TypeVar("Stage")
MOVES_BY_ITSELF = {"consent_auditevent", "django_session"}
"""A refusal is an event, and whoever comes is noted in their session."""


def set_once(blocker: Any, setting: Callable[[], Stage]) -> Iterator[Stage]:
    """For a fixture of a module: what each test changes is rolled back to this stage, and in the end the stage too."""
    with blocker.unblock(), transaction.atomic():
        yield setting()
        transaction.set_rollback(True)


def rows_about_people() -> str:
    """A digest of every guarded row."""
    tables = [guard.table for guard in guards() if guard.table not in MOVES_BY_ITSELF]
    each = "coalesce((SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {} t), '')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' || '.join(each.format(table) for table in tables)}")
        return str(cursor.fetchone()[0])
