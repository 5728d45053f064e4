"""Openings from the rules of counters: made at once when hours are saved or a region is loaded, and day by day.

A day is made once; the next run only adds days after `Calendar.made_until`. When the rules themselves change,
`made_until` is emptied and everything from today on is brought to what the rules say, with what was changed by hand on
top (OpeningChange). Whoever has an appointment that is no longer covered, or needs a language that is no longer spoken
there, is displaced as by a closure: their booking stands until they have answered the new plan they are offered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from eindach.booking.closures import row_of
from eindach.booking.models import Calendar, Itinerary, Opening
from eindach.booking.opening_rules import Days, Wanted, midnight, wanted_openings, without
from eindach.booking.outside import Closure, displace_outside
from eindach.directory.models import Region
from eindach.directory.queries import region
from eindach.kernel.spans import Span

LOCK = 0x0E1D_0AC4
"""Advisory lock: two makers of openings would meet in the exclusion constraint."""


@dataclass(frozen=True)
class Present:
    id: int
    opening: Wanted


@dataclass(frozen=True)
class Extended:
    """How many openings were made and taken away; whom the changed rules no longer cover; how many holds ended."""

    made: int
    removed: int
    displaced: tuple[Itinerary, ...] = ()
    holds_ended: int = 0


def extend_openings(calendar: Calendar | None, *, until: date, now: datetime) -> Extended:
    """Make the openings of one calendar (None: of all) up to `until`, inclusive. Idempotent.

    Services and languages of an opening are those of its rule at the moment it is made. Calendars whose rules changed
    are brought to them as far as they had been made, even beyond `until`.
    """
    with transaction.atomic():
        _lock()
        chosen = list(Calendar.objects.filter(pk=calendar.pk) if calendar else Calendar.objects.all())
        return _made(chosen, until, now, defer=True)


def renew_openings(calendars: Iterable[Calendar], *, now: datetime, defer: bool = True) -> Extended:
    """Bring the openings of these to what rules, days that differ and changes by hand say, as far as they were made."""
    with transaction.atomic():
        _lock()
        chosen = list(Calendar.objects.filter(pk__in=[one.pk for one in calendars]))
        until = max((one.made_until for one in chosen if one.made_until), default=date.min)
        for one in chosen:
            one.made_until = None
        return _made(chosen, max(until, timezone.localdate(now, region().zone)), now, defer=defer)


def _made(chosen: Sequence[Calendar], until: date, now: datetime, *, defer: bool) -> Extended:
    here = region()
    today = timezone.localdate(now, here.zone)
    days = {one.pk: Days(_first_day(one, today), until) for one in chosen}
    renewed = {one.pk for one in chosen if one.made_until is None}
    days |= _as_far_as_made(renewed, Days(today, until), here)
    wanted = wanted_openings(days, here)
    present = _present(days, here)
    outside = displace_outside(renewed, wanted, now=now, defer=defer) if renewed else Closure()
    made, removed = _write(wanted, present, renewed)
    _note_made(days)
    return Extended(made, removed, outside.displaced, outside.holds_ended)


def _first_day(calendar: Calendar, today: date) -> date:
    if calendar.made_until is None or calendar.made_until < today:
        return today
    return calendar.made_until + timedelta(days=1)


def _as_far_as_made(renewed: Collection[int], days: Days, here: Region) -> dict[int, Days]:
    """The days of calendars whose rules changed: as long as they had been open, or somebody is booked."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT calendar_id, max(upper(during)) FROM (
                   SELECT calendar_id, during FROM booking_opening WHERE calendar_id = ANY(%(renewed)s)
                   UNION ALL
                   SELECT calendar_id, during FROM booking_appointment WHERE live AND calendar_id = ANY(%(renewed)s)
               ) AS known GROUP BY calendar_id""",
            {"renewed": list(renewed)},
        )
        latest = dict(cursor.fetchall())
    return {
        pk: days._replace(last=max(days.last, latest[pk].astimezone(here.zone).date())) if pk in latest else days
        for pk in renewed
    }


def _note_made(days: Mapping[int, Days]) -> None:
    by_last: dict[date, list[int]] = defaultdict(list)
    for pk, (_first, last) in days.items():
        by_last[last].append(pk)
    for last, calendars in by_last.items():
        Calendar.objects.filter(pk__in=calendars).exclude(made_until__gte=last).update(made_until=last)


def _write(
    wanted: Mapping[int, list[Wanted]], present: Mapping[int, list[Present]], renewed: Collection[int]
) -> tuple[int, int]:
    """Openings made and removed. Where the rules did not change, what is there stays, and new ones go around it."""
    new: list[Opening] = []
    stale: list[int] = []
    for calendar in wanted.keys() | present.keys():
        there = present.get(calendar, [])
        fixed = [] if calendar in renewed else [one.opening.span for one in there]
        missing = {piece for one in wanted.get(calendar, []) for piece in _around(one, fixed)}
        if calendar in renewed:
            stale += [one.id for one in there if one.opening not in missing]
        missing -= {one.opening for one in there}
        new += [row_of(calendar, one) for one in sorted(missing)]
    Opening.objects.filter(pk__in=stale).delete()
    Opening.objects.bulk_create(new, batch_size=2000)
    return len(new), len(stale)


def _around(one: Wanted, fixed: Iterable[Span]) -> list[Wanted]:
    """The opening without the spans that people are booked in."""
    pieces = [one.span]
    for block in fixed:
        pieces = [part for piece in pieces for part in without(piece, block)]
    return [one._replace(span=piece) for piece in pieces]


def _present(days: Mapping[int, Days], here: Region) -> dict[int, list[Present]]:
    """The openings of these days, locked: bookings under way are waited for, later ones wait for us."""
    starts = [midnight(one.first, here) for one in days.values()]
    ends = [midnight(one.last + timedelta(days=1), here) for one in days.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT o.id, o.calendar_id, o.during, o.services, o.languages
               FROM booking_opening o
               JOIN unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS f(calendar_id, start, stop)
                 USING (calendar_id)
               WHERE upper(o.during) > f.start AND lower(o.during) < f.stop
               ORDER BY o.id FOR UPDATE OF o""",
            [list(days), starts, ends],
        )
        found: dict[int, list[Present]] = defaultdict(list)
        for pk, owner, during, services, languages in cursor.fetchall():
            opening = Wanted(Span(during.lower, during.upper), tuple(services), tuple(languages))
            found[owner].append(Present(pk, opening))
    return found


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
