"""Openings from the rules of counters: made at once when hours are saved or a region is loaded, and day by day.

A day is made once. What happens to its openings afterwards (a counter closes, extra hours are opened) is not undone by
the next run: that only adds days after `Calendar.made_until`. When the rules themselves change, `made_until` is
emptied and the days from today on are brought to what the rules say; even then an opening with live appointments is
not touched, because taking hours away from people is a matter of closing a counter, which finds them new times first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from eindach.booking.models import Calendar, CounterSchedule, Opening
from eindach.directory import hours as rules
from eindach.directory.models import Region, ScheduleException
from eindach.directory.queries import region
from eindach.kernel.spans import Span

LOCK = 0x0E1D_0AC4
"""Advisory lock: two makers of openings would meet in the exclusion constraint."""


class Wanted(NamedTuple):
    """An opening as it should be; services and languages in a fixed order so that equal ones compare equal."""

    span: Span
    services: tuple[UUID, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Present:
    id: int
    opening: Wanted
    untouched: bool


@dataclass(frozen=True)
class Extended:
    """How many openings were made, taken away, and left as they are because people are booked in them."""

    made: int
    removed: int
    kept: int


def extend_openings(calendar: Calendar | None, *, until: date, now: datetime) -> Extended:
    """Make the openings of one calendar (None: of all) up to `until`, inclusive. Idempotent.

    Services and languages of an opening are those of its rule at the moment it is made.
    """
    here = region()
    today = timezone.localdate(now, here.zone)
    with transaction.atomic():
        _lock()
        chosen = Calendar.objects.filter(pk=calendar.pk) if calendar else Calendar.objects.all()
        firsts = {one.pk: _first_day(one, today) for one in chosen}
        wanted = _wanted(firsts, here, until)
        present = _present(firsts, here, until)
        done = _write(wanted, present, renewed={pk for pk, first in firsts.items() if first == today})
        chosen.exclude(made_until__gte=until).update(made_until=until)
        return done


def _first_day(calendar: Calendar, today: date) -> date:
    if calendar.made_until is None or calendar.made_until < today:
        return today
    return calendar.made_until + timedelta(days=1)


def _write(
    wanted: Mapping[int, list[Wanted]], present: Mapping[int, list[Present]], renewed: Collection[int]
) -> Extended:
    new: list[Opening] = []
    stale: list[int] = []
    kept = 0
    for calendar in wanted.keys() | present.keys():
        there = present.get(calendar, [])
        free_to_go = {one.id for one in there if one.untouched and calendar in renewed}
        fixed = [one.opening.span for one in there if one.id not in free_to_go]
        missing = {piece for one in wanted.get(calendar, []) for piece in _around(one, fixed)}
        stale += [one.id for one in there if one.id in free_to_go and one.opening not in missing]
        missing -= {one.opening for one in there}
        kept += len(fixed)
        new += [_row(calendar, one) for one in sorted(missing)]
    Opening.objects.filter(pk__in=stale).delete()
    Opening.objects.bulk_create(new, batch_size=2000)
    return Extended(len(new), len(stale), kept)


def _around(one: Wanted, fixed: Iterable[Span]) -> list[Wanted]:
    """The opening without the spans that people are booked in."""
    pieces = [one.span]
    for block in fixed:
        pieces = [part for piece in pieces for part in _without(piece, block)]
    return [one._replace(span=piece) for piece in pieces]


def _without(piece: Span, block: Span) -> list[Span]:
    if not piece.overlaps(block):
        return [piece]
    edges = [(piece.start, block.start), (block.end, piece.end)]
    return [Span(start, end) for start, end in edges if start < end]


def _wanted(firsts: Mapping[int, date], here: Region, last: date) -> dict[int, list[Wanted]]:
    schedules = CounterSchedule.objects.filter(calendar__in=firsts)
    exceptions: dict[UUID, dict[date, ScheduleException]] = defaultdict(dict)
    for exception in ScheduleException.objects.filter(date__lte=last):
        exceptions[exception.location_id][exception.date] = exception
    found: dict[int, list[Wanted]] = defaultdict(list)
    for schedule in schedules.select_related("calendar__counter").prefetch_related("services"):
        differing = exceptions.get(schedule.calendar.counter.location_id, {})
        services = tuple(sorted(service.pk for service in schedule.services.all()))
        spans = rule_spans(schedule, differing, firsts[schedule.calendar_id], last, here)
        found[schedule.calendar_id] += [Wanted(span, services, tuple(schedule.languages)) for span in spans]
    return found


def rule_spans(
    schedule: CounterSchedule, differing: dict[date, ScheduleException], first: date, last: date, here: Region
) -> list[Span]:
    """Spans of one rule from `first` to `last`, both inclusive: none on holidays; a dated exception outranks them
    and clips the hours."""
    spans = []
    for day in rules.dates(schedule, first, last, state=here.state, on_holidays=True):
        opens, closes = schedule.opens, schedule.closes
        if exception := differing.get(day):
            if exception.opens is None or exception.closes is None:
                continue
            opens, closes = max(opens, exception.opens), min(closes, exception.closes)
        elif not schedule.open_on_holidays and rules.holiday_on(day, here.state):
            continue
        if opens < closes:
            spans.append(Span(datetime.combine(day, opens, here.zone), datetime.combine(day, closes, here.zone)))
    return spans


def _present(firsts: Mapping[int, date], here: Region, last: date) -> dict[int, list[Present]]:
    # FOR UPDATE waits for bookings under way; `free` of the row that comes back then counts them.
    starts = [_midnight(first, here) for first in firsts.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT o.id, o.calendar_id, o.during, o.services, o.languages, o.free = tstzmultirange(o.during)
               FROM booking_opening o
               JOIN unnest(%s::bigint[], %s::timestamptz[]) AS f(calendar_id, start) USING (calendar_id)
               WHERE upper(o.during) > f.start AND lower(o.during) < %s
               ORDER BY o.id FOR UPDATE OF o""",
            [list(firsts), starts, _midnight(last + timedelta(days=1), here)],
        )
        found: dict[int, list[Present]] = defaultdict(list)
        for pk, owner, during, services, languages, untouched in cursor.fetchall():
            opening = Wanted(Span(during.lower, during.upper), tuple(services), tuple(languages))
            found[owner].append(Present(pk, opening, untouched))
    return found


def _row(calendar: int, one: Wanted) -> Opening:
    return Opening(
        calendar_id=calendar,
        during=TimestamptzRange(one.span.start, one.span.end),
        services=list(one.services),
        languages=list(one.languages),
    )


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _midnight(day: date, here: Region) -> datetime:
    return datetime.combine(day, datetime.min.time(), here.zone)
