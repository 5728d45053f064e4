"""Exhibitions and events of municipalities as a calendar file (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from eindach.directory.models import Region
from eindach.guide.models import MunicipalityEvent


def calendar_file(events: Iterable[MunicipalityEvent], here: Region, *, now: datetime) -> bytes:
    """UTF-8, CRLF. With hours on one day it is at that time, else whole days. The same event keeps its UID."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Eindach//Municipalities//EN")
    calendar.add("METHOD", "PUBLISH")
    for one in events:
        calendar.add_component(_event(one, here, now))
    return bytes(calendar.to_ical())


def _event(one: MunicipalityEvent, here: Region, now: datetime) -> Event:
    event = Event()
    event.add("UID", f"{one.pk}@eindach")
    event.add("DTSTAMP", now)
    if one.opens and one.closes and one.first_day == one.last_day:
        event.add("DTSTART", datetime.combine(one.first_day, one.opens, here.zone).astimezone(UTC))
        event.add("DTEND", datetime.combine(one.last_day, one.closes, here.zone).astimezone(UTC))
    else:
        event.add("DTSTART", one.first_day)
        event.add("DTEND", one.last_day + timedelta(days=1))  # the day after the last, RFC 5545 3.6.1
        event.add("TRANSP", "TRANSPARENT")
    event.add("SUMMARY", _summary(one))
    if str(one.text):
        event.add("DESCRIPTION", str(one.text))
    event.add("LOCATION", f"{one.location.name}, {one.location.address}")
    return event


def _summary(one: MunicipalityEvent) -> str:
    """A title alone would not say whose it is; without one the event's own words do."""
    return f"{one.page.municipality.name}: {one}" if str(one.title) else str(one)
