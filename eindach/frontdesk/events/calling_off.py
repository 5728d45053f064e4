"""An event day does not take place. Shown with what it does, then done exactly so; there is no way back.

Everybody who registered, or waits for a place, is told and led to another day; who booked a time at a station's desk is
seen to as after any closure (booking/recoordinating.py). Once the day has begun its stations say for themselves that
they do not come (absence.py).
"""

from collections import Counter as Counting
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from eindach.booking.closures import Closure, close
from eindach.booking.models import Calendar
from eindach.booking.opening_rules import midnight
from eindach.booking.rehearsing import OtherOutcome, Outcome, carry_out, rehearse
from eindach.consent import trail
from eindach.directory.queries import region
from eindach.kernel.spans import Span

from ..another_day.offering import ask_for_a_call
from ..faults import NotNow
from ..letters import how_to_reach
from ..models import EventDay, Stop, Visit
from .absence import OtherConsequence
from .registering import FIELDS, tell

CAN_BE: tuple[str, ...] = ("announced", "registering", "planning")
"""States of a day that can still be called off."""


@dataclass(frozen=True)
class CallingOff:
    """What it does: registrations that are told by a message, that somebody has to call, and that nobody can reach;
    `booked`: people with a time at a station. `mark`: of exactly this answer."""

    day: EventDay
    told: int
    to_call: int
    unreachable: int
    booked: Outcome

    @property
    def registered(self) -> int:
        return self.told + self.to_call + self.unreachable

    @property
    def mark(self) -> str:
        return f"{self.booked.mark}-{self.registered}"


def called_off(day: EventDay, *, now: datetime) -> CallingOff:
    """What it would do. Nothing is changed. NotNow once the day has begun."""
    ways = Counting(how_to_reach(one) for one in _registrations(day))
    booked = rehearse(lambda: _call_off(day, now), now=now)
    return CallingOff(day, ways["mail"] + ways["text"], ways["call"], ways["nobody"], booked)


def call_off(day: EventDay, *, expected: str, now: datetime) -> None:
    """Do it, if it does what was shown (`mark`). OtherConsequence; NotNow once the day has begun, or is called off."""
    booked, _dash, registered = expected.partition("-")

    def act() -> Closure:
        if str(len(_registrations(_locked(day)))) != registered:
            raise OtherConsequence
        return _call_off(day, now)

    try:
        carry_out(act, now=now, expected=booked)
    except OtherOutcome as other:
        raise OtherConsequence from other


def _call_off(day: EventDay, now: datetime) -> Closure:
    locked = _locked(day)
    if locked.state(now) not in CAN_BE:
        raise NotNow
    visits = _registrations(locked)
    locked.cancelled_at = now
    locked.save(update_fields=["cancelled_at"])
    locked.drafts.all().delete()
    for visit in visits:
        _release(visit, now)
    here = region()
    date = timezone.localdate(locked.during.lower, here.zone)
    locked.series.called_off = sorted({*locked.series.called_off, date})
    locked.series.save(update_fields=["called_off"])
    whole_day = Span(max(midnight(date, here), now), midnight(date + timedelta(days=1), here))
    calendars = list(Calendar.objects.filter(counter__station__event_day=locked).select_related("counter"))
    return close(calendars=calendars, during=whole_day, now=now, defer=False)


def _release(visit: Visit, now: datetime) -> None:
    """Its stops are left open: they are what another day is found for."""
    open_stops = Stop._base_manager.filter(visit=visit, status__in=(Stop.Status.WAITING, Stop.Status.WISHED))
    open_stops.update(status=Stop.Status.LEFT, since=now, ended_at=now, promised=False)
    visit.cancelled_at = now
    visit.save(update_fields=["cancelled_at"])
    if how_to_reach(visit) == "call":
        ask_for_a_call(visit, now=now)
    tell(visit, "called-off")
    trail.record(
        act="cancel", kind="visit", person=visit.person_id, object=visit.pk, basis="role", fields=FIELDS, now=now
    )


def _registrations(day: EventDay) -> list[Visit]:
    """Of those who were told of the day: registered, or on its waiting list; in one order, for the locks."""
    found = Visit._base_manager.filter(event_day=day, cancelled_at=None, came=Visit.Came.REGISTRATION)
    return list(found.select_related("person", "itinerary").order_by("pk"))


def _locked(day: EventDay) -> EventDay:
    """The event day first, as everybody does."""
    return EventDay.objects.select_for_update(of=("self",)).select_related("series__location").get(pk=day.pk)
