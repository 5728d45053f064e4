"""Plans as people see them: the appointments of one person in order of time, and the ways between them."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from eindach.directory.models import Location, Organization, Service
from eindach.directory.travel import Way
from eindach.guide.models import Matter

from .models import Counter
from .wish import Wish


@dataclass(frozen=True)
class Planned:
    """One appointment of a plan, or of a booked itinerary (then with its row: id, status)."""

    matter: Matter
    service: Service
    organization: Organization
    location: Location
    counter: Counter
    calendar_id: int
    start: datetime
    end: datetime
    language: str
    appointment_id: int | None = None
    status: str = ""
    displaced: bool = False

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True)
class Leg:
    """On the way from one house to the next."""

    minutes: int
    mode: str
    leaves: datetime
    arrives: datetime


@dataclass(frozen=True)
class Plan:
    """A coordinated itinerary. `offer` is empty for what is booked. One leg or None between two appointments:
    None where nothing is walked (the same house, or the next is on another day)."""

    offer: str
    days: int
    completed_on: date
    minutes_on_site: int
    appointments: tuple[Planned, ...]
    legs: tuple[Leg | None, ...]

    @property
    def visits(self) -> list[tuple[Planned, ...]]:
        """The appointments day by day."""
        by_day: dict[date, list[Planned]] = {}
        for planned in self.appointments:
            by_day.setdefault(planned.start.date(), []).append(planned)
        return [tuple(visit) for _day, visit in sorted(by_day.items())]


@dataclass(frozen=True)
class Impossible:
    """Why nothing is possible: `reason` as in formats §1, and a translated sentence a newcomer can act on."""

    reason: str
    matters: tuple[Matter, ...]
    message: str


@dataclass(frozen=True)
class Found:
    """The answer to a wish."""

    wish: Wish
    plans: tuple[Plan, ...]
    impossible: tuple[Impossible, ...]


Ways = dict[tuple[UUID, UUID], Way]
"""(Location id, Location id) -> Way(minutes, mode), both directions."""


def plan_of(appointments: list[Planned], ways: Ways, offer: str = "") -> Plan:
    """The plan these appointments make; `appointments` in any order, not empty."""
    ordered = tuple(sorted(appointments, key=lambda planned: planned.start))
    legs = tuple(_leg(one, other, ways) for one, other in pairwise(ordered))
    days: dict[date, list[Planned]] = {}
    for planned in ordered:
        days.setdefault(planned.start.date(), []).append(planned)
    on_site = sum((max(p.end for p in day) - day[0].start).total_seconds() for day in days.values())
    return Plan(offer, len(days), ordered[-1].start.date(), int(on_site // 60), ordered, legs)


def _leg(one: Planned, other: Planned, ways: Ways) -> Leg | None:
    if one.location.pk == other.location.pk or one.start.date() != other.start.date():
        return None
    way = ways.get((one.location.pk, other.location.pk))
    if way is None:
        return None
    return Leg(way.minutes, way.mode, one.end, other.start)
