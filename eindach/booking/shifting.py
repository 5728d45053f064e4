"""Another time for who is in the house already: what was booked for today goes, all of it or nothing, to where there is
still room; today at equal counters, or on another day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .events import moved
from .faults import NotChangeable, SlotTaken
from .ground import ground
from .models import Appointment, Calendar, Itinerary
from .offers import Chosen
from .proposing import end_unanswered
from .recorded import changed
from .retry import one_transaction
from .taking import NotFree, Taking, take
from .wish import Wish

_S = Appointment.Status
SHIFTABLE = (_S.BOOKED, _S.ARRIVED)


@dataclass(frozen=True)
class Shift:
    """This appointment (id), to this calendar and time. Its length stays."""

    appointment: int
    calendar: Calendar
    start: datetime
    status: str = _S.ARRIVED


def shift(itinerary: Itinerary, shifts: Sequence[Shift], *, now: datetime) -> list[Appointment]:
    """The new appointments, in the order of `shifts`; they keep their calendar UIDs and SEQUENCE grows. NotChangeable:
    one has begun, or was cancelled; SlotTaken: then everything is as it was."""

    @one_transaction
    def act() -> list[Appointment]:
        locked = Itinerary._base_manager.select_for_update(of=("self",)).select_related("person").get(pk=itinerary.pk)
        wanted = [one.appointment for one in shifts]
        old = {one.pk: one for one in locked.appointments.filter(pk__in=wanted, status__in=SHIFTABLE)}
        if locked.cancelled_at or len(old) < len(shifts):
            raise NotChangeable
        chosen = tuple(_chosen(old[one.appointment], one) for one in shifts)
        uids = {one.matter_id: one.uid for one in old.values()}
        status, gone = shifts[0].status, (*old.values(), *end_unanswered(locked, now))
        new = take(Taking(locked, chosen, status, now, person=locked.person, gives_back=gone, uids=uids))
        locked.sequence += 1
        locked.save(update_fields=["sequence"])
        moved.send(sender=Itinerary, itinerary=locked, now=now)
        changed("move", locked, now, basis="day")
        return new

    try:
        return act()
    except NotFree as fault:
        raise SlotTaken(Wish.from_json(itinerary.wish, ground().region.zone)) from fault


def _chosen(old: Appointment, to: Shift) -> Chosen:
    length: timedelta = old.during.upper - old.during.lower
    service = old.service_id
    return Chosen(old.matter_id, service, to.calendar.pk, to.start, to.start + length, old.language)
