"""One person comes to an event day once: with booked times, or registered. Either way would be a number of its own, and
somebody with two numbers can be called to two desks at once (decision 16)."""

from datetime import datetime
from typing import Any

from django.db.models import F

from eindach.accounts.models import Person
from eindach.booking.events import booked
from eindach.booking.faults import AlreadyBooked
from eindach.booking.models import Appointment, Itinerary

from ..models import EventDay, Visit


def is_booked(person: Person, day: EventDay) -> bool:
    """Has times while the event day is on, wherever."""
    theirs = Appointment._base_manager.filter(person=person, live=True)
    return theirs.filter(during__overlap=(day.during.lower, day.during.upper)).exists()


def listen() -> None:
    booked.connect(_on_booked, dispatch_uid="registered already")


def _on_booked(sender: object, itinerary: Itinerary, now: datetime, **_more: Any) -> None:
    """AlreadyBooked takes the booking back: they are registered for the hours it is about."""
    registered = Visit._base_manager.filter(
        person=itinerary.person_id, cancelled_at=None, event_day__cancelled_at=None, event_day__during__endswith__gt=now
    )
    registered = registered.filter(event_day__isnull=False).annotate(during=F("event_day__during"))
    for during in registered.values_list("during", flat=True):
        if itinerary.appointments.filter(live=True, during__overlap=(during.lower, during.upper)).exists():
            raise AlreadyBooked
