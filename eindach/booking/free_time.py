"""What is free: read from the openings, in arrays, for the engine.

The column `free` is the same the booking locks and re-checks, so a search never promises what booking would refuse
for any other reason than somebody being faster.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from .models import Itinerary


@dataclass(frozen=True)
class FreeTime:
    """Free spans of one calendar in openings of the same services and languages: UTC epoch minutes, ascending."""

    calendar_id: int
    services: frozenset[UUID]
    languages: tuple[str, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


GAPS = """
SELECT o.calendar_id, o.services, o.languages,
       string_agg(int8send(ceil(extract(epoch FROM lower(gap)) / 60)::bigint), ''::bytea ORDER BY lower(gap)),
       string_agg(int8send(floor(extract(epoch FROM upper(gap)) / 60)::bigint), ''::bytea ORDER BY lower(gap))
FROM booking_opening o CROSS JOIN LATERAL unnest({free}) gap
WHERE o.calendar_id = ANY(%(calendars)s) AND o.during && tstzrange(%(start)s, %(end)s)
  AND o.services && %(services)s::uuid[]
  AND (%(languages)s::varchar[] = '{{}}' OR o.languages && %(languages)s::varchar[])
  AND gap && tstzrange(%(start)s, %(end)s)
  AND upper(gap) - lower(gap) >= make_interval(mins => %(shortest)s)
GROUP BY o.calendar_id, o.services, o.languages
ORDER BY o.calendar_id
"""

# Somebody's own present appointments are no obstacle to their own new plan.
OWN = """(o.free + coalesce((
    SELECT range_agg(a.during * o.during) FROM booking_appointment a
    WHERE a.itinerary_id = %(own)s AND a.live AND a.calendar_id = o.calendar_id AND a.during && o.during), '{{}}'))"""


def free_time(
    *,
    calendars: Iterable[int],
    services: Iterable[UUID],
    languages: Iterable[str],
    start: datetime,
    end: datetime,
    shortest: int,
    own: Itinerary | None = None,
) -> list[FreeTime]:
    """Spans of at least `shortest` minutes free in [start, end) at these calendars, for any of the services and
    (when given) any of the languages. One round trip."""
    query = GAPS.format(free=OWN.format() if own else "o.free")
    values: dict[str, Any] = {
        "calendars": list(calendars),
        "services": list(services),
        "languages": list(languages),
        "start": start,
        "end": end,
        "shortest": shortest,
        "own": own.pk if own else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows = cursor.fetchall()
    low, high = int(start.timestamp()) // 60, int(end.timestamp()) // 60
    return [_clipped(row, low, high) for row in rows]


def _clipped(row: tuple[int, list[UUID], list[str], bytes, bytes], low: int, high: int) -> FreeTime:
    calendar, services, languages, starts, ends = row
    return FreeTime(
        calendar,
        frozenset(services),
        tuple(languages),
        np.maximum(np.frombuffer(starts, ">i8").astype(np.int64), low),
        np.minimum(np.frombuffer(ends, ">i8").astype(np.int64), high),
    )
