"""Take places: the one way by which an appointment comes to be.

Lock the openings in order, give back what is to be given back, look, and write; all in the caller's transaction.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError

from eindach.accounts.models import Person

from .afterwards import tell_waiting_list
from .expiry import expire_in
from .faults import AlreadyBooked
from .locks import Wanted, free_of, lock_openings
from .models import LIVE, Appointment, Itinerary, Proposal
from .offers import Chosen


class NotFree(Exception):
    """These of the chosen places are taken. The transaction is to be rolled back."""

    def __init__(self, taken: Sequence[Chosen]) -> None:
        super().__init__(f"{len(taken)} places taken")
        self.taken = tuple(taken)


@dataclass(frozen=True)
class Taking:
    """What is to be taken, for whom, and what is given back for it."""

    itinerary: Itinerary
    chosen: tuple[Chosen, ...]
    status: str
    now: datetime
    person: Person | None = None
    held_until: datetime | None = None
    proposal: Proposal | None = None
    gives_back: tuple[Appointment, ...] = ()
    back_because: str = "moved"
    uids: Mapping[int, uuid.UUID] = field(default_factory=dict)


def take(taking: Taking) -> list[Appointment]:
    """Take all or raise: NotFree when a place is taken, AlreadyBooked when the person is the obstacle. What is raised
    ends the caller's transaction: nothing more can be done in it."""
    wanted = [Wanted(one.calendar_id, one.start, one.end, one.service_id) for one in taking.chosen]
    old = [Wanted(one.calendar_id, one.during.lower, one.during.upper) for one in taking.gives_back]
    openings = lock_openings([*wanted, *old])
    if taking.gives_back:
        give_back(taking.gives_back, because=taking.back_because)
    _require_free(taking, wanted, openings)
    try:
        return Appointment.objects.bulk_create(_rows(taking))
    except IntegrityError as fault:
        raise _translated(fault, taking) from fault


def give_back(appointments: Sequence[Appointment], *, because: str) -> int:
    """End these appointments as far as each is still in the state it was read in; how many ended. Their openings are
    locked by the caller. What was booked meanwhile stays booked."""
    ended = 0
    for status in {one.status for one in appointments} & set(LIVE):
        same = [one.pk for one in appointments if one.status == status]
        ended += Appointment.objects.filter(pk__in=same, status=status).update(
            status=Appointment.Status.CANCELLED, reason=because, held_until=None
        )
    tell_waiting_list(one.calendar_id for one in appointments)
    return ended


def _require_free(taking: Taking, wanted: list[Wanted], openings: list[int]) -> None:
    if past := [one for one in taking.chosen if one.start <= taking.now]:
        raise NotFree(past)  # an offer lives for a day, a plan only until it begins
    free = free_of(wanted)
    if len(free) < len(wanted) and expire_in(openings, now=taking.now):
        free = free_of(wanted)
    if taken := [one for one in taking.chosen if (one.calendar_id, one.start) not in free]:
        raise NotFree(taken)


def _rows(taking: Taking) -> list[Appointment]:
    return [
        Appointment(
            uid=taking.uids.get(one.matter_id) or uuid.uuid4(),
            itinerary=taking.itinerary,
            proposal=taking.proposal,
            person=taking.person,
            matter_id=one.matter_id,
            service_id=one.service_id,
            calendar_id=one.calendar_id,
            during=(one.start, one.end),
            language=one.language,
            status=taking.status,
            held_until=taking.held_until,
        )
        for one in taking.chosen
    ]


def _translated(fault: IntegrityError, taking: Taking) -> Exception:
    """Which promise a row would have broken, from the name of the constraint."""
    name = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
    if name == "one_live_booking_a_person_and_matter":
        return AlreadyBooked()
    if name == "appointments_of_a_person_never_overlap":
        return AlreadyBooked()
    if name == "appointments_of_a_calendar_never_overlap":
        return NotFree(taking.chosen)
    return fault
