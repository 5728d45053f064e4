"""The day at the counters of the acting office: by hour for whoever receives people, by counter for whoever serves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from django.utils import timezone

from eindach.accounts.models import Person
from eindach.booking.models import Appointment
from eindach.booking.models.counter import Counter
from eindach.consent import trail
from eindach.kernel.actor import Acting

from ..ordering import natural

AHEAD: Final = timedelta(days=14)
MOST_SHOWN: Final = 200
EXPECTED: Final = ("booked", "arrived", "checked-in", "fulfilled")
"""States in which somebody has come or is to come."""


@dataclass(frozen=True)
class Part:
    """What belongs together: an hour, or a counter."""

    head: datetime | Counter
    appointments: Sequence[Appointment]


@dataclass(frozen=True)
class Day:
    """Today; where today is over or empty, the next day on which somebody comes, up to AHEAD. `next`: who comes next
    (None on a day that is not today); `is_cut`: there are more than MOST_SHOWN."""

    date: date
    is_today: bool
    parts: Sequence[Part]
    next: Appointment | None
    is_cut: bool = False

    @property
    def count(self) -> int:
        return sum(len(part.appointments) for part in self.parts)


def by_hour(acting: Acting) -> Day | None:
    return _day(acting, _hour, lambda one: one.during.lower)


def by_counter(acting: Acting) -> Day | None:
    return _day(acting, lambda one: one.calendar.counter, _by_number)


def beside(people: Sequence[Person], acting: Acting) -> list[tuple[Person, Appointment | None]]:
    """Each with their next appointment that the actor may know, so that two of one name are told apart. Where nobody
    was found, nobody's appointments are asked for."""
    if not people:
        return []
    rows = Appointment.objects.filter(person__in=people, live=True, during__endswith__gt=acting.now)
    rows = rows.exclude(status=Appointment.Status.HELD).select_related("matter").order_by("-during")
    first = {one.person_id: one for one in rows}
    for person in first:
        trail.record(act="list", kind="appointment", person=person, basis="law:appointment")
    return [(one, first.get(one.pk)) for one in people]


def _by_number(one: Appointment) -> tuple[object, datetime]:
    return natural(one.calendar.counter.key), one.during.lower


def _day(acting: Acting, head: Callable[[Appointment], object], order: Callable[[Appointment], object]) -> Day | None:
    """None when nobody comes. Leaves an event for each person who is named."""
    today = timezone.localdate(acting.now)
    rows = _appointments(acting, today)
    ahead = [one for one in rows if one.during.upper > acting.now]
    if not ahead:
        return None
    day = timezone.localtime(ahead[0].during.lower).date()
    shown = [one for one in rows if timezone.localtime(one.during.lower).date() == day]
    for person in {one.person_id for one in shown}:
        trail.record(act="list", kind="appointment", person=person, basis="law:appointment")
    parts = [Part(one, list(some)) for one, some in groupby(sorted(shown, key=order), head)]  # type: ignore[arg-type]
    coming = [one for one in ahead if one.during.lower > acting.now]
    is_cut = len(rows) == MOST_SHOWN and shown[-1] is rows[-1]
    return Day(day, day == today, parts, coming[0] if coming and day == today else None, is_cut)


def _appointments(acting: Acting, today: date) -> list[Appointment]:
    since = timezone.make_aware(datetime.combine(today, time()))
    rows = Appointment.objects.filter(
        calendar__counter__organization=acting.actor.organization,
        status__in=EXPECTED,
        during__startswith__gte=since,
        during__startswith__lt=since + AHEAD,
        person__isnull=False,
    )
    shown = rows.select_related("person", "matter", "calendar__counter__location").order_by("during", "pk")
    return list(shown[:MOST_SHOWN])


def _hour(one: Appointment) -> datetime:
    return timezone.localtime(one.during.lower).replace(minute=0, second=0, microsecond=0)
