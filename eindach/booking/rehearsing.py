"""What happens to the booked people when openings change, before it is done, and then exactly that.

Rehearsing does everything and takes it back: the answer is made of the same acts, so it cannot be another one. Saving
compares: when the world has changed since the answer was shown, nothing is saved and the new answer is shown.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import OperationalError, transaction

from eindach.consent import trail

from .afterwards import recoordinate_later
from .closures import change_openings
from .faults import SlotTaken
from .models import Appointment, Calendar, Itinerary, OpeningChange, Proposal
from .offers import Chosen
from .outside import needed
from .proposing import nothing_possible, propose
from .retry import passing
from .shifting import Shift, shift
from .substitutes import equals_of

MOST_AT_ONCE: Final = 40
"""So many are re-coordinated while somebody waits for the page; the others by the worker."""
TRIES: Final = 4


@dataclass(frozen=True)
class Outcome:
    """People: of the `touched`, so many are served at an equal counter at the same time, are proposed a new time, have
    to be called (nothing was possible, or no mail reaches them), or are seen to by the worker (`later`). `mark`: of
    exactly this answer."""

    touched: int
    same_time: int
    new_time: int
    to_call: int
    later: int
    holds_ended: int
    mark: str


class OtherOutcome(Exception):
    """Not what was shown; `outcome` is what it would be now. Nothing was changed."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{outcome.touched} touched")
        self.outcome = outcome


def rehearse(changes: Sequence[OpeningChange], *, now: datetime) -> Outcome:
    """What these changes would do. Nothing is changed, and nobody is told anything."""
    try:
        carry_out(changes, now=now, expected="")
    except OtherOutcome as found:
        return found.outcome
    raise AssertionError("no outcome has an empty mark")


def carry_out(changes: Sequence[OpeningChange], *, now: datetime, expected: str) -> Outcome:
    """Do it, if it does what was shown (`mark`); else OtherOutcome."""
    for turn in range(TRIES):
        try:
            with transaction.atomic(), trail.together():
                outcome = _done(changes, now)
                if outcome.mark != expected:
                    raise OtherOutcome(outcome)
                return outcome
        except OperationalError as fault:
            if not passing(fault) or turn == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _done(changes: Sequence[OpeningChange], now: datetime) -> Outcome:
    closure = change_openings(changes, now=now, defer=False)
    found = {one: _seen_to(one, now) for one in closure.displaced[:MOST_AT_ONCE]}
    rest = closure.displaced[MOST_AT_ONCE:]
    recoordinate_later(rest)
    kinds = Counter(kind for kind, _when in found.values())
    said = [
        *sorted(f"{one.pk} {kind} {when}" for one, (kind, when) in found.items()),
        *sorted(str(one.pk) for one in rest),
        str(closure.holds_ended),
    ]
    return Outcome(
        touched=len(closure.displaced),
        same_time=kinds["same-time"],
        new_time=kinds["new-time"],
        to_call=kinds["to-call"],
        later=len(rest),
        holds_ended=closure.holds_ended,
        mark=hashlib.sha256("\n".join(said).encode()).hexdigest(),
    )


def _seen_to(itinerary: Itinerary, now: datetime) -> tuple[str, str]:
    """How it ends for one of them, and the times they are proposed."""
    if _at_equal_counters(itinerary, now):
        return "same-time", ""
    if itinerary.person is None or not itinerary.person.email:
        nothing_possible(itinerary, now)
        return "to-call", ""
    proposal = propose(itinerary=itinerary, cause=Proposal.Cause.CLOSURE, now=now)
    if proposal is None or not proposal.offer:
        return "to-call", ""
    held = proposal.appointments.filter(status=Appointment.Status.HELD).order_by("during")
    return "new-time", " ".join(f"{one.during.lower.timestamp():.0f}" for one in held)


def _at_equal_counters(itinerary: Itinerary, now: datetime) -> bool:
    """Whoever can be served by a neighbour at the same minute need not be asked: same house, same office, a language
    they speak. All that is displaced of a booking, or nothing."""
    displaced = list(itinerary.appointments.filter(live=True, displaced_at__isnull=False, during__startswith__gt=now))
    calendars = [_neighbour(one) for one in displaced]
    if not displaced or None in calendars:
        return False
    rows = Calendar.objects.in_bulk([one for one in calendars if one is not None])
    booked = Appointment.Status.BOOKED
    shifts = [
        Shift(one.pk, rows[calendar], one.during.lower, status=booked)
        for one, calendar in zip(displaced, calendars, strict=True)
        if calendar is not None
    ]
    try:
        shift(itinerary, shifts, now=now)
    except SlotTaken:
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
