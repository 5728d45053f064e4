"""The drawn visit: plans as houses. A house is one day, its floors are what happens, time runs downward.

Everything is in minutes; one scale for all plans of a page turns them into heights. The pages stack the floors with
these least heights, so a long name or large type makes a floor taller instead of being cut.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from .plans import Leg, Plan, Planned

DESKTOP, PHONE, PICKER = 2.4, 2.9, 0.64
"""Pixels a minute, before the scale grows for short appointments."""
TWO_LINES, ONE_LINE = 46, 28
"""Pixels an appointment needs for time and name on two lines, on one line."""
TALLEST = 440
LONG_WAIT, CUT_TO = 45, 25
"""Waits and ways longer than this many minutes are drawn shorter, with a break mark and their true label, when a house
would be too tall."""
LABELLED = 7


@dataclass(frozen=True)
class Stop:
    """One floor: an appointment, a wait in the house, or a way outside (`foot`, `bus`).

    `minutes` is the truth and what the label says, `drawn` is how long it looks.
    """

    kind: str
    minutes: int
    drawn: int
    start: datetime
    end: datetime
    appointment: Planned | None = None
    leg: Leg | None = None

    @property
    def inside(self) -> bool:
        return self.kind in ("appointment", "wait")

    @property
    def is_cut(self) -> bool:
        return self.drawn < self.minutes

    @property
    def is_labelled(self) -> bool:
        return self.minutes >= LABELLED


@dataclass(frozen=True)
class House:
    """One visit."""

    stops: tuple[Stop, ...]

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def start(self) -> datetime:
        return self.stops[0].start

    @property
    def end(self) -> datetime:
        return max(stop.end for stop in self.stops)

    @property
    def drawn(self) -> int:
        return sum(stop.drawn for stop in self.stops)

    @property
    def appointments(self) -> list[Planned]:
        return [stop.appointment for stop in self.stops if stop.appointment]


@dataclass(frozen=True)
class Scale:
    """Pixels a minute: on a desktop, on a phone, in the picker."""

    desktop: float
    phone: float
    picker: float = PICKER

    @property
    def rem(self) -> dict[str, str]:
        """The same in rem (16 px), so that houses grow with the reader's type size. Text: CSS wants a point."""
        return {name: f"{getattr(self, name) / 16:.4f}" for name in ("desktop", "phone", "picker")}

    def is_brief(self, stop: Stop) -> bool:
        """Is there room for one line only?"""
        return round(stop.drawn * self.desktop) < TWO_LINES


@dataclass(frozen=True)
class Drawing:
    """All plans of a page, drawn to one scale."""

    houses: tuple[tuple[House, ...], ...]
    scale: Scale

    @property
    def lengths(self) -> list[int]:
        """Every drawn length that occurs, for the one style element of the page."""
        stops = (stop for plan in self.houses for house in plan for stop in house.stops)
        return sorted({stop.drawn for stop in stops})


def draw(plans: Sequence[Plan]) -> Drawing:
    """The houses of these plans, in the same order."""
    houses = tuple(_houses(plan) for plan in plans)
    if _tallest(houses) * _scale(houses, DESKTOP) > TALLEST:
        houses = tuple(tuple(_cut(house) for house in plan) for plan in houses)
    return Drawing(houses, Scale(_scale(houses, DESKTOP), _scale(houses, PHONE)))


def _scale(houses: Iterable[tuple[House, ...]], least: float) -> float:
    """Grown until the shortest appointment has two lines; less when a house would be too tall, never below one line."""
    houses = tuple(houses)
    appointments = [stop.drawn for plan in houses for house in plan for stop in house.stops if stop.appointment]
    if not appointments:
        return least
    shortest, tallest = min(appointments), _tallest(houses)
    wanted = max(least, TWO_LINES / shortest)
    if wanted * tallest <= TALLEST:
        return wanted
    return max(least, ONE_LINE / shortest, TALLEST / tallest)


def _tallest(houses: Iterable[tuple[House, ...]]) -> int:
    return max((house.drawn for plan in houses for house in plan), default=0)


def _cut(house: House) -> House:
    def shorter(stop: Stop) -> Stop:
        return replace(stop, drawn=CUT_TO) if not stop.appointment and stop.minutes > LONG_WAIT else stop

    return House(tuple(shorter(stop) for stop in house.stops))


def _houses(plan: Plan) -> tuple[House, ...]:
    days: dict[date, list[Stop]] = {}
    before: Planned | None = None
    for planned, leg in zip(plan.appointments, (None, *plan.legs), strict=True):
        floors = days.setdefault(planned.start.date(), [])
        if floors and before:
            floors += _between(before, planned, leg)
        length = planned.minutes
        floors.append(Stop("appointment", length, length, planned.start, planned.end, appointment=planned))
        before = planned
    return tuple(House(tuple(stops)) for _day, stops in sorted(days.items()))


def _between(before: Planned, after: Planned, leg: Leg | None) -> list[Stop]:
    """The way first, then the wait where one arrives."""
    gap = int((after.start - before.end).total_seconds() // 60)
    way = min(leg.minutes, gap) if leg else 0
    wait = gap - way
    floors = []
    if leg and way:
        floors.append(Stop(leg.mode, leg.minutes, way, before.end, after.start, leg=leg))
    if wait > 0:
        floors.append(Stop("wait", wait, wait, before.end, after.start))
    return floors
