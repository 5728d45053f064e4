"""Check in on one's own phone: from an hour before the next appointment, on the page of the booking; from an hour
before the hour somebody registered for, on the page of the visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string

from eindach.booking.models import Itinerary
from eindach.booking.plans import Planned
from eindach.booking.queries import manage_token, planned

from .arriving import assess, check_in
from .faults import NotNow
from .models import Visit
from .queue import today
from .visits import arrive, visit_token

OPENS: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Door:
    """The house they go to next today. `opens`: from when they can say that they are there; `visit`: they have;
    `is_missed`: too late for all of it, and only the reception can help."""

    next: Planned
    opens: datetime
    is_open: bool
    visit: Visit | None
    is_missed: bool = False


def door_of(itinerary: Itinerary, now: datetime) -> Door | None:
    """None on a day without an appointment that is still to be kept."""
    plan, day = None if itinerary.cancelled_at else planned(itinerary), today(now)
    comes_for = [one for one in plan.appointments if not one.counter.by_phone] if plan else []
    todays = [one for one in comes_for if one.start.date() == day]
    if not todays:
        return None
    following = next((one for one in todays if one.end > now), todays[-1])
    visits = Visit._base_manager.filter(itinerary=itinerary, location=following.location, day=day)
    visit = visits.filter(arrived_at__isnull=False, cancelled_at=None).first()
    opens = following.start - OPENS
    is_missed = following.end <= now and assess(itinerary, following.location, now=now).state == "missed"
    return Door(following, opens, now >= opens and not is_missed, visit, is_missed)


def arrive_by_phone(itinerary: Itinerary, now: datetime) -> Visit:
    """They say that they are there. Twice is as good as once. NotNow: too early, too late, or nothing
    is booked today."""
    door = door_of(itinerary, now)
    if door is None or not (door.is_open or door.visit):
        raise NotNow
    return check_in(itinerary, door.next.location, now=now)


def opens_for(visit: Visit, now: datetime) -> datetime | None:
    """From when somebody who registered can say that they are there. None on another day, without a place, and for who
    is here."""
    is_expected = visit.state == "expected" and visit.day == today(now) and not visit.waits_since
    return visit.window_start - OPENS if is_expected and visit.window_start else None


def arrive_registered(visit: Visit, *, now: datetime) -> Visit:
    """They say that they are there. Twice is as good as once. NotNow."""
    opens = opens_for(visit, now)
    if not visit.arrived_at and (opens is None or now < opens):
        raise NotNow
    return arrive(visit, now=now)


def panel(request: HttpRequest, itinerary: Itinerary, now: datetime) -> str:
    """On the page of a booking, on its day."""
    door = door_of(itinerary, now)
    if door is None:
        return ""
    shown = {
        "door": door,
        "token": manage_token(itinerary),
        "visit_token": visit_token(door.visit.pk) if door.visit else "",
    }
    return render_to_string("frontdesk/here_panel.html", shown, request)
