"""Openings changed by hand: a counter closes, opens, serves something else, speaks other languages.

What was changed is kept (OpeningChange), so that it stays when the rules change; who is affected is found in the same
transaction, and nobody is lost. What is done to the openings is what opening_rules.py makes of rules and changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from eindach.directory.queries import region
from eindach.kernel.spans import Span

from . import locks
from .models import Calendar, Opening, OpeningChange
from .opening_rules import Days, Wanted, change_spans, changed, exceptions_until
from .outside import Closure, displace_outside
from .retry import one_transaction

__all__ = ["Closure", "change_openings", "close", "once", "reopen", "weekly"]


class Block(NamedTuple):
    """A change at one calendar in one span."""

    span: Span
    change: OpeningChange


def once(
    calendar: Calendar, during: Span, services: Iterable[UUID] = (), languages: Iterable[str] = ()
) -> OpeningChange:
    """Closed, or open for these services and languages."""
    return OpeningChange(
        calendar=calendar,
        during=TimestamptzRange(during.start, during.end),
        services=list(services),
        languages=list(languages),
    )


def weekly(
    calendar: Calendar,
    hours: Span,
    until: datetime | None,
    services: Iterable[UUID] = (),
    languages: Iterable[str] = (),
) -> OpeningChange:
    """The same each week from `hours` on, on its weekday and at its hours on the wall clock, until a moment or for
    good."""
    zone = region().zone
    start, end = hours.start.astimezone(zone), hours.end.astimezone(zone)
    return OpeningChange(
        calendar=calendar,
        during=TimestamptzRange(start, until),
        weekday=start.weekday(),
        opens=start.time(),
        closes=end.time(),
        services=list(services),
        languages=list(languages),
    )


def close(*, calendars: Iterable[Calendar], during: Span, now: datetime, defer: bool = True) -> Closure:
    """Take [start, end) out of these calendars' openings. Booked appointments in it are marked displaced and their
    itineraries re-coordinated by a job (deferred in this transaction, unless `defer` is False); holds in it end."""
    return change_openings([once(one, during) for one in calendars], now=now, defer=defer)


def reopen(*, calendar: Calendar, during: Span, services: list[str], languages: list[str], now: datetime) -> Opening:
    """Bookable time, as said here and not otherwise. Who was displaced from this very time and has not yet moved is
    served again as booked."""
    change_openings([once(calendar, during, [UUID(str(one)) for one in services], languages)], now=now)
    return Opening.objects.get(calendar=calendar, during=tuple(during))


def change_openings(changes: Sequence[OpeningChange], *, now: datetime, defer: bool = True) -> Closure:
    """Do these changes, in this order, and keep them. What has begun goes on."""

    @one_transaction
    def act() -> Closure:
        for one in changes:
            one.pk, one.made_at = None, now
        OpeningChange.objects.bulk_create(changes)
        return _done(_blocks(changes, now), now, defer=defer)

    return act()


def _blocks(changes: Sequence[OpeningChange], now: datetime) -> dict[int, list[Block]]:
    """Calendar id -> what changes there, in order, as far as its openings are made; later days follow as they are."""
    here = region()
    today = timezone.localdate(now, here.zone)
    exceptions = exceptions_until(date.max)
    found: dict[int, list[Block]] = defaultdict(list)
    for change in changes:
        calendar = change.calendar
        last = calendar.made_until or today + timedelta(settings.HORIZON_DAYS)
        if change.weekday is None:  # wholly, however far ahead
            last = max(last, change.during.upper.astimezone(here.zone).date())
        differing = exceptions.get(calendar.counter.location_id, {})
        first = min(today, change.during.lower.astimezone(here.zone).date())
        spans = change_spans(change, differing, Days(first, last), here)
        found[calendar.pk] += [Block(span, change) for span in spans]
    return found


def _done(blocks: dict[int, list[Block]], now: datetime, *, defer: bool) -> Closure:
    spans = [locks.Wanted(pk, one.span.start, one.span.end) for pk, some in blocks.items() for one in some]
    if not spans:
        return Closure()
    around = Span(min(one.start for one in spans), max(one.end for one in spans))
    touched = Opening.objects.filter(pk__in=locks.lock_openings(spans)).order_by("during")
    by_calendar: dict[int, list[Opening]] = defaultdict(list)
    for opening in touched:
        by_calendar[opening.calendar_id].append(opening)
    for calendar, some in blocks.items():
        _write(calendar, by_calendar[calendar], some)
    wanted: dict[int, list[Wanted]] = defaultdict(list)
    for opening in Opening.objects.filter(calendar__in=blocks, during__overlap=tuple(around)):
        wanted[opening.calendar_id].append(as_wanted(opening))
    return displace_outside(blocks, wanted, now=now, around=around, defer=defer)


def _write(calendar: int, openings: Sequence[Opening], blocks: Sequence[Block]) -> None:
    """Bring them to what the changes make of them. An opening that is left in part keeps its row: bookings wait for
    that one."""
    becomes = [as_wanted(one) for one in openings]
    for span, change in blocks:
        becomes = list(changed(becomes, change, span))
    pieces = set(becomes)
    gone: list[int] = []
    for opening in openings:
        was = as_wanted(opening)
        left = sorted(one for one in pieces if was.span.contains(one.span) and one[1:] == was[1:])
        if not left:
            gone.append(opening.pk)
            continue
        pieces.discard(left[0])
        if left[0] != was:
            opening.during = tuple(left[0].span)
            opening.save(update_fields=["during"])
    Opening.objects.filter(pk__in=gone).delete()
    Opening.objects.bulk_create(row_of(calendar, one) for one in sorted(pieces))


def row_of(calendar: int, one: Wanted) -> Opening:
    return Opening(
        calendar_id=calendar,
        during=TimestamptzRange(one.span.start, one.span.end),
        services=list(one.services),
        languages=list(one.languages),
    )


def as_wanted(opening: Opening) -> Wanted:
    """In the order in which equal ones compare equal."""
    span = Span(opening.during.lower, opening.during.upper)
    return Wanted(span, tuple(sorted(opening.services)), tuple(opening.languages))
