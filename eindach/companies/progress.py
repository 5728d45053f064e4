"""How far people are, for their employer: three numbers of each who allows it, and nothing of anybody else.

No sum over several: whoever knows who joins, leaves or is invented reckons it back to one of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from eindach.accounts.acting import as_program
from eindach.booking.models import LIVE, Appointment
from eindach.directory.queries import region

from .models import Details, Employee, GroupVisit


@dataclass(frozen=True)
class Count:
    """Appointments."""

    booked: int = 0
    done: int = 0
    open: int = 0


@dataclass(frozen=True)
class Line:
    """One of a group, as their employer sees it: from when to when they are in the house; None: they book for
    themselves, or do not allow it any more."""

    employee: Employee
    start: datetime | None = None
    end: datetime | None = None


def progress(employees: Iterable[Employee], *, now: datetime) -> dict[UUID, Count]:
    """Of whom allows it, by the employee's id. Counted as the program; nothing but numbers leaves this function, and
    of the others nothing is read."""
    with as_program(now=now):
        return _counts([one for one in employees if one.state(now) == "accepted" and one.may_see])


def lines(group: GroupVisit, *, now: datetime) -> list[Line]:
    """Who comes, and from when to when, of those whose employer may book for them."""
    with as_program(now=now):
        members = list(group.members.select_related("employee").order_by("employee__label"))
        rows = of_the_day(group, [one.itinerary_id for one in members if one.itinerary_id and one.employee.may_book])
        during: dict[object, list[datetime]] = {}
        for itinerary, span in rows.values_list("itinerary", "during"):
            during.setdefault(itinerary, []).extend((span.lower, span.upper))
    zone = region().zone
    found = []
    for one in members:
        times = during.get(one.itinerary_id)
        span = (timezone.localtime(min(times), zone), timezone.localtime(max(times), zone)) if times else (None, None)
        found.append(Line(one.employee, *span))
    return found


def of_the_day(group: GroupVisit, itineraries: Iterable[Any]) -> QuerySet[Appointment]:
    """What is booked of these on that day in that house. What somebody moved to another one is theirs alone."""
    begins = datetime.combine(group.day, time(), region().zone)
    ends = datetime.combine(group.day + timedelta(days=1), time(), region().zone)
    there = Appointment.objects.filter(calendar__counter__location=group.location_id, status__in=LIVE)
    on_the_day = there.filter(during__startswith__gte=begins, during__startswith__lt=ends)
    return on_the_day.filter(itinerary__in=itineraries)


def _counts(employees: Sequence[Employee]) -> dict[UUID, Count]:
    details = Details.objects.in_bulk([one.pk for one in employees])
    wanted = {one.pk: set(details[one.pk].matters) if one.pk in details else set() for one in employees}
    rows = Appointment.objects.filter(person__in=[one.person_id for one in employees])
    done: dict[object, set[str]] = {}
    booked: dict[object, set[str]] = {}
    for person, matter, status in rows.values_list("person", "matter__key", "status"):
        if status == Appointment.Status.FULFILLED:
            done.setdefault(person, set()).add(matter)
        elif status in LIVE:
            booked.setdefault(person, set()).add(matter)
    return {
        one.pk: Count(
            len(wanted[one.pk] & booked.get(one.person_id, set())),
            len(wanted[one.pk] & done.get(one.person_id, set())),
            len(wanted[one.pk] - booked.get(one.person_id, set()) - done.get(one.person_id, set())),
        )
        for one in employees
    }
