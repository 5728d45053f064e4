"""A partner does not come to an event day, or comes after all.

Who registered goes elsewhere by new routes (routes.py). Who booked a time at the station's desk is displaced as by a
closure: an equal counter at the same minute, else a new plan, else a call (booking/recoordinating.py). What that does
is shown before it is saved, and then exactly that is done (booking/rehearsing.py).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from eindach.booking.closures import Closure, close
from eindach.booking.models import Calendar, OpeningChange
from eindach.booking.opening_rules import midnight
from eindach.booking.openings import renew_openings
from eindach.booking.rehearsing import OtherOutcome, Outcome, carry_out, rehearse
from eindach.booking.retry import one_transaction
from eindach.directory.queries import region
from eindach.kernel.spans import Span

from ..models import EventDay, Station, Stop

MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Touched:
    """Registrations whose next stop may be at a station: how many can go to another one that settles the same, and how
    many find nobody else who does on this day; `waiting`: visits in the house that wait there otherwise."""

    elsewhere: int
    another_day: int
    waiting: int

    @property
    def registered(self) -> int:
        return self.elsewhere + self.another_day

    @property
    def mark(self) -> str:
        return f"{self.elsewhere}-{self.another_day}-{self.waiting}"


@dataclass(frozen=True)
class Consequence:
    """Of a partner that does not come. `mark`: of exactly this answer."""

    station: Station
    touched: Touched
    booked: Outcome

    @property
    def mark(self) -> str:
        return f"{self.booked.mark}-{self.touched.mark}"


class OtherConsequence(Exception):
    """Not what was shown. Nothing was changed."""


def consequence(station: Station, *, now: datetime) -> Consequence:
    """What it would do if the partner of this station, which was to come, did not. Nothing is changed."""
    return Consequence(station, _touched(station), rehearse(lambda: _absent(station, now), now=now))


def does_not_come(station: Station, *, expected: str, now: datetime) -> None:
    """Save it, if it does what was shown (`mark`). OtherConsequence."""
    booked, _dash, touched = expected.partition("-")

    def act() -> Closure:
        if _touched(station).mark != touched:
            raise OtherConsequence
        return _absent(station, now)

    try:
        carry_out(act, now=now, expected=booked)
    except OtherOutcome as other:
        raise OtherConsequence from other


def _absent(station: Station, now: datetime) -> Closure:
    """Somebody who said so at the same moment has left nothing to do."""
    return set_absent(station.event_day, station.number, absent=True, now=now, defer=False) or Closure()


def _touched(station: Station) -> Touched:
    """One a visit, whatever it wants there. Who booked and is not here yet is not in it."""
    here = Stop._base_manager.filter(
        counter=station.counter_id, status=Stop.Status.WAITING, visit__cancelled_at=None, visit__left_at=None
    )
    wanted: dict[Any, set[int]] = defaultdict(set)
    for visit, matter in here.filter(visit__event_day=station.event_day_id).values_list("visit", "matter"):
        wanted[visit].add(matter)
    others = Station.objects.filter(event_day=station.event_day_id, absent_since=None).exclude(pk=station.pk)
    settled = set(others.values_list("matters", flat=True))
    elsewhere = sum(matters <= settled for matters in wanted.values())
    waiting = here.filter(visit__event_day=None, visit__arrived_at__isnull=False).values("visit").distinct().count()
    return Touched(elsewhere, len(wanted) - elsewhere, waiting)


@one_transaction
def set_absent(day: EventDay, number: int, *, absent: bool, now: datetime, defer: bool = True) -> Closure | None:
    """None: that is no news. `defer`: jobs see to who is displaced; else the caller does."""
    locked = EventDay.objects.select_for_update().get(pk=day.pk)
    station = locked.stations.filter(number=number, absent_since__isnull=absent).first()
    if station is None:
        return None
    since = station.absent_since
    done = _as_before(station, since, now, defer) if since else _closed(station, locked, now, defer)
    station.absent_since = now if absent else None
    station.save(update_fields=["absent_since"])
    return done


def _closed(station: Station, day: EventDay, now: datetime, defer: bool) -> Closure:
    """Until midnight: the hours of the day may still change. Who sits there stays."""
    here = region()
    date = timezone.localdate(day.during.lower, here.zone)
    next_minute = now.replace(second=0, microsecond=0) + MINUTE
    span = Span(max(midnight(date, here), next_minute), midnight(date + timedelta(days=1), here))
    return close(calendars=_calendars(station), during=span, now=now, defer=defer)


def _as_before(station: Station, since: datetime, now: datetime, defer: bool) -> Closure:
    """Without what closed it; what else was changed by hand stays. Who has no other time yet is served as booked."""
    closed = OpeningChange.objects.filter(calendar__in=_calendars(station), services=[], weekday=None)
    closed.filter(made_at=since).delete()
    found = renew_openings(_calendars(station), now=now, defer=defer)
    return Closure(found.displaced, found.holds_ended)


def _calendars(station: Station) -> list[Calendar]:
    return list(Calendar.objects.filter(counter=station.counter_id).select_related("counter"))
