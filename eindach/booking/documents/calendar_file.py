"""The appointments as an iCalendar file (RFC 5545), one event per appointment.

What a shared phone or a lock screen shows (SUMMARY, LOCATION, alarm) is a street, never an office or a matter. The
rest stands in DESCRIPTION; CLASS:PRIVATE keeps it out of shared calendars. The secret link is not in the file:
calendars are synchronised and shared, and who has the link can cancel.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vGeo, vText

from eindach.booking.models import Appointment, Itinerary
from eindach.booking.plans import Planned
from eindach.booking.queries import planned
from eindach.directory.models import Region
from eindach.directory.queries import region
from eindach.kernel.identifiers import readable
from eindach.notifications.mime import sender_domain

from ..papers import Paper, papers
from .faults import NothingToCarry
from .zone import timezone_of

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
REMIND_BEFORE = timedelta(days=1)
KEPT = ("booked", "arrived", "checked-in", "fulfilled", "noshow", "not-served")


def calendar_file(
    itinerary: Itinerary,
    *,
    method: Method = "PUBLISH",
    now: datetime | None = None,
    language: str = "",
    only: Iterable[int] | None = None,
) -> bytes:
    """A .ics file, UTF-8, CRLF, folded; what is cancelled stands in it only when nothing else is left, or for CANCEL.

    PUBLISH: a file to open. REQUEST and CANCEL: messages to a mail program (RFC 5546), which name who asks and who
    comes; by that RFC each is about one UID only, letters.py says what a mail carries. A moved appointment keeps its
    UID; SEQUENCE is the itinerary's, one more with every change. `now` becomes DTSTAMP (default: the day of booking
    or cancelling). `only`: ids of appointments. Raises NothingToCarry.
    """
    gone = method == "CANCEL"
    appointments = _appointments(itinerary, gone, only)
    if not appointments and method == "PUBLISH":
        gone, appointments = True, _appointments(itinerary, True, only)
    stamp = now or itinerary.cancelled_at or itinerary.booked_at
    if not appointments or stamp is None:
        raise NothingToCarry(f"{itinerary} has no appointments for {method}")
    here = region()
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Eindach//Appointments//EN")
    calendar.add("METHOD", method)
    calendar.add_component(timezone_of(here.zone, appointments[0].start))
    with translation.override(language or itinerary.language):
        for event in _events(itinerary, appointments, gone):
            event.add("DTSTAMP", stamp)
            _people(event, itinerary, here, method)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _appointments(itinerary: Itinerary, gone: bool, only: Iterable[int] | None) -> list[Planned]:
    """Those kept, or those cancelled by the person; a moved one is not cancelled: its UID lives on."""
    statuses = (Appointment.Status.CANCELLED,) if gone else KEPT
    rows = itinerary.appointments.filter(status__in=statuses)
    if gone:
        rows = rows.filter(reason=Appointment.Reason.PERSON)
    wanted = set(rows.values_list("pk", flat=True))
    if only is not None:
        wanted &= set(only)
    plan = planned(itinerary, statuses=statuses)
    return [one for one in (plan.appointments if plan else ()) if one.appointment_id in wanted]


def _events(itinerary: Itinerary, appointments: Sequence[Planned], gone: bool) -> Iterator[Event]:
    uids: dict[int | None, UUID] = dict(itinerary.appointments.values_list("pk", "uid"))
    bring = papers(appointments)
    for one, extra in zip(appointments, bring.extra, strict=True):
        event = _event(itinerary, one, [*bring.always, *extra])
        event.add("UID", f"{uids[one.appointment_id]}@{sender_domain()}")
        event.add("STATUS", "CANCELLED" if gone else "TENTATIVE" if one.displaced else "CONFIRMED")
        if not gone:
            event.add_component(_alarm(str(event["SUMMARY"])))
        yield event


def _event(itinerary: Itinerary, one: Planned, bring: Sequence[Paper]) -> Event:
    where = one.location
    event = Event()
    event.add("SEQUENCE", itinerary.sequence)
    event.add("DTSTART", one.start)
    event.add("DTEND", one.end)
    if one.counter.by_phone:
        event.add("SUMMARY", _("Phone call"))
    else:
        event.add("SUMMARY", _("Appointment, %(street)s") % {"street": where.street})
        event.add("LOCATION", where.address)
        event.add("GEO", vGeo((where.latitude, where.longitude)))
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "OPAQUE")
    event.add("DESCRIPTION", _description(itinerary, one, bring))
    return event


def _description(itinerary: Itinerary, one: Planned, bring: Sequence[Paper]) -> str:
    lines = [
        str(one.matter.name),
        _("We call you.") if one.counter.by_phone else f"{one.location.name}, {one.counter.name}",
        _("Your number: %(number)s") % {"number": readable(itinerary.reference)},
    ]
    if bring:
        lines += ["", _("Please bring:"), *(f"– {paper.name}" for paper in bring)]
    return "\n".join(lines)


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", summary)
    alarm.add("TRIGGER", -REMIND_BEFORE)
    return alarm


def _people(event: Event, itinerary: Itinerary, here: Region, method: Method) -> None:
    """Who asks and who comes. RFC 5546: a PUBLISH has an organizer and no attendee."""
    organizer = vCalAddress(f"mailto:{here.help_email or 'noreply@' + sender_domain()}")
    organizer.params["CN"] = vText(str(here.help_name))
    event.add("ORGANIZER", organizer)
    if method == "PUBLISH" or not (itinerary.person and itinerary.person.email):
        return
    attendee = vCalAddress(f"mailto:{itinerary.person.email}")
    # They booked it themselves: nobody waits for an answer from their mail program.
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("ATTENDEE", attendee)
