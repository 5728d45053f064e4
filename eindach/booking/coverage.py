"""What a coordinator has to mend: counters without hours, bookings whose counter closed, the waiting list. Numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, Min, OuterRef, Q

from eindach.accounts.acting import as_program
from eindach.guide.models import Matter

from .models import Appointment, Calendar, Opening, Proposal

SOON: Final = timedelta(days=14)


@dataclass(frozen=True)
class Uncovered:
    """A counter without an hour in the next SOON; `opens` is when the first one begins, None: there is none."""

    calendar: Calendar
    opens: datetime | None


@dataclass(frozen=True)
class Displaced:
    """So many bookings at a counter lost their time; of them `asked` have a proposal to answer, the others wait for one
    or for a call."""

    calendar: Calendar
    bookings: int
    asked: int

    @property
    def unasked(self) -> int:
        return self.bookings - self.asked


@dataclass(frozen=True)
class Waiting:
    """So many bookings with this matter ahead are on the waiting list."""

    matter: Matter
    bookings: int


def without_hours(now: datetime) -> list[Uncovered]:
    """Those without any hour first, then the latest to open."""
    ahead = Opening.objects.filter(calendar=OuterRef("pk"), during__endswith__gt=now)
    soon = ahead.filter(during__startswith__lt=now + SOON)
    calendars = (
        Calendar.objects.filter(~Exists(soon))
        .annotate(opens=Min("openings__during__startswith", filter=Q(openings__during__endswith__gt=now)))
        .select_related("counter__organization", "counter__location")
    )
    found = [Uncovered(one, one.opens) for one in calendars.order_by("counter__key")]
    return sorted(found, key=lambda one: (one.opens is not None, -(one.opens or now).timestamp()))


def displaced(now: datetime) -> list[Displaced]:
    """Bookings ahead whose counter closed, by counter; most first."""
    with as_program(now=now):
        asked = Proposal.objects.unanswered().filter(itinerary=OuterRef("itinerary"), cause=Proposal.Cause.CLOSURE)
        lost = Appointment.objects.filter(live=True, displaced_at__isnull=False, during__startswith__gt=now)
        counted = (
            lost.order_by()
            .values_list("calendar")
            .annotate(
                bookings=Count("itinerary", distinct=True),
                asked=Count("itinerary", distinct=True, filter=Exists(asked.exclude(offer=""))),
            )
        )
        found = {calendar: (all_of_them, some) for calendar, all_of_them, some in counted}
    calendars = Calendar.objects.filter(pk__in=found).select_related("counter__organization", "counter__location")
    return sorted((Displaced(one, *found[one.pk]) for one in calendars), key=lambda one: -one.bookings)


def waiting(now: datetime) -> list[Waiting]:
    """Bookings on the waiting list, by the matters they have ahead; most first."""
    with as_program(now=now):
        ahead = Appointment.objects.filter(
            live=True,
            proposal=None,
            during__startswith__gt=now,
            itinerary__wants_earlier=True,
            itinerary__cancelled_at=None,
            itinerary__booked_at__isnull=False,
        )
        found = dict(ahead.order_by().values_list("matter").annotate(Count("itinerary", distinct=True)))
    matters = Matter.objects.filter(pk__in=found)
    return sorted((Waiting(one, found[one.pk]) for one in matters), key=lambda one: -one.bookings)
