"""A day ends at midnight: desks are closed, whoever still waited has left, appointments nobody came to are missed.

Only in houses where the day was worked with: where nobody ever presses anything, nobody is said not to have come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from eindach.booking.attending import attend
from eindach.booking.models import Appointment, Itinerary
from eindach.booking.opening_rules import midnight
from eindach.directory.models import Location
from eindach.directory.queries import region

from . import steps
from .models import AT_A_DESK, Desk, Step, Stop, Visit
from .queue import today
from .visits import go_home, locked, visit_of

S, A = Stop.Status, Appointment.Status
LAST_MOMENT = timedelta(seconds=1)
LOOKS_BACK = timedelta(days=14)
"""A worker that stood still for longer leaves older days as they are."""


@dataclass(frozen=True)
class Ended:
    """How many desks were closed, visits ended that were still open, and appointments and stops missed."""

    desks: int = 0
    left: int = 0
    missed: int = 0


def end_days(*, now: datetime) -> Ended:
    """End every day before today that is not ended. Twice changes nothing."""
    return Ended(_close_desks(now), _end_visits(now), _missed(now))


def _close_desks(now: datetime) -> int:
    """What was being settled at them was begun and is not known to have ended: it ends as left, and stays an open
    end of the day (day.py); whoever was only called was not there."""
    closed = 0
    for desk in Desk.objects.select_related("counter").filter(closed_at=None, opened_at__lt=_this_morning(now)):
        with transaction.atomic():
            last = _last_moment(today(desk.opened_at))
            stops = Stop._base_manager.select_for_update(of=("self",)).filter(desk=desk)
            at_it = list(stops.filter(status__in=AT_A_DESK).select_related("visit"))
            for stop in at_it:
                _end(stop, last)
            _attended(at_it, now)
            if Desk.objects.filter(pk=desk.pk, closed_at=None).update(
                closed_at=last, paused_at=None, paused_for="", back_at=None
            ):
                steps.of_desk(Step.Act.DESK_CLOSED, desk, now=last)
                closed += 1
    return closed


def _end(stop: Stop, last: datetime) -> None:
    stop.status = S.LEFT if stop.status == S.SERVING else S.NOSHOW
    stop.since = stop.ended_at = max(last, stop.since)
    stop.save(update_fields=["status", "since", "ended_at"])


def _attended(stops: Iterable[Stop], now: datetime) -> None:
    was_served = [one.appointment_id for one in stops if one.appointment_id and one.status == S.LEFT]
    attend(was_served, A.FULFILLED, now=now)
    attend([one.appointment_id for one in stops if one.appointment_id and one.status == S.NOSHOW], A.NOSHOW, now=now)


def _end_visits(now: datetime) -> int:
    still_open = Visit._base_manager.filter(
        day__lt=today(now), day__gte=today(now) - LOOKS_BACK, arrived_at__isnull=False, left_at=None, cancelled_at=None
    )
    ended = 0
    for one in still_open:
        with transaction.atomic():
            visit = locked(one)
            if visit.left_at:
                continue
            go_home(visit, at=_last_moment(visit.day), now=now)
            ended += 1
    return ended


def _missed(now: datetime) -> int:
    """Appointments of worked days to which nobody came; the stops of visits that never began."""
    worked = Step._base_manager.filter(day__lt=today(now), day__gte=today(now) - LOOKS_BACK)
    worked = worked.exclude(act=Step.Act.REGISTERED)  # written long before the day, by the visitors
    missed = 0
    for location, day in worked.order_by().values_list("location", "day").distinct():
        span = midnight(day, region()), midnight(day + timedelta(days=1), region())
        # Whose counter was closed, and got no other time, is not missed: nobody was there for them.
        booked = _booked(location, span).filter(displaced_at=None)
        with transaction.atomic():
            _make_visits(location, day, span, now)
            missed += attend(list(booked.values_list("pk", flat=True)), A.NOSHOW, now=now)
            last = _last_moment(day)
            never_came = Stop._base_manager.filter(
                visit__location=location, visit__day=day, visit__arrived_at=None, status=S.WAITING
            )
            closed = never_came.filter(appointment__displaced_at__isnull=False)
            closed.update(status=S.LEFT, since=last, ended_at=last)
            never_came.update(status=S.NOSHOW, since=last, ended_at=last)
    return missed


def _booked(location: UUID, span: tuple[datetime, datetime]) -> QuerySet[Appointment]:
    """Appointments in this house nobody has come to; by phone nobody comes."""
    at_a_counter = {"calendar__counter__location": location, "calendar__counter__by_phone": False}
    begins = {"during__startswith__range": span}
    return Appointment._base_manager.filter(status=A.BOOKED, proposal=None, **at_a_counter, **begins)


def _make_visits(location: UUID, day: date, span: tuple[datetime, datetime], now: datetime) -> None:
    """Of bookings nobody came with there is no visit yet; with one they are an open end of the day (day.py)."""
    known = Visit._base_manager.filter(itinerary=OuterRef("pk"), location=location, day=day, cancelled_at=None)
    booked = _booked(location, span).filter(live=True)
    house = Location.objects.get(pk=location)
    for itinerary in Itinerary._base_manager.filter(~Exists(known), pk__in=booked.values("itinerary")):
        visit_of(itinerary, house, day, now=now)


def _this_morning(now: datetime) -> datetime:
    return midnight(timezone.localdate(now, region().zone), region())


def _last_moment(day: date) -> datetime:
    return midnight(day + timedelta(days=1), region()) - LAST_MOMENT
