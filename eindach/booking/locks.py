"""Locks: the openings an act touches, always in the order of their id, always before any appointment.

Always: lock first, read afterwards, write last. Never: an appointment before its opening, two statements of locks.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from eindach.notifications.telling import tell_after_commit


class Wanted(NamedTuple):
    """A span of a calendar, and the service it is wanted for (None: whatever)."""

    calendar_id: int
    start: datetime
    end: datetime
    service_id: UUID | None = None


CHANGED = "eindach_openings"
"""Payload: ids of openings whose free time changed, separated by commas; empty: too many to name (8,000 bytes)."""
MOST_NAMED = 300

LOCK = """
SELECT o.id FROM booking_opening o
JOIN unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) w(calendar, start, stop)
  ON o.calendar_id = w.calendar AND o.during && tstzrange(w.start, w.stop)
ORDER BY o.id FOR UPDATE OF o {skip}
"""

FREE = """
SELECT w.calendar, w.start
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::uuid[]) w(calendar, start, stop, service)
WHERE EXISTS (SELECT 1 FROM booking_opening o
              WHERE o.calendar_id = w.calendar AND o.during && tstzrange(w.start, w.stop)
                AND o.free @> tstzrange(w.start, w.stop) AND (w.service IS NULL OR w.service = ANY(o.services)))
"""


def lock_openings(spans: Iterable[Wanted], *, skip_locked: bool = False) -> list[int]:
    """Lock the openings these spans lie in; their ids. With `skip_locked` only those nobody else holds."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK.format(skip="SKIP LOCKED" if skip_locked else ""), _columns(spans))
        openings = [row[0] for row in cursor.fetchall()]
    if openings:  # who locks is about to change: open pages look again (live.py)
        named = ",".join(map(str, openings)) if len(openings) <= MOST_NAMED else ""
        tell_after_commit(CHANGED, named)
    return openings


def free_of(spans: Iterable[Wanted]) -> set[tuple[int, datetime]]:
    """(calendar, start) of those that are wholly free now, at an opening of their service.

    A statement of its own: after the locks its snapshot holds everything that was committed while we waited.
    """
    with connection.cursor() as cursor:
        wanted = list(spans)
        cursor.execute(FREE, [*_columns(wanted), [one.service_id for one in wanted]])
        return {(calendar, start) for calendar, start in cursor.fetchall()}


def _columns(spans: Iterable[Wanted]) -> list[list[object]]:
    wanted = list(spans)
    return [[w.calendar_id for w in wanted], [w.start for w in wanted], [w.end for w in wanted]]
