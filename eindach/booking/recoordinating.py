"""What becomes of somebody whose counter closed: one rule for a closure by hand, changed rules and a rehearsal.

First an equal counter at the same minute: then nobody need be asked. Else a new plan is held for them and told; where
none is possible, no mail reaches them, or they have been asked often enough, a human calls.
"""

from datetime import datetime
from typing import Final, NamedTuple

from .faults import NotChangeable, SlotTaken
from .models import Appointment, Calendar, Itinerary, Proposal
from .offers import Chosen
from .outside import needed
from .proposing import nothing_possible, propose
from .shifting import Shift, shift
from .substitutes import equals_of
from .waiting import a_human_was_told, asked_since_displaced

MOST_PROPOSALS: Final = 3


class Ending(NamedTuple):
    """`kind`: same-time | new-time | to-call | nothing (nothing of theirs is displaced any more); `times`: what they
    are proposed, in seconds of Unix."""

    kind: str
    times: str = ""


def recoordinate(itinerary: Itinerary, *, now: datetime) -> Ending:
    """See to all that is displaced of one booking. Twice is as good as once."""
    lost = _displaced(itinerary, now)
    if not lost:
        return Ending("nothing")
    if _at_equal_counters(itinerary, lost, now):
        return Ending("same-time")
    if a_human_was_told(itinerary):
        return Ending("to-call")
    if _cannot_be_asked(itinerary):
        nothing_possible(itinerary, now)
        return Ending("to-call")
    proposal = propose(itinerary=itinerary, cause=Proposal.Cause.CLOSURE, now=now)
    proposal = proposal or itinerary.proposals.waiting(now).first()
    return _told(proposal) if proposal else Ending("nothing")


def _displaced(itinerary: Itinerary, now: datetime) -> list[Appointment]:
    if itinerary.cancelled_at:
        return []
    return list(itinerary.appointments.filter(live=True, displaced_at__isnull=False, during__startswith__gt=now))


def _at_equal_counters(itinerary: Itinerary, lost: list[Appointment], now: datetime) -> bool:
    """Same house, same office, a language they speak. All that is displaced of a booking, or nothing."""
    calendars = [found for one in lost if (found := _neighbour(one)) is not None]
    if len(calendars) < len(lost):
        return False
    rows, booked = Calendar.objects.in_bulk(calendars), Appointment.Status.BOOKED
    shifts = [
        Shift(one.pk, rows[calendar], one.during.lower, status=booked)
        for one, calendar in zip(lost, calendars, strict=True)
    ]
    try:
        shift(itinerary, shifts, now=now)
    except (SlotTaken, NotChangeable):
        return False  # somebody was faster
    return True


def _neighbour(one: Appointment) -> int | None:
    """The first counter that is free then and serves them as well: in the language of the appointment, or another of
    theirs."""
    for language in dict.fromkeys((one.language, *needed(one.itinerary))):
        chosen = Chosen(one.matter_id, one.service_id, one.calendar_id, one.during.lower, one.during.upper, language)
        if found := equals_of(chosen):
            return min(found)
    return None


def _cannot_be_asked(itinerary: Itinerary) -> bool:
    asked_often = asked_since_displaced(itinerary).count() >= MOST_PROPOSALS
    return asked_often or itinerary.person is None or not itinerary.person.email


def _told(proposal: Proposal) -> Ending:
    if not proposal.offer:
        return Ending("to-call")
    held = proposal.appointments.filter(status=Appointment.Status.HELD).order_by("during")
    return Ending("new-time", " ".join(f"{one.during.lower.timestamp():.0f}" for one in held))
