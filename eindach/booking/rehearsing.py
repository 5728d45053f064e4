"""What happens to the booked people when openings change, before it is done, and then exactly that.

Rehearsing does everything and takes it back: the answer is made of the same acts, so it cannot be another one. Saving
compares: when the world has changed since the answer was shown, nothing is saved and the new answer is shown.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import OperationalError, transaction

from eindach.consent import trail

from .afterwards import recoordinate_later
from .closures import Closure
from .recoordinating import recoordinate
from .retry import passing

MOST_AT_ONCE: Final = 40
"""So many are re-coordinated while somebody waits for the page; the others by the worker."""
TRIES: Final = 4

Act = Callable[[], Closure]
"""Changes openings, and displaces people for whom nothing is deferred yet. Done more than once."""


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


def rehearse(act: Act, *, now: datetime) -> Outcome:
    """What this act would do. Nothing is changed, and nobody is told anything."""
    try:
        carry_out(act, now=now, expected="")
    except OtherOutcome as found:
        return found.outcome
    raise AssertionError("no outcome has an empty mark")


def carry_out(act: Act, *, now: datetime, expected: str) -> Outcome:
    """Do it, if it does what was shown (`mark`); else OtherOutcome."""
    for turn in range(TRIES):
        try:
            with transaction.atomic(), trail.together():
                outcome = _done(act(), now)
                if outcome.mark != expected:
                    raise OtherOutcome(outcome)
                return outcome
        except OperationalError as fault:
            if not passing(fault) or turn == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _done(closure: Closure, now: datetime) -> Outcome:
    found = {one: recoordinate(one, now=now) for one in closure.displaced[:MOST_AT_ONCE]}
    rest = closure.displaced[MOST_AT_ONCE:]
    recoordinate_later(rest)
    kinds = Counter(one.kind for one in found.values())
    said = [
        *sorted(f"{one.pk} {ending.kind} {ending.times}" for one, ending in found.items()),
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
