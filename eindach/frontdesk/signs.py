"""Signs: in a house no two counters that are open at the same time have the same one ("Room 7"), because a number is
called to a sign."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from django.db import connection
from django.utils import translation

from eindach.booking.models import Calendar
from eindach.booking.region_data import BookingData, CounterEntry, may_clash, sign_words
from eindach.directory.region_source import RegionSource

from .places import FALLBACK, place

TOGETHER = """
SELECT pair.one, pair.other, min(greatest(lower(a.during), lower(b.during)))
FROM unnest(%s::bigint[], %s::bigint[]) AS pair(one, other)
JOIN booking_opening a ON a.calendar_id = pair.one
JOIN booking_opening b ON b.calendar_id = pair.other AND b.during && a.during
WHERE upper(a.during) > %s AND upper(b.during) > %s
GROUP BY 1, 2
"""


class Twice(NamedTuple):
    """Two counters (calendars) with one sign, together from this moment on; first the one that was asked about."""

    one: int
    other: int
    start: datetime


def sign_of(names: object) -> str:
    """What is called: "Zimmer 7" of "Zimmer 7 Beratung"; in German, which stands on every sign."""
    with translation.override(FALLBACK):
        return place(names).sign


def twice(calendars: Collection[int], *, now: datetime) -> set[Twice]:
    """Signs of these that another counter of their house has at the same time, from now on. Two statements."""
    houses = Calendar.objects.filter(pk__in=calendars).values("counter__location")
    by_sign: dict[tuple[object, str], list[int]] = defaultdict(list)
    for one in Calendar.objects.filter(counter__location__in=houses).select_related("counter").order_by("pk"):
        by_sign[one.counter.location_id, sign_of(one.counter.name)].append(one.pk)
    for same in by_sign.values():
        same.sort(key=lambda pk: pk not in calendars)
    pairs = [pair for same in by_sign.values() for pair in combinations(same, 2) if pair[0] in calendars]
    if not pairs:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER, [[one for one, _other in pairs], [other for _one, other in pairs], now, now])
        return {Twice(*row) for row in cursor.fetchall()}


def check(source: RegionSource, data: BookingData) -> None:
    """The same of a region's files, before they are loaded: by the hours of the counters."""
    by_sign: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, one in data.counters.items():
        if one.name or one.sign.partition(" ")[0] in data.signs:
            by_sign[one.location, sign_of(one.name or sign_words(one.sign, data.signs))].append(key)
    for (_house, sign), keys in by_sign.items():
        for key, other in combinations(keys, 2):
            if _together(data.counters[key], data.counters[other]):
                source.fault("counters", other, f"{sign!r} is the sign of {key} at the same time", "sign")


def _together(one: CounterEntry, other: CounterEntry) -> bool:
    return any(may_clash(mine, theirs) for mine in one.hours for theirs in other.hours)


def said(found: Iterable[Twice]) -> list[tuple[str, Calendar, datetime]]:
    """For people: the sign, the counter that has it already, and from when."""
    ordered = sorted(found, key=lambda one: one.start)
    rows = Calendar.objects.select_related("counter__organization").in_bulk({one.other for one in ordered})
    return [(sign_of(rows[one.other].counter.name), rows[one.other], one.start) for one in ordered]
