"""One day in one house for several people: each of them exactly planned, around the others.

The house is one in which everybody settles something, and all of them together as much as anywhere; what it does not
settle, and what must wait for that, is left for another day. For a day and a house the people are planned one after the
other by the exact engine of booking; what is planned for one counts as taken for the next. Reads only; nothing is held.
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
FEWEST_MATTERS: Final = 3
"""Where a house settles fewer, to be there tells what for: an employer is shown the house."""


@dataclass(frozen=True)
class Party:
    """An employee with whoever comes with them. `wish`: what is still to be settled; its days are not read. `busy`:
    when they have appointments already."""

    employee: UUID
    wish: Wish
    busy: tuple[tuple[datetime, datetime], ...] = ()

    def is_free(self, plan: Plan) -> bool:
        return not any(one.start < end and start < one.end for one in plan.appointments for start, end in self.busy)


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
    """At most MOST_DAYS_SHOWN days on which everybody comes to one house: those first that leave the least for another
    day, then the earliest."""
    found: list[Day] = []
    for stay in stays(parties):
        for day in _between(first, last, now):
            if len(found) == MOST_DAYS_SHOWN:
                return found
            taken = any(one.day == day for one in found)
            if not taken and (one := day_of(stay, day=day, now=now)):
                found.append(one)
    return found


def day_of(stay: Stay, *, day: date, now: datetime) -> Day | None:
    """A plan for everybody on that day in that house; None where somebody has none. Who has the most to settle comes
    first; who then finds nothing comes to the front."""
    order = sorted(stay.parties, key=lambda one: (-len(one.wish.matters), -one.wish.people, str(one.employee)))
    tried: set[tuple[Wish, ...]] = set()
    for _turn in range(2 * len(order)):
        if (wishes := tuple(one.wish for one in order)) in tried:
            break  # only people who need the same have changed places
        tried.add(wishes)
        plans, stuck = _planned(stay.house, order, day, now)
        if stuck is None:
            return Day(day, stay.house, plans, stay.left)
        others = [one for one in order if one is not stuck]
        if stuck is order[0]:  # alone in the house they find nothing either
            if not stuck.wish.languages:
                break
            stuck = replace(stuck, wish=replace(stuck.wish, languages=()))  # somebody interprets
        order = [stuck, *others]
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


def _planned(
    house: Location, order: Sequence[Party], day: date, now: datetime
) -> tuple[dict[UUID, Plan], Party | None]:
    """A plan for each, and who is the first to find none."""
    plans: dict[UUID, Plan] = {}
    taken: list[Wanted] = []
    for party in order:
        wish = replace(party.wish, start=day, until=day, max_days=1)
        found = search(wish, now=now, house=house.pk, taken=taken).plans
        plan = next((one for one in found if party.is_free(one)), None)
        if plan is None:
            return plans, party
        plans[party.employee] = plan
        taken += [Wanted(one.calendar_id, one.start, one.end) for one in plan.appointments]
    return plans, None


def _served(base: Ground) -> list[tuple[Location, set[UUID]]]:
    """Each house of several matters, with the services of its counters."""
    served: dict[UUID, set[UUID]] = {}
    places: dict[UUID, Location] = {}
    for service, calendars in base.serving.items():
        for calendar in calendars:
            place = base.calendars[calendar].counter.location
            places[place.pk] = place
            served.setdefault(place.pk, set()).add(service)
    discreet = [key for key in places if _settles(served[key], base) >= FEWEST_MATTERS]
    return [(places[key], served[key]) for key in sorted(discreet, key=lambda key: places[key].key)]


def _settles(services: set[UUID], base: Ground) -> int:
    """How many matters, of what is offered now."""
    return sum(any(one.pk in services for one in base.services_for(matter, "")) for matter in base.matters.values())


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
