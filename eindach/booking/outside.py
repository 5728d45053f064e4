"""The rules of a counter changed: whoever they no longer cover is displaced, as by a closure; nobody is lost."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from eindach.kernel.spans import Span

from .afterwards import recoordinate_later
from .closures import close
from .models import Appointment, Calendar, Itinerary
from .opening_rules import Wanted


@dataclass(frozen=True)
class Displaced:
    """Whose appointments lie outside the rules now (a job makes them a new plan), and how many holds ended."""

    itineraries: tuple[Itinerary, ...] = ()
    holds_ended: int = 0


class Covered:
    """When a calendar serves which service, by its rules."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        spans: dict[UUID, list[Span]] = defaultdict(list)
        for one in sorted(wanted):
            for service in one.services:
                spans[service].append(one.span)
        self._spans = {service: merged(found) for service, found in spans.items()}

    def covers(self, span: Span, service: UUID) -> bool:
        there = self._spans.get(service, [])
        before = bisect_right(there, span.start, key=lambda one: one.start)
        return before > 0 and there[before - 1].contains(span)


def displace_outside(calendars: Iterable[int], wanted: Mapping[int, list[Wanted]], *, now: datetime) -> Displaced:
    """Close what these calendars no longer serve: only where and when somebody is booked or holds a place, since the
    openings themselves are made anew. What has begun goes on. Who had been displaced and is covered again stays.

    The openings must be locked. One job an itinerary, however many of its appointments are hit.
    """
    outside: dict[int, list[Span]] = defaultdict(list)
    covered_again = []
    covered = {pk: Covered(wanted.get(pk, [])) for pk in calendars}
    for one in Appointment.objects.filter(calendar__in=covered, live=True, during__startswith__gte=now):
        span = Span(one.during.lower, one.during.upper)
        fits = covered[one.calendar_id].covers(span, one.service_id)
        if fits and one.displaced_at:
            covered_again.append(one.pk)
        elif not fits and not one.displaced_at:
            outside[one.calendar_id].append(span)
    Appointment.objects.filter(pk__in=covered_again).update(displaced_at=None)
    return _closed(outside, now=now)


def _closed(outside: Mapping[int, list[Span]], *, now: datetime) -> Displaced:
    itineraries: dict[UUID, Itinerary] = {}
    holds = 0
    for calendar in Calendar.objects.filter(pk__in=outside):
        for span in merged(outside[calendar.pk]):
            closure = close(calendars=[calendar], during=span, now=now, defer=False)
            itineraries |= {one.pk: one for one in closure.displaced}
            holds += closure.holds_ended
    affected = tuple(itineraries.values())
    recoordinate_later(affected)
    return Displaced(affected, holds)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as possible, ascending."""
    ordered = sorted(spans)
    if not ordered:
        return []
    found = [ordered[0]]
    for _, span in pairwise(ordered):
        if span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
