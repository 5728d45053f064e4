"""What is free: read from the openings, in arrays, for the engine.

The column `free` is the same the booking locks and re-checks, so a search never promises what booking would refuse
for any other reason than somebody being faster. The multiranges come in PostgreSQL's binary form and are taken apart by
numpy: half the database's time of unnest() (docs/decisions/0003).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from .locks import Wanted
from .models import Itinerary

Minutes = NDArray[np.int64]


@dataclass(frozen=True)
class FreeTime:
    """Free spans of one calendar in openings of the same services and languages: UTC epoch minutes, ascending."""

    calendar_id: int
    services: frozenset[UUID]
    languages: tuple[str, ...]
    starts: Minutes
    ends: Minutes


# multirange_send: the number of ranges (4 bytes), then each range with its length before it.
FREE = """
SELECT o.calendar_id, o.services, o.languages, string_agg(substr(multirange_send({free}), 5), ''::bytea)
FROM booking_opening o
WHERE o.calendar_id = ANY(%(calendars)s) AND o.during && tstzrange(%(start)s, %(end)s)
  AND o.services && %(services)s::uuid[]
  AND (%(languages)s::varchar[] = '{{}}' OR o.languages && %(languages)s::varchar[])
GROUP BY o.calendar_id, o.services, o.languages
ORDER BY o.calendar_id
"""

# Somebody's own present appointments are no obstacle to their own new plan.
OWN = """(o.free + coalesce((
    SELECT range_agg(a.during * o.during) FROM booking_appointment a
    WHERE a.itinerary_id = %(own)s AND a.live AND a.calendar_id = o.calendar_id AND a.during && o.during), '{{}}'))"""

# range_send of a bounded, half-open range: flags 2, each bound an int8 of microseconds since 2000 after its length.
RANGE = np.dtype(
    [
        ("length", ">i4"),
        ("flags", "u1"),
        ("lower_length", ">i4"),
        ("lower", ">i8"),
        ("upper_length", ">i4"),
        ("upper", ">i8"),
    ]
)
MICROSECONDS_1970_TO_2000 = 946_684_800_000_000
MICROSECONDS_A_MINUTE = 60_000_000


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
    query = FREE.format(free=OWN.format() if own else "o.free")
    values: dict[str, Any] = {
        "calendars": list(calendars),
        "services": list(services),
        "languages": list(languages),
        "start": start,
        "end": end,
        "own": own.pk if own else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows = cursor.fetchall()
    low, high = -(-int(start.timestamp()) // 60), int(end.timestamp()) // 60
    found = (_taken_apart(row, low, high, shortest) for row in rows)
    return [one for one in found if len(one.starts)]


def without(free: Iterable[FreeTime], taken: Iterable[Wanted]) -> Iterator[FreeTime]:
    """The free time beside these places: others who come along want them."""
    of_calendar: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in taken:
        of_calendar[one.calendar_id].append((int(one.start.timestamp()) // 60, int(one.end.timestamp()) // 60))
    for gap in free:
        spans = list(zip(gap.starts.tolist(), gap.ends.tolist(), strict=True))
        for start, end in of_calendar.get(gap.calendar_id, ()):
            parts = (part for a, b in spans for part in ((a, min(b, start)), (max(a, end), b)))
            spans = [(a, b) for a, b in parts if a < b]
        if spans:
            starts, ends = np.array(spans, np.int64).T
            yield replace(gap, starts=starts, ends=ends)


def _taken_apart(row: tuple[int, list[UUID], list[str], bytes], low: int, high: int, shortest: int) -> FreeTime:
    calendar, services, languages, ranges = row
    bounds = np.frombuffer(ranges, RANGE)
    lower = bounds["lower"].astype(np.int64) + MICROSECONDS_1970_TO_2000
    upper = bounds["upper"].astype(np.int64) + MICROSECONDS_1970_TO_2000
    # Whole minutes inside the span: the start rounded up, the end rounded down.
    starts = np.maximum(-(-lower // MICROSECONDS_A_MINUTE), low)
    ends = np.minimum(upper // MICROSECONDS_A_MINUTE, high)
    enough = np.flatnonzero(ends - starts >= shortest)
    order = enough[np.argsort(starts[enough], kind="stable")]
    return FreeTime(calendar, frozenset(services), tuple(languages), starts[order], ends[order])
