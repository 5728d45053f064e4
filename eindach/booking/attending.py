"""An appointment on its day: arrived, checked in (being served), fulfilled, missed or not served.

Words of FHIR R5 Appointment, except the last: who came and was not served has missed nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from .afterwards import tell_waiting_list
from .faults import NotChangeable
from .locks import Wanted, lock_openings
from .models import LIVE, Appointment, Itinerary
from .recorded import all_changed
from .retry import one_transaction

_S = Appointment.Status
FORWARD: Final = {
    (_S.BOOKED, _S.ARRIVED): "arrive",
    (_S.BOOKED, _S.CHECKED_IN): "begin",
    (_S.ARRIVED, _S.CHECKED_IN): "begin",
    (_S.CHECKED_IN, _S.FULFILLED): "fulfil",
    (_S.BOOKED, _S.NOSHOW): "miss",
    (_S.ARRIVED, _S.NOSHOW): "miss",
    (_S.BOOKED, _S.UNSERVED): "send-home",
    (_S.ARRIVED, _S.UNSERVED): "send-home",
}
BACK: Final = {(new, old): "undo" for old, new in FORWARD} | {(_S.NOSHOW, _S.ARRIVED): "undo"}
"""What may follow what, and the word of it in the trail. Back is for a slip of the hand, within the minute."""


def attend(appointments: Iterable[int], to: str, *, now: datetime, undo: bool = False) -> int:
    """Bring these appointments (ids) to a state of the day, each by compare-and-swap from the one it is in; how many
    changed. What cannot go there (cancelled, moved away, there already) is left as it is.

    Fulfilled, missed and not served give their time back. Undone, they take it again: NotChangeable when
    somebody else has it.
    """
    words = BACK if undo else FORWARD
    wanted = list(appointments)

    @one_transaction
    def act() -> int:
        known = Appointment._base_manager.filter(pk__in=wanted).order_by("pk")
        lock_openings(Wanted(one.calendar_id, one.during.lower, one.during.upper) for one in known)
        changed = [one for one in known.all() if (one.status, to) in words and _swap(one, to)]
        if changed and to not in LIVE:
            tell_waiting_list({one.calendar_id for one in changed})
        for word in sorted({words[_S(one.status), _S(to)] for one in changed}):
            mine = [one for one in changed if words[_S(one.status), _S(to)] == word]
            all_changed(word, _whose(mine), now, basis="day")
        return len(changed)

    return act()


def _swap(one: Appointment, to: str) -> bool:
    rows = Appointment._base_manager.filter(pk=one.pk, status=one.status)
    try:
        with transaction.atomic():
            return bool(rows.update(status=to))
    except IntegrityError as fault:
        raise NotChangeable from fault  # its time was given to somebody else


def _whose(appointments: Iterable[Appointment]) -> list[Itinerary]:
    mine = {one.itinerary_id for one in appointments}
    return list(Itinerary._base_manager.filter(pk__in=mine).order_by("pk"))
