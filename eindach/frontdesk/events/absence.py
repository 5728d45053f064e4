"""A partner does not come to an event day, or comes after all.

Who registered goes elsewhere by new routes (routes.py). Who booked a time at the station's desk is displaced as by a
closure: an equal counter at the same minute, else a new plan, else a call (booking/recoordinating.py).
"""

from datetime import datetime, timedelta

from django.utils import timezone

from eindach.booking.closures import Closure, close
from eindach.booking.models import Calendar, OpeningChange
from eindach.booking.opening_rules import midnight
from eindach.booking.openings import renew_openings
from eindach.booking.retry import one_transaction
from eindach.directory.queries import region
from eindach.kernel.spans import Span

from ..models import EventDay, Station

MINUTE = timedelta(minutes=1)


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
