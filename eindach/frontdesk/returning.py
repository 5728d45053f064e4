"""What the front desk does about somebody in the house: they have left, they are back, it is urgent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from eindach.booking.attending import attend
from eindach.booking.faults import NotChangeable
from eindach.booking.models import Appointment

from . import steps
from .faults import NotNow
from .models import AT_A_DESK, Step, Stop, Visit
from .queue import today
from .visits import go_home, locked, note

S = Stop.Status


def has_left(visit: Visit, *, now: datetime, user: UUID | None = None) -> None:
    """They went home: nobody calls them, and what was kept for them is given back. Twice is as good as once. NotNow
    when they never came, or sit at a desk."""
    with transaction.atomic():
        found = _todays(visit, now)
        if found.left_at:
            return
        at_a_desk = Stop._base_manager.filter(visit=found, status__in=AT_A_DESK)
        if not found.arrived_at or at_a_desk.exists():
            raise NotNow
        go_home(found, at=now, now=now, user=user)


def is_back(visit: Visit, *, now: datetime, user: UUID | None = None) -> None:
    """Who was called and not there, is out for a while, or had left, waits again: with the wait they had, or from now
    on who had left. A time that somebody else has meanwhile is no promise any more. NotNow when nothing is left to be
    done."""
    with transaction.atomic():
        found = _todays(visit, now)
        stops = list(Stop._base_manager.select_for_update().filter(visit=found, status__in=(S.NOSHOW, S.LEFT)))
        if not found.arrived_at or not (stops or found.away_since):
            raise NotNow
        note(found, left_at=None, away_since=None)
        for stop in stops:
            _waits_again(stop, now)
        steps.of_visit(Step.Act.CAME_BACK, found, now=now, user=user)


def make_urgent(visit: Visit, why: str, *, now: datetime) -> None:
    """They come before the others who wait, with a reason (Stop.Urgent; "" takes it back). NotNow when nothing waits,
    ValueError for a reason nobody knows."""
    reason = Stop.Urgent(why).value if why else ""
    with transaction.atomic():
        found = _todays(visit, now)
        stops = list(Stop._base_manager.select_for_update(of=("self",)).filter(visit=found, status=S.WAITING))
        if not found.arrived_at or found.left_at or not stops:
            raise NotNow
        for stop in stops:
            was = steps.before(stop)
            stop.urgent = reason
            stop.save(update_fields=["urgent"])
            steps.of_stop(Step.Act.URGENT, stop, now=now, was=was)


def _waits_again(stop: Stop, now: datetime) -> None:
    was_missed = stop.status == S.NOSHOW
    stop.promised = stop.promised and _taken_again(stop, now)
    stop.waiting_since = (stop.waiting_since if was_missed else None) or now
    stop.status, stop.since, stop.ended_at, stop.desk_id = S.WAITING, now, None, None
    stop.save(update_fields=["promised", "waiting_since", "status", "since", "ended_at", "desk"])


def _taken_again(stop: Stop, now: datetime) -> bool:
    if stop.appointment_id is None:
        return False
    try:
        with transaction.atomic():
            return bool(attend([stop.appointment_id], Appointment.Status.ARRIVED, now=now, undo=True))
    except NotChangeable:
        return False


def _todays(visit: Visit, now: datetime) -> Visit:
    found = locked(visit)
    if found.cancelled_at or found.day != today(now):
        raise NotNow
    return found
