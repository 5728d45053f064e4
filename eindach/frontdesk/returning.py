"""What the front desk does about somebody in the house: they have left, they are back, it is urgent."""

from collections.abc import Iterable
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

S = Stop.Status


def has_left(visit: Visit, *, now: datetime, user: UUID | None = None) -> None:
    """They went home: nobody calls them, and what was kept for them is given back. Twice is as good as once. NotNow
    when they never came, or sit at a desk."""
    with transaction.atomic():
        locked = _locked(visit, now)
        if locked.left_at:
            return
        stops = Stop._base_manager.filter(visit=locked)
        if not locked.arrived_at or stops.filter(status__in=AT_A_DESK).exists():
            raise NotNow
        waiting = stops.filter(status=S.WAITING)
        given_back = _appointments(waiting)
        waiting.update(status=S.LEFT, since=now, ended_at=now)
        _set(locked, left_at=now, away_since=None)
        attend(given_back, Appointment.Status.NOSHOW, now=now)
        steps.of_visit(Step.Act.LEFT, locked, now=now, user=user)


def is_back(visit: Visit, *, now: datetime, user: UUID | None = None) -> None:
    """Who was called and not there, is out for a while, or had left, waits again: with the wait they had, or from now
    on who had left. A time that somebody else has meanwhile is no promise any more. NotNow when nothing is left to be
    done."""
    with transaction.atomic():
        locked = _locked(visit, now)
        stops = list(Stop._base_manager.select_for_update().filter(visit=locked, status__in=(S.NOSHOW, S.LEFT)))
        if not locked.arrived_at or not (stops or locked.away_since):
            raise NotNow
        _set(locked, left_at=None, away_since=None)
        for stop in stops:
            _waits_again(stop, now)
        steps.of_visit(Step.Act.CAME_BACK, locked, now=now, user=user)


def make_urgent(visit: Visit, why: str, *, now: datetime) -> None:
    """They come before the others who wait, with a reason (Stop.Urgent; "" takes it back). NotNow when nothing waits,
    ValueError for a reason nobody knows."""
    reason = Stop.Urgent(why).value if why else ""
    with transaction.atomic():
        locked = _locked(visit, now)
        stops = list(Stop._base_manager.select_for_update(of=("self",)).filter(visit=locked, status=S.WAITING))
        if not locked.arrived_at or locked.left_at or not stops:
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
    try:
        with transaction.atomic():
            return bool(attend(_appointments([stop]), Appointment.Status.ARRIVED, now=now, undo=True))
    except NotChangeable:
        return False


def _appointments(stops: Iterable[Stop]) -> list[int]:
    return [one.appointment_id for one in stops if one.appointment_id]


def _locked(visit: Visit, now: datetime) -> Visit:
    locked = Visit._base_manager.select_for_update().get(pk=visit.pk)
    if locked.cancelled_at or locked.day != today(now):
        raise NotNow
    return locked


def _set(visit: Visit, **moments: datetime | None) -> None:
    for name, moment in moments.items():
        setattr(visit, name, moment)
    visit.save(update_fields=list(moments))
