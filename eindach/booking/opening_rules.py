"""What openings the rules of counters ask for, and what was changed by hand on top of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from eindach.booking.models import CounterSchedule, OpeningChange
from eindach.directory import hours as rules
from eindach.directory.models import Region, ScheduleException
from eindach.kernel.spans import Span


class Days(NamedTuple):
    """[first, last], both inclusive."""

    first: date
    last: date


class Wanted(NamedTuple):
    """An opening as it should be; services and languages in a fixed order so that equal ones compare equal."""

    span: Span
    services: tuple[UUID, ...]
    languages: tuple[str, ...]


def wanted_openings(days: Mapping[int, Days], here: Region) -> dict[int, list[Wanted]]:
    """Calendar id -> its openings on these days, of its rules and the changes. No entry: it has none of both."""
    schedules = CounterSchedule.objects.filter(calendar__in=days)
    exceptions = exceptions_until(max((one.last for one in days.values()), default=date.min))
    found: dict[int, list[Wanted]] = defaultdict(list)
    for schedule in schedules.select_related("calendar__counter").prefetch_related("services"):
        differing = exceptions.get(schedule.calendar.counter.location_id, {})
        services = tuple(sorted(service.pk for service in schedule.services.all()))
        spans = rule_spans(schedule, differing, *days[schedule.calendar_id], here)
        found[schedule.calendar_id] += [Wanted(span, services, tuple(schedule.languages)) for span in spans]
    changes = OpeningChange.objects.filter(calendar__in=days).select_related("calendar__counter").order_by("pk")
    for change in changes:
        differing = exceptions.get(change.calendar.counter.location_id, {})
        for span in change_spans(change, differing, days[change.calendar_id], here):
            found[change.calendar_id] = list(changed(found[change.calendar_id], change, span))
    return found


def exceptions_until(latest: date) -> dict[UUID, dict[date, ScheduleException]]:
    """Location -> day -> how it differs."""
    exceptions: dict[UUID, dict[date, ScheduleException]] = defaultdict(dict)
    for exception in ScheduleException.objects.filter(date__lte=latest):
        exceptions[exception.location_id][exception.date] = exception
    return exceptions


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


def change_spans(
    change: OpeningChange, differing: dict[date, ScheduleException], days: Days, here: Region
) -> list[Span]:
    """Spans of a change on these days. What opens weekly follows holidays and a house's own days as rules do."""
    during = change.during
    if change.weekday is None:
        begins, ends = midnight(days.first, here), midnight(days.last + timedelta(days=1), here)
        return [Span(during.lower, during.upper)] if during.lower < ends and begins < during.upper else []
    assert change.opens  # noqa: S101 - a constraint sees to it
    assert change.closes  # noqa: S101
    closing = not change.services
    weekly = CounterSchedule(
        rrule=f"FREQ=WEEKLY;BYDAY={WEEKDAYS[change.weekday]}",
        valid_from=during.lower.astimezone(here.zone).date(),
        valid_until=during.upper.astimezone(here.zone).date() if during.upper else None,
        opens=change.opens,
        closes=change.closes,
        open_on_holidays=closing,
    )
    spans = rule_spans(weekly, {} if closing else differing, days.first, days.last, here)
    clipped = [Span(max(one.start, during.lower), min(one.end, during.upper or one.end)) for one in spans]
    return [one for one in clipped if one.start < one.end]


def changed(openings: Iterable[Wanted], change: OpeningChange, span: Span) -> Iterator[Wanted]:
    """The openings without the span, and in it what the change says."""
    for one in openings:
        for piece in without(one.span, span):
            yield one._replace(span=piece)
    if change.services:
        yield Wanted(span, tuple(sorted(change.services)), tuple(change.languages))


def without(piece: Span, block: Span) -> list[Span]:
    """What lies outside the block: nothing, one piece, or two."""
    if not piece.overlaps(block):
        return [piece]
    edges = [(piece.start, block.start), (block.end, piece.end)]
    return [Span(start, end) for start, end in edges if start < end]


def midnight(day: date, here: Region) -> datetime:
    return datetime.combine(day, time(), here.zone)


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""As RFC 5545 says them; Monday is 0."""
