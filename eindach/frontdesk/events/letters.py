"""What somebody registered for an event day is told: one mail for each change, a text message where there is only a
phone. Subjects say neither office nor matter; the calendar file has no secret link (booking/documents has the reasons).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from eindach.booking.documents.letter_words import Words
from eindach.booking.documents.sheet import clock, day_text
from eindach.booking.documents.zone import timezone_of
from eindach.directory.queries import region
from eindach.notifications.mime import sender_domain
from eindach.notifications.models import Message
from eindach.notifications.operations import File

from ..another_day.letter import link as another_day_link
from ..letters import write_to
from ..models import Stop, Visit
from ..places import place
from ..visits import visit_token
from .registering import matters_of

OF_ENDED: Final = ("cancelled", "called-off")
WITH_CALENDAR: Final = ("registered", "changed", "route")
BEFORE: Final = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A registration in words: day, hour, and the stops that have a time ("9:20 Station 1: …"). `first` of these times;
    empty: there are none yet."""

    day: str
    first: str
    start: str
    end: str
    address: str
    stops: tuple[str, ...]
    until: str

    @property
    def when(self) -> str:
        said = {"day": self.day, "start": self.start, "end": self.end, "time": self.first}
        if self.first:
            return _("%(day)s. Your first time is %(time)s. Please be there a few minutes before.") % said
        return _("%(day)s. Please arrive between %(start)s and %(end)s.") % said

    @property
    def lines(self) -> list[str]:
        return [self.when, self.address, *self.stops]


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=6))
def write_event_letter(visit_id: str, kind: str, stamp: str = "") -> None:
    """Render and write one; running it twice writes one mail."""
    visit = Visit._base_manager.select_related("person", "location", "itinerary").filter(pk=UUID(visit_id)).first()
    if visit is not None:
        event_letter(visit, kind, stamp=stamp, now=timezone.now())


def event_letter(visit: Visit, kind: str, *, stamp: str = "", now: datetime) -> Message | None:
    """None: nobody to write to, or what it would say is no longer true."""
    if visit.person is None or bool(visit.cancelled_at) != (kind in OF_ENDED):
        return None
    with translation.override(visit.language):
        return write_to(
            visit,
            KINDS[kind](_told(visit)),
            url=another_day_link(visit) if kind == "called-off" else link(visit),
            kind=f"event-{kind}",
            key=f"event {kind} {visit.pk} {stamp}".strip(),
            now=now,
            files=[_attached(visit, now)] if kind in WITH_CALENDAR or _has_lost_its_time(visit) else [],
        )


def link(visit: Visit) -> str:
    """The secret link of the registration, absolute, in the language of the visit."""
    with translation.override(visit.language):
        return settings.PUBLIC_URL + reverse("frontdesk:registration", args=[visit_token(visit.pk)])


def _has_lost_its_time(visit: Visit) -> bool:
    """It stands in their calendar, and is over there too; who waited for a place had no time."""
    return bool(visit.cancelled_at and visit.window_start and not visit.waits_since)


def _attached(visit: Visit, now: datetime) -> File:
    return File("visit.ics", 'text/calendar; method=PUBLISH; charset="utf-8"', calendar_file(visit, now=now))


def calendar_file(visit: Visit, *, now: datetime) -> bytes:
    """The hour of arrival as iCalendar (RFC 5545); what a lock screen shows is a street. A later file replaces an
    earlier one (SEQUENCE, DTSTAMP): it says how things are now, also that it was cancelled."""
    assert visit.window_start  # noqa: S101 - of registrations only
    assert visit.event_day  # noqa: S101
    zone = region().zone
    start = _arrival(visit).astimezone(zone)
    calendar, event, alarm = Calendar(), Event(), Alarm()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Eindach//Event days//EN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add_component(timezone_of(zone, start))
    event.add("UID", f"{visit.pk}@{sender_domain()}")
    event.add("DTSTAMP", now)
    event.add("SEQUENCE", max(0, int((now - visit.registered_at).total_seconds())))
    event.add("STATUS", "CANCELLED" if visit.cancelled_at else "CONFIRMED")
    event.add("DTSTART", start)
    event.add("DTEND", visit.event_day.during.upper.astimezone(zone))
    event.add("SUMMARY", _("Appointment, %(street)s") % {"street": visit.location.street})
    event.add("LOCATION", visit.location.address)
    event.add("CLASS", "PRIVATE")
    event.add("DESCRIPTION", "\n".join(_told(visit).stops))
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", -BEFORE)
    alarm.add("DESCRIPTION", str(event["SUMMARY"]))
    if not visit.cancelled_at:
        event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _arrival(visit: Visit) -> datetime:
    """When they should be here: the first promised time, else the beginning of their hour."""
    promised = Stop._base_manager.filter(visit=visit, promised=True, status=Stop.Status.WAITING)
    first = promised.order_by("planned_at").values_list("planned_at", flat=True).first()
    assert visit.window_start  # noqa: S101
    return first or visit.window_start


def _told(visit: Visit) -> Told:
    assert visit.window_start  # noqa: S101 - of registrations only
    assert visit.event_day  # noqa: S101
    zone = region().zone
    start = timezone.localtime(visit.window_start, zone)
    end = start + timedelta(minutes=visit.event_day.series.window_minutes)
    closes = timezone.localtime(visit.event_day.during.upper, zone)
    rows = Stop._base_manager.filter(visit=visit).exclude(status__in=(Stop.Status.MOVED, Stop.Status.LEFT))
    stops = rows.select_related("matter", "counter").order_by("planned_at", "matter__position")
    offered = timezone.localtime(visit.offered_until, zone) if visit.offered_until else None
    until = f"{day_text(offered.date())}, {clock(offered)}" if offered else ""
    first = next((timezone.localtime(one.planned_at, zone) for one in stops if one.promised and one.planned_at), None)
    settled = {one.pk for one in matters_of(visit.event_day)}
    return Told(
        day=day_text(start.date()),
        first=clock(first) if first else "",
        start=clock(start),
        end=clock(min(end, closes)),
        address=f"{visit.location.name}, {visit.location.address}",
        stops=tuple(_line(one, settled) for one in stops),
        until=until,
    )


def _line(stop: Stop, settled: set[int]) -> str:
    said = {"matter": str(stop.matter.name)}
    if stop.status == Stop.Status.WAITING and stop.matter_id not in settled:
        return _("– %(matter)s: this office does not come on that day. Please book another day.") % said
    if not (stop.promised and stop.planned_at and stop.counter):
        return f"– {said['matter']}"
    at = clock(timezone.localtime(stop.planned_at, region().zone))
    return f"– {at} {place(stop.counter.name).name}: {said['matter']}"


def _registered(told: Told) -> Words:
    later = [_("Show the code on the page at the reception. You get your times for each station some days before.")]
    return Words(_("You are registered"), _("You are registered"), told.lines, _("Show, change or cancel"), later)


def _changed(told: Told) -> Words:
    lines = [*told.lines, _("The old time is no longer valid.")]
    return Words(_("Your registration has a new time"), _("Your new time"), lines, _("Show, change or cancel"))


def _cancelled(told: Told) -> Words:
    lines = [_("You said that you do not come on %(day)s. Your place was given back.") % {"day": told.day}]
    return Words(_("Your registration is cancelled"), _("Your registration is cancelled"), lines, _("Look at it"))


def _called_off(told: Told) -> Words:
    subject = _("The shared day does not take place")
    lines = [
        _("On %(day)s the offices are not here. Please do not come.") % {"day": told.day},
        _("We are sorry. Choose another time that suits you."),
    ]
    return Words(subject, subject, lines, _("Find another time"))


def _waits(told: Told) -> Words:
    lines = [
        _("We write to you when a place becomes free."),
        _("You asked for: %(day)s, %(start)s to %(end)s.") % {"day": told.day, "start": told.start, "end": told.end},
        _("You can also come without registration. Then you may have to wait."),
    ]
    return Words(_("You are on the waiting list"), _("You are on the waiting list"), lines, _("Show or cancel"))


def _offered(told: Told) -> Words:
    lines = [told.when, _("We keep the place for you until %(time)s.") % {"time": told.until}]
    button = _("Take the place")
    return Words(_("A place has become free"), _("A place has become free"), lines, button)


def _route(told: Told) -> Words:
    lines = [told.when, told.address, _("Your way through the stations:"), *told.stops]
    return Words(_("Your times for the shared day"), _("Your times"), lines, _("Show, change or cancel"))


def _reminder(told: Told) -> Words:
    later = [_("You cannot come? Please cancel. Somebody else is waiting for the place.")]
    return Words(_("We expect you soon"), _("We expect you soon"), told.lines, _("Show, change or cancel"), later)


KINDS: Final[dict[str, Callable[[Told], Words]]] = {
    "registered": _registered,
    "changed": _changed,
    "cancelled": _cancelled,
    "called-off": _called_off,
    "waits": _waits,
    "offered": _offered,
    "route": _route,
    "reminder-days": _reminder,
    "reminder-hours": _reminder,
}
