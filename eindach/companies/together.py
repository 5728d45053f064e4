"""One day in one house for several people: each of them exactly planned, around the others.

The house is one in which everybody settles something, and all of them together as much as anywhere; what it does not
settle, and what must wait for that, is left for another day. For a day and a house the people are planned one after the
other by the exact engine of booking; what is planned for one counts as taken for the next. Who has the most to settle
comes first; where somebody then finds nothing, the order is turned, so that everybody has been first once. Reads only;
nothing is held.
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
MOST_HOUSES: Final = 3
MOST_DAYS_TRIED: Final = 31


@dataclass(frozen=True)
class Party:
    """An employee with whoever comes with them. `wish`: what is still to be settled; its days are not read."""

    employee: UUID
    wish: Wish


@dataclass(frozen=True)
class Stay:
    """A house, and what each settles there; `left`: how many appointments remain for another day."""

    house: Location
    parties: tuple[Party, ...]
    left: int


@dataclass(frozen=True)
class Day:
    """A day in a house with a plan for everybody: employee -> their plan, on this day and in this house only."""

    day: date
    location: Location
    plans: dict[UUID, Plan]
    left: int

    @property
    def start(self) -> datetime:
        return min(plan.appointments[0].start for plan in self.plans.values())

    @property
    def end(self) -> datetime:
        return max(one.end for plan in self.plans.values() for one in plan.appointments)


def days(parties: Sequence[Party], *, first: date, last: date, now: datetime) -> list[Day]:
    """The next days on which everybody comes to one house; at most MOST_DAYS_SHOWN, the earliest first."""
    found: list[Day] = []
    possible = stays(parties)
    for day in _between(first, last, now):
        fitting = (one for stay in possible if (one := day_of(stay, day=day, now=now)))
        found += [one for one in [next(fitting, None)] if one]
        if len(found) == MOST_DAYS_SHOWN:
            break
    return found


def day_of(stay: Stay, *, day: date, now: datetime) -> Day | None:
    """A plan for everybody on that day in that house; None where somebody has none."""
    for order in _orders(stay.parties):
        plans = _planned(stay.house, order, day, now)
        if plans is not None:
            return Day(day, stay.house, plans, stay.left)
    return None


def stays(parties: Sequence[Party]) -> list[Stay]:
    """The houses where everybody settles something; those first that leave the least for another day."""
    base = ground()
    wanted = sum(len(one.wish.matters) for one in parties)
    found = []
    for place, services in _served(base):
        there = tuple(replace(one, wish=_settled(services, one.wish, base)) for one in parties)
        if all(one.wish.matters for one in there):
            found.append(Stay(place, there, wanted - sum(len(one.wish.matters) for one in there)))
    return sorted(found, key=lambda one: one.left)[:MOST_HOUSES]


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


def _served(base: Ground) -> list[tuple[Location, set[UUID]]]:
    """Each house with the services of its counters."""
    served: dict[UUID, set[UUID]] = {}
    places: dict[UUID, Location] = {}
    for service, calendars in base.serving.items():
        for calendar in calendars:
            place = base.calendars[calendar].counter.location
            places[place.pk] = place
            served.setdefault(place.pk, set()).add(service)
    return [(places[key], served[key]) for key in sorted(places, key=lambda key: places[key].key)]


def _settled(services: set[UUID], wish: Wish, base: Ground) -> Wish:
    """What of a wish these services settle, without what must come after something that they do not."""
    keys = [
        key
        for key in wish.matters
        if any(one.pk in services for one in base.services_for(base.matters[key], wish.municipality))
    ]
    while waits := [key for key in keys if _first(key, base) & set(wish.matters) - set(keys)]:
        keys = [key for key in keys if key not in waits]
    return replace(wish, matters=tuple(keys))


def _first(key: str, base: Ground) -> set[str]:
    return set(base.first[base.matters[key].pk])


def _between(first: date, last: date, now: datetime) -> Iterator[date]:
    """From tomorrow on."""
    day = max(first, timezone.localdate(now, ground().region.zone) + timedelta(days=1))
    for _tried in range(MOST_DAYS_TRIED):
        if day > last:
            return
        yield day
        day += timedelta(days=1)
