"""Which matters of a visit did not come to their end, and are not arranged anew since; and the next event days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from eindach.booking.models import Appointment
from eindach.guide.models import Matter

from ..coordinating.day import sort_of
from ..events.days import event_days
from ..models import EventDay, Stop, Visit
from ..queue import today


@dataclass(frozen=True)
class Coming:
    """An event day one can register for, and which of the matters are settled there."""

    day: EventDay
    matters: tuple[Matter, ...]


def left_open(visit: Visit, *, now: datetime) -> list[Stop]:
    """In the order of the guide, one a matter. Nothing of a visit that they cancelled. As the program."""
    if visit.cancelled_at and not visit.is_called_off:
        return []
    over = visit.day < today(now)
    rows = Stop._base_manager.filter(visit=visit).select_related("matter", "appointment")
    stops = list(rows.order_by("matter__position", "since"))
    found = {one.matter_id: one for one in stops if sort_of(one, over=over)}
    settled = {one.matter_id for one in stops if one.status == Stop.Status.DONE and not sort_of(one, over=over)}
    arranged = settled | _arranged(visit, now) if found else set()
    return [one for matter, one in found.items() if matter not in arranged]


def coming_days(stops: Sequence[Stop], *, now: datetime) -> list[Coming]:
    """Event days whose registration is open, that settle any of it."""
    wanted = [one.matter for one in stops]
    found = []
    for day in event_days(now=now):
        if day.state(now) != "registering":
            continue
        stations = day.stations.filter(absent_since=None, matters__in=wanted)
        settled = set(stations.values_list("matters", flat=True))
        if matters := tuple(one for one in wanted if one.pk in settled):
            found.append(Coming(day, matters))
    return found


def _arranged(visit: Visit, now: datetime) -> set[int]:
    """Matters for which this person has an appointment or a registration that is still to come."""
    if visit.person_id is None:
        return set()
    booked = Appointment._base_manager.filter(
        person=visit.person_id, live=True, status=Appointment.Status.BOOKED, during__startswith__gt=now
    )
    ahead = Q(visit__day__gt=today(now)) | Q(visit__day=today(now), visit__arrived_at=None)
    registered = Stop._base_manager.filter(ahead, visit__person=visit.person_id, visit__cancelled_at=None)
    registered = registered.filter(visit__came=Visit.Came.REGISTRATION).exclude(visit=visit.pk)
    waiting = registered.filter(status__in=(Stop.Status.WAITING, Stop.Status.WISHED))
    return {*booked.values_list("matter", flat=True), *waiting.values_list("matter", flat=True)}
