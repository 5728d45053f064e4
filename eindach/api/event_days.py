"""The event days as a calendar to subscribe to (RFC 5545), in the language of `lang`.

A day keeps its UID for ever. What is called off, or falls out because its house is closed, stays in the feed as
CANCELLED until it would be over: a calendar that only adds would keep it otherwise. SEQUENCE is that of its series, one
more with every change of the series, its house and the house's days (directory 0008), and never falls: what takes place
after all is newer than its cancellation (RFC 5545, 3.8.7.4). DTSTAMP is the answer's, LAST-MODIFIED the change's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vGeo

from eindach.booking.documents.zone import timezone_of
from eindach.directory.models import EventSeries, Region
from eindach.directory.queries import EventDay as DayOfRule
from eindach.directory.queries import cancelled_events, coming_events, feed_uid, region
from eindach.frontdesk.models import EventDay
from eindach.notifications.mime import sender_domain

from .caching import conditional
from .rates import limited

KEPT_SECONDS: Final = 300
ASK_AGAIN: Final = timedelta(hours=6)


@dataclass(frozen=True)
class FeedDay:
    """A day of a series; times are aware."""

    uid: UUID
    series: EventSeries
    opens: datetime
    closes: datetime
    cancelled: bool = False


@conditional(max_age=KEPT_SECONDS)
@limited("read")
def event_days_feed(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    stamp = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)  # the same bytes for as long as it is kept
    answer = HttpResponse(feed(region(), now=now, stamp=stamp), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="event-days.ics"'
    return answer


def feed(here: Region, *, now: datetime, stamp: datetime) -> bytes:
    """UTF-8, CRLF, in the active language."""
    name = _("Shared days in %(region)s") % {"region": here.name}
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Eindach//Event days//EN")
    calendar.add("METHOD", "PUBLISH")
    for heading in ("NAME", "X-WR-CALNAME"):
        calendar.add(heading, name)
    calendar.add("REFRESH-INTERVAL", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add_component(timezone_of(here.zone, now))
    for day in sorted(days(here, now=now), key=lambda day: (day.opens, day.uid)):
        calendar.add_component(_event(day, here, stamp))
    return bytes(calendar.to_ical())


def days(here: Region, *, now: datetime) -> Iterator[FeedDay]:
    """Those that are on or to come. Days that have a row are that row; of a series without rows, what its rule says."""
    series = EventSeries.objects.select_related("location").prefetch_related("location__schedule_exceptions", "days")
    for one in series:
        rows: list[EventDay] = list(one.days.all())
        closed = {day.date for day in one.location.schedule_exceptions.all() if day.opens is None}
        for row in rows:
            if row.during.upper > now:
                falls_out = timezone.localdate(row.during.lower, here.zone) in closed
                yield FeedDay(row.pk, one, row.during.lower, row.during.upper, bool(row.cancelled_at) or falls_out)
        if not rows:
            yield from (_of_rule(one, day, False) for day in coming_events(one, now, here))
            yield from (_of_rule(one, day, True) for day in cancelled_events(one, now, here))


def _of_rule(series: EventSeries, day: DayOfRule, cancelled: bool) -> FeedDay:
    return FeedDay(feed_uid(series, day.date), series, day.opens, day.closes, cancelled)


def _event(day: FeedDay, here: Region, stamp: datetime) -> Event:
    where, event = day.series.location, Event()
    event.add("UID", f"{day.uid}@{sender_domain()}")
    event.add("DTSTAMP", max(stamp, day.series.revised_at))
    event.add("LAST-MODIFIED", day.series.revised_at)
    event.add("SEQUENCE", day.series.sequence)
    event.add("STATUS", "CANCELLED" if day.cancelled else "CONFIRMED")
    event.add("DTSTART", day.opens.astimezone(here.zone))
    event.add("DTEND", day.closes.astimezone(here.zone))
    event.add("SUMMARY", str(day.series.name))
    event.add("DESCRIPTION", str(day.series.description))
    event.add("LOCATION", f"{where.name}, {where.address}")
    event.add("GEO", vGeo((where.latitude, where.longitude)))
    event.add("URL", f"{settings.PUBLIC_URL}{reverse('frontdesk:events')}")
    return event
