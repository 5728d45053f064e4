"""What openings the rules of counters ask for."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from eindach.booking.models import CounterSchedule
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
    """Calendar id -> the openings of its rules on these days. No entry: the calendar has no rule."""
    schedules = CounterSchedule.objects.filter(calendar__in=days)
    exceptions: dict[UUID, dict[date, ScheduleException]] = defaultdict(dict)
    latest = max((one.last for one in days.values()), default=date.min)
    for exception in ScheduleException.objects.filter(date__lte=latest):
        exceptions[exception.location_id][exception.date] = exception
    found: dict[int, list[Wanted]] = defaultdict(list)
    for schedule in schedules.select_related("calendar__counter").prefetch_related("services"):
        differing = exceptions.get(schedule.calendar.counter.location_id, {})
        services = tuple(sorted(service.pk for service in schedule.services.all()))
        spans = rule_spans(schedule, differing, *days[schedule.calendar_id], here)
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
