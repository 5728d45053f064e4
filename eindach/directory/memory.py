"""What a process keeps of the region as long as it is true: rows, and parts of pages that were made of them.

What public pages say changes a few times a day and is read many times a second. One row (`directory_revision`) changes
with it, by triggers on every table concerned (a random value: after a rollback the old one stands for the old content
again). Whoever keeps something asks for the memory **first**, one statement of 0.2 ms, and reads the rows **then**:
what is newer than its revision is thrown away with it, and nothing older is ever kept under a newer one.

Shared by all threads and visitors of a process: rows in it are only read, and a key names everything its value depends
on besides the region (the day, the language). Nothing of one visitor belongs here. What is open now, how far it is and
what is free is worked out for every request.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import Final, TypeVar
from uuid import UUID

from django.db import connection

Value = TypeVar("Value")
MOST: Final = 1_000
"""Parts a process keeps, five megabytes in ten languages; the one that was asked for longest ago goes first."""


class Memory:
    """Of one revision. Two threads may make the same value at once; the last one stays."""

    def __init__(self, revision: UUID) -> None:
        self.revision = revision
        self._rows: dict[Hashable, object] = {}
        self._parts: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def rows(self, key: Hashable, read: Callable[[], Value]) -> Value:
        """What `read` found under this key at first; stays as long as the revision. Keys are few and known."""
        if key not in self._rows:
            self._rows[key] = read()
        return self._rows[key]  # type: ignore[return-value] # the key tells which

    def part(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The same for what visitors' wishes make many of: at most `MOST` stay."""
        with suppress(KeyError), self._lock:
            self._parts.move_to_end(key)
            return self._parts[key]  # type: ignore[return-value] # the key tells which
        made = make()
        with self._lock:
            self._parts[key] = made
            if len(self._parts) > MOST:
                self._parts.popitem(last=False)
        return made


_memory: Memory | None = None


def memory() -> Memory:
    """Of the present revision; to be asked for before anything is read that goes into it."""
    global _memory
    revision, kept = _revision(), _memory
    if kept is None or kept.revision != revision:
        kept = _memory = Memory(revision)
    return kept


def _revision() -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM directory_revision")
        return UUID(str(cursor.fetchone()[0]))
