"""How far people are, for their employer: three numbers of each who allows it; of the others one line for all of them,
and none where they are fewer than five. So nothing on one page can be reckoned back to one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from eindach.accounts.acting import as_program
from eindach.booking.models import LIVE, Appointment
from eindach.directory.queries import region

from .models import Details, Employee, GroupVisit

FEWEST: Final = 5


@dataclass(frozen=True)
class Count:
    """Appointments."""

    booked: int = 0
    done: int = 0
    open: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.booked + other.booked, self.done + other.done, self.open + other.open)


@dataclass(frozen=True)
class Progress:
    """`each`: of whom allows it, by the employee's id · `others`: how many do not · `together`: theirs in one, None
    where they are too few."""

    each: dict[UUID, Count]
    others: int
    together: Count | None


@dataclass(frozen=True)
class Line:
    """One of a group, as their employer sees it: from when to when they are in the house; None: they book for
    themselves, or do not allow it any more."""

    label: str
    start: datetime | None = None
    end: datetime | None = None


def progress(employees: Iterable[Employee], *, now: datetime) -> Progress:
    """Counted as the program; of what is found nothing but numbers leaves this function."""
    accepted = [one for one in employees if one.state(now) == "accepted"]
    with as_program(now=now):
        counts = _counts(accepted)
    each = {one.pk: counts[one.pk] for one in accepted if one.may_see}
    others = [counts[one.pk] for one in accepted if not one.may_see]
    return Progress(each, len(others), sum(others, Count()) if len(others) >= FEWEST else None)


def lines(group: GroupVisit, *, now: datetime) -> list[Line]:
    """Who comes, and from when to when, of those whose employer may book for them."""
    with as_program(now=now):
        members = list(group.members.select_related("employee").order_by("employee__label"))
        rows = of_the_day(group, [one.itinerary_id for one in members if one.itinerary_id])
        during: dict[object, list[datetime]] = {}
        for itinerary, span in rows.values_list("itinerary", "during"):
            during.setdefault(itinerary, []).extend((span.lower, span.upper))
    zone = region().zone
    found = []
    for one in members:
        times = during.get(one.itinerary_id) if one.itinerary_id and one.employee.may_book else None
        span = (timezone.localtime(min(times), zone), timezone.localtime(max(times), zone)) if times else (None, None)
        found.append(Line(one.employee.label, *span))
    return found


def of_the_day(group: GroupVisit, itineraries: Iterable[Any]) -> QuerySet[Appointment]:
    """What is booked of these on that day in that house. What somebody moved to another one is theirs alone."""
    begins = datetime.combine(group.day, time(), region().zone)
    there = Appointment.objects.filter(calendar__counter__location=group.location_id, status__in=LIVE)
    on_the_day = there.filter(during__startswith__gte=begins, during__startswith__lt=begins + timedelta(days=1))
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
