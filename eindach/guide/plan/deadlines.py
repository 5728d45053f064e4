"""Deadlines as a calendar file (RFC 5545): whole days, with a reminder three days before, in the morning."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from eindach.kernel.identifiers import stable_uuid

from .mine import MyStep, Plan

REMIND_BEFORE = timedelta(days=2, hours=15)
"""Before the day begins: three days before it, at nine in the morning."""


def deadlines(plan: Plan, *, now: datetime) -> bytes:
    """Of the open steps whose day is known; UTF-8, CRLF. The same step has the same UID in every file, so that
    importing a later file moves its day."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Eindach//My plan//EN")
    calendar.add("METHOD", "PUBLISH")
    for one in plan.steps:
        if one.planned.due and one.planned.standing != "done":
            calendar.add_component(_event(one, now))
    return bytes(calendar.to_ical())


def _event(one: MyStep, now: datetime) -> Event:
    event = Event()
    event.add("UID", f"{stable_uuid('deadline', one.key)}@eindach")
    event.add("DTSTAMP", now)
    event.add("DTSTART", one.planned.due)
    event.add("SUMMARY", _("Last day: %(step)s") % {"step": one.row.name})
    event.add("DESCRIPTION", str(one.row.why))
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", _("Last day: %(step)s") % {"step": one.row.name})
    alarm.add("TRIGGER", -REMIND_BEFORE)
    event.add_component(alarm)
    return event
