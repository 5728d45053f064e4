"""A proposal of late.py is answered: taken, the appointment moves and the stop with it, in one act; both stations, the
display and the visitor's page are told at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from eindach.booking.models import Appointment, Counter
from eindach.booking.shifting import Shift, shift

from . import steps
from .another_day.going import go_for_another_day
from .faults import NotNow
from .models import Remedy, Step, Stop, Visit
from .telling import tell_house
from .visits import over_if_done

W, A = Remedy.Way, Remedy.Answer


def open_remedies(visits: Sequence[UUID]) -> list[Remedy]:
    """Of these visits (ids), what waits for an answer."""
    rows = Remedy._base_manager.filter(answer="", stop__visit__in=visits)
    return list(
        rows.select_related("stop__visit", "stop__counter", "stop__matter", "counter", "other__counter").order_by(
            "made_at"
        )
    )


def take_remedy(remedy: Remedy, *, now: datetime) -> None:
    """As proposed. NotNow: it was answered before, or a stop has begun meanwhile; NotChangeable, SlotTaken,
    AlreadyBooked of booking: then everything is as it was."""
    with transaction.atomic():
        visit = _answered(remedy, A.TAKEN, now)
        if remedy.counter is None or remedy.start is None:
            go_for_another_day(visit, remedy.stop_id, now=now)
            return
        pairs = [(remedy.stop_id, remedy.counter, remedy.start)]
        if remedy.other_id and remedy.other_start:
            other = Stop._base_manager.select_related("counter").get(pk=remedy.other_id)
            if other.counter is None:
                raise NotNow
            pairs.append((other.pk, other.counter, remedy.other_start))
        stops = [(_waiting(pk), counter, start) for pk, counter, start in pairs]
        leaves = remedy.way == W.OTHER_DAY
        _move(visit, stops, now, status=Appointment.Status.BOOKED if leaves else Appointment.Status.ARRIVED)
        for stop, counter, start in stops:
            _put(stop, counter, start, now, leaves=leaves)
        if leaves:
            over_if_done(visit, now=now)


def decline_remedy(remedy: Remedy, *, now: datetime) -> None:
    """They stay with what they have; nobody asks again about this stop. NotNow: it was answered before."""
    with transaction.atomic():
        visit = _answered(remedy, A.DECLINED, now)
        tell_house(visit.location_id)


def _answered(remedy: Remedy, answer: str, now: datetime) -> Visit:
    visit = Visit._base_manager.select_for_update(of=("self",)).select_related("itinerary").get(stops=remedy.stop_id)
    mine = Remedy._base_manager.filter(pk=remedy.pk, answer="")
    if not mine.update(answer=answer, answered_at=now):
        raise NotNow
    return visit


def _move(visit: Visit, stops: Sequence[tuple[Stop, Counter, datetime]], now: datetime, *, status: str) -> None:
    """The appointments behind them; routes of event days have none."""
    shifts = [
        Shift(stop.appointment_id, counter.calendar, start, status)
        for stop, counter, start in stops
        if stop.appointment_id
    ]
    if not shifts or visit.itinerary is None:
        return
    new = {one.matter_id: one for one in shift(visit.itinerary, shifts, now=now)}
    for stop, _counter, _start in stops:
        stop.appointment = new.get(stop.matter_id)


def _put(stop: Stop, counter: Counter, start: datetime, now: datetime, *, leaves: bool) -> None:
    was = steps.before(stop)
    stop.counter, stop.planned_at, stop.promised = counter, start, True
    if leaves:
        stop.status, stop.since, stop.appointment = Stop.Status.MOVED, now, None
    stop.save(update_fields=["counter", "planned_at", "promised", "status", "since", "appointment"])
    steps.of_stop(Step.Act.MOVED, stop, now=now, was=was)


def _waiting(pk: UUID) -> Stop:
    found = Stop._base_manager.select_for_update(of=("self",)).select_related("visit", "counter")
    stop = found.filter(pk=pk, status=Stop.Status.WAITING).first()
    if stop is None:
        raise NotNow
    return stop
