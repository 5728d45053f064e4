"""Reading the directory: the region, hours of a place, the next event day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from eindach.directory import hours as rules
from eindach.directory.memory import memory
from eindach.directory.models import EventSeries, Location, Region, Schedule, Service, ServiceAtLocation
from eindach.directory.models.organization import Organization
from eindach.kernel.identifiers import stable_uuid


@dataclass(frozen=True)
class EventDay:
    """One day of a series; `opens` and `closes` are aware, in the region's zone."""

    series: EventSeries
    date: date
    opens: datetime
    closes: datetime

    def windows(self) -> list[tuple[datetime, datetime]]:
        """Arrival windows, half-open; the last one may be shorter."""
        step = timedelta(minutes=self.series.window_minutes)
        starts = [self.opens]
        while starts[-1] + step < self.closes:
            starts.append(starts[-1] + step)
        return [(start, min(start + step, self.closes)) for start in starts]


@dataclass(frozen=True)
class _EventRule:
    rrule: str
    valid_from: date
    valid_until: date | None = None
    open_on_holidays: bool = False


def region() -> Region:
    """The region of this database, as the process keeps it; Region.DoesNotExist before `eindach load-region`."""
    return memory().rows("region", Region.objects.select_related("help_location").get)


def open_now(location: Location, now: datetime, here: Region | None = None) -> rules.OpenState:
    """Is the place open for people without an appointment? `now` is aware."""
    here = here or region()
    exceptions = list(location.schedule_exceptions.all())
    return rules.open_state(_general(location), exceptions, timezone.localtime(now, here.zone), state=here.state)


def own_hours(at: ServiceAtLocation) -> list[Schedule]:
    """Hours of this service at its location, where they differ from the door's."""
    return [rule for rule in at.location.schedules.all() if rule.service_at_location_id == at.pk]


def hours_at(at: ServiceAtLocation) -> list[Schedule]:
    """The rules that count for this service there: its own hours, else those of the door."""
    return own_hours(at) or _general(at.location)


def open_at(at: ServiceAtLocation, now: datetime, here: Region) -> rules.OpenState:
    """Is this service open there, for people without an appointment? `now` is aware."""
    local = timezone.localtime(now, here.zone)
    exceptions = list(at.location.schedule_exceptions.all())
    return rules.open_state(hours_at(at), exceptions, local, state=here.state)


def coming_days(at: ServiceAtLocation, first: date, here: Region, *, days: int = 7) -> list[rules.Day]:
    """The days from `first` on as they really are for this service there: holidays, exceptions, own hours."""
    exceptions = list(at.location.schedule_exceptions.all())
    last = first + timedelta(days=days - 1)
    return rules.days(hours_at(at), exceptions, first, last, state=here.state)


def hours(location: Location, on: date | None = None, here: Region | None = None) -> rules.UsualHours:
    """The usual week of a place, as valid on a day (today without one)."""
    here = here or region()
    day = on or timezone.localdate(timezone=here.zone)
    return rules.usual_hours(_general(location), day, state=here.state)


def hours_of_week(location: Location, monday: date) -> list[rules.Day]:
    """Seven days as they really are: with holidays and exceptions."""
    exceptions = list(location.schedule_exceptions.all())
    return rules.days(_general(location), exceptions, monday, monday + timedelta(days=6), state=region().state)


def next_event(series: EventSeries, now: datetime, here: Region | None = None) -> EventDay | None:
    """The day that is on, or the next one."""
    return next(coming_events(series, now, here), None)


def coming_events(series: EventSeries, now: datetime, here: Region | None = None) -> Iterator[EventDay]:
    """The day that is on and those that follow; holidays, days on which the place is closed, and those that were called
    off fall out."""
    closed = _fall_out(series)
    return (day for day in _days_of_rule(series, now, here or region()) if day.date not in closed)


def cancelled_events(series: EventSeries, now: datetime, here: Region) -> Iterator[EventDay]:
    """Days of the rule to come that were called off, or on which the place is closed."""
    closed = _fall_out(series)
    return (day for day in _days_of_rule(series, now, here) if day.date in closed)


def feed_uid(series: EventSeries, day: date) -> UUID:
    """What a date of a series is called for ever, with a row of its own or without."""
    return stable_uuid("event-day", series.key, str(day))


def _fall_out(series: EventSeries) -> set[date]:
    return {one.date for one in series.location.schedule_exceptions.all() if one.opens is None} | {*series.called_off}


def _days_of_rule(series: EventSeries, now: datetime, here: Region) -> Iterator[EventDay]:
    local = timezone.localtime(now, here.zone)
    last = local.date() + timedelta(days=rules.LOOK_AHEAD_DAYS)
    for day in rules.dates(_EventRule(series.rrule, series.valid_from), local.date(), last, state=here.state):
        event = EventDay(series, day, _at(day, series.opens, here.zone), _at(day, series.closes, here.zone))
        if event.closes > now:
            yield event


def residents_only(services: list[Service]) -> dict[UUID, frozenset[str]]:
    """Services only for people who live there: service id -> AGS of its municipalities.

    A municipality works for its own residents; every other body for the whole region (not in the answer).
    """
    rows = Service.objects.filter(
        pk__in=[service.pk for service in services],
        organization__kind=Organization.Kind.MUNICIPALITY,
        at_locations__location__municipality__isnull=False,
    ).values_list("pk", "at_locations__location__municipality_id")
    found: dict[UUID, frozenset[str]] = {}
    for service, ags in rows:
        found[service] = found.get(service, frozenset()) | {str(ags)}
    return found


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone)


def _general(location: Location) -> list[Schedule]:
    # Hours of one service there say nothing about the door.
    return [rule for rule in location.schedules.all() if rule.service_at_location_id is None]
