"""One day in one house for several people: each of them exactly planned, around the others.

For a day and a house the people are planned one after the other by the exact engine of booking; what is planned for
one counts as taken for the next. Who has the most to settle comes first; where somebody then finds nothing, the order
is turned, so that everybody has been first once. Reads only; nothing is held.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from eindach.booking.ground import Ground, ground
from eindach.booking.locks import Wanted
from eindach.booking.search import Plan, Wish, search
from eindach.directory.models import Location

MOST_PEOPLE: Final = 8
"""Employees, each with their family."""
MOST_DAYS_SHOWN: Final = 3
MOST_DAYS_TRIED: Final = 31


@dataclass(frozen=True)
class Party:
    """An employee with whoever comes with them. `wish`: what is still to be settled; its days are not read."""

    employee: UUID
    wish: Wish


@dataclass(frozen=True)
class Day:
    """A day in a house with a plan for everybody: employee -> their plan, on this day and in this house only."""

    day: date
    location: Location
    plans: dict[UUID, Plan]

    @property
    def start(self) -> datetime:
        return min(plan.appointments[0].start for plan in self.plans.values())

    @property
    def end(self) -> datetime:
        return max(one.end for plan in self.plans.values() for one in plan.appointments)


def days(parties: Sequence[Party], *, first: date, last: date, now: datetime) -> list[Day]:
    """The next days on which everybody settles everything in one house; at most MOST_DAYS_SHOWN, the earliest first."""
    found: list[Day] = []
    houses = list(_houses(parties, ground()))
    for day in _between(first, last, now):
        best = [one for house in houses if (one := day_in(house, parties, day=day, now=now))]
        found += sorted(best, key=lambda one: one.end - one.start)[:1]
        if len(found) == MOST_DAYS_SHOWN:
            break
    return found


def day_in(house: Location, parties: Sequence[Party], *, day: date, now: datetime) -> Day | None:
    """A plan for everybody on that day in that house; None where somebody has none."""
    for order in _orders(parties):
        plans = _planned(house, order, day, now)
        if plans is not None:
            return Day(day, house, plans)
    return None


def houses_by_key(parties: Sequence[Party]) -> dict[str, Location]:
    """The houses in which all of them can settle everything, some day."""
    return {house.key: house for house in _houses(parties, ground())}


def _planned(house: Location, order: Sequence[Party], day: date, now: datetime) -> dict[UUID, Plan] | None:
    plans: dict[UUID, Plan] = {}
    taken: list[Wanted] = []
    for party in order:
        wish = replace(party.wish, start=day, until=day, max_days=1)
        found = search(wish, now=now, house=house.pk, taken=taken).plans
        if not found:
            return None
        plans[party.employee] = found[0]
        taken += [Wanted(one.calendar_id, one.start, one.end) for one in found[0].appointments]
    return plans


def _orders(parties: Sequence[Party]) -> Iterator[list[Party]]:
    """The most to settle first; then everybody to the front once."""
    usual = sorted(parties, key=lambda one: (-len(one.wish.matters), -one.wish.people, str(one.employee)))
    yield usual
    for one in usual[1:]:
        yield [one, *(other for other in usual if other is not one)]


def _houses(parties: Sequence[Party], base: Ground) -> Iterator[Location]:
    served: dict[UUID, set[UUID]] = {}
    places: dict[UUID, Location] = {}
    for service, calendars in base.serving.items():
        for calendar in calendars:
            place = base.calendars[calendar].counter.location
            places[place.pk] = place
            served.setdefault(place.pk, set()).add(service)
    for key, place in sorted(places.items(), key=lambda item: item[1].key):
        if all(_settles(served[key], party.wish, base) for party in parties):
            yield place


def _settles(services: set[UUID], wish: Wish, base: Ground) -> bool:
    return all(
        any(one.pk in services for one in base.services_for(base.matters[key], wish.municipality))
        for key in wish.matters
    )


def _between(first: date, last: date, now: datetime) -> Iterator[date]:
    """From tomorrow on."""
    day = max(first, timezone.localdate(now, ground().region.zone) + timedelta(days=1))
    for _tried in range(MOST_DAYS_TRIED):
        if day > last:
            return
        yield day
        day += timedelta(days=1)
