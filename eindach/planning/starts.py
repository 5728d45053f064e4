"""At which ticks of which days each matter may start at each location: the tables the search runs on.

A tick is the greatest length that divides every length and every start that can occur, so that counting ticks loses
nothing. Ticks count elapsed time since the first instant of the local day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import gcd
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from eindach.planning.clock import at, midnight
from eindach.planning.dayclock import DayClock
from eindach.planning.request import IntArray, Request

BoolArray = NDArray[np.bool_]
Place = tuple[int, int]
"""A matter (index) at a location (index into the sorted location names)."""


@dataclass(frozen=True)
class StartTable:
    """`allowed[matter, location]` is a table (ticks, days): may the matter start there, then?

    Row t of a day is the minute `midnights[day] + (first_tick + t) * tick`. `lengths` (of the matters) and `gaps[a][b]`
    (least time between two locations) are in ticks; a gap of None means that they cannot follow one another.
    """

    days: tuple[date, ...]
    midnights: IntArray
    tick: int
    first_tick: int
    ticks: int
    lengths: tuple[int, ...]
    locations: tuple[str, ...]
    gaps: tuple[tuple[int | None, ...], ...]
    allowed: dict[Place, BoolArray]

    def minute(self, day: int, row: int) -> int:
        """The UTC epoch minute of a row of a day."""
        return int(self.midnights[day]) + (self.first_tick + row) * self.tick

    def places(self, matter: int) -> list[int]:
        """The locations at which a matter can start at some time."""
        return [location for other, location in self.allowed if other == matter]

    def keeping(self, day: int, *, starts_from: int | None = None, ends_by: int | None = None) -> StartTable:
        """The same table with one day cut: starts not before, or ends not after, a UTC epoch minute."""
        allowed = dict(self.allowed)
        minutes = self.minute(day, 0) + self.tick * np.arange(self.ticks)
        for (matter, location), table in self.allowed.items():
            kept = np.ones(self.ticks, dtype=np.bool_)
            if starts_from is not None:
                kept &= minutes >= starts_from
            if ends_by is not None:
                kept &= minutes + self.lengths[matter] * self.tick <= ends_by
            cut = table.copy()
            cut[:, day] &= kept
            allowed[matter, location] = cut
        return replace(self, allowed=allowed)


@dataclass(frozen=True)
class Ranges:
    """Ranges of starts [first, last], both included, one a row, each belonging to a numbered table."""

    table: IntArray
    first: IntArray
    last: IntArray


def start_table(request: Request) -> StartTable:
    """All starts that free time and windows permit; days and places without any are left out."""
    locations = tuple(sorted({counter.location for counter in request.counters}))
    gaps = [[request.travel.minutes(origin, other) for other in locations] for origin in locations]
    ranges = _span_starts(request, locations)
    days, midnights = _days_of(ranges, ZoneInfo(request.timezone))
    tick = _tick(request, gaps, midnights)
    clock = DayClock(days, midnights, tick)
    used_tables = np.bincount(ranges.table) > 0
    tables = np.flatnonzero(used_tables)
    rows = (np.cumsum(used_tables) - 1)[ranges.table]
    painted, first_tick = clock.paint(rows, ranges.first, ranges.last, len(tables))
    painted &= clock.starts(request.start_every_minutes, request.timezone)[first_tick:][: painted.shape[1]]
    places = [divmod(int(table), len(locations)) for table in tables]
    if request.windows:
        _keep_windows(painted, [request.matters[matter].minutes for matter, _ in places], first_tick, clock, request)
    used = np.flatnonzero(painted.any(axis=(0, 1)))
    return StartTable(
        days=tuple(days[int(day)] for day in used),
        midnights=midnights[used],
        tick=tick,
        first_tick=first_tick,
        ticks=painted.shape[1],
        lengths=tuple(matter.minutes // tick for matter in request.matters),
        locations=locations,
        gaps=tuple(tuple(None if gap is None else gap // tick for gap in row) for row in gaps),
        allowed={
            place: np.ascontiguousarray(table[:, used])
            for place, table in zip(places, painted, strict=True)
            if table.any()
        },
    )


def _span_starts(request: Request, locations: tuple[str, ...]) -> Ranges:
    """Free spans as ranges of starts (UTC minutes) with room for the whole matter; table = matter and location."""
    free = request.free
    number = {location: position for position, location in enumerate(locations)}
    location_of = np.array([number[counter.location] for counter in request.counters], dtype=np.int64)
    minutes = np.array([matter.minutes for matter in request.matters], dtype=np.int64)
    last = free.end - minutes[free.matter]
    fits = last >= free.start
    if request.windows:  # a cheap first cut; the exact one follows tick by tick
        fits &= free.end > min(window[0] for window in request.windows)
        fits &= free.start < max(window[1] for window in request.windows)
    table = free.matter[fits].astype(np.int64) * len(locations) + location_of[free.counter[fits]]
    return Ranges(table, free.start[fits].astype(np.int64), last[fits].astype(np.int64))


def _days_of(ranges: Ranges, zone: ZoneInfo) -> tuple[list[date], IntArray]:
    """All local days from the first start to the last, and their midnights with the one that closes the last day."""
    if not len(ranges.table):
        return [], np.zeros(1, dtype=np.int64)
    first = at(int(ranges.first.min()), zone).date()
    last = at(int(ranges.last.max()), zone).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 2)]
    return days[:-1], np.array([midnight(day, zone) for day in days], dtype=np.int64)


def _tick(request: Request, gaps: list[list[int | None]], midnights: IntArray) -> int:
    shifts = np.diff(midnights) % 1440  # not 0 where the clock is changed
    lengths = [matter.minutes for matter in request.matters]
    known = [gap for row in gaps for gap in row if gap is not None]
    return gcd(request.start_every_minutes, *lengths, *known, *(int(shift) for shift in np.unique(shifts)))


def _keep_windows(painted: BoolArray, lengths: list[int], first_tick: int, clock: DayClock, request: Request) -> None:
    """Leave only starts from which the appointment (minutes, one a table) lies wholly inside one window."""
    windows = np.array(request.windows, dtype=np.int64).reshape(-1, 2)
    for minutes in set(lengths):
        last = windows[:, 1] - minutes
        fits = last >= windows[:, 0]
        rows = np.zeros(int(fits.sum()), dtype=np.int64)
        inside, first = clock.paint(rows, windows[fits, 0], last[fits], 1)
        open_ticks = np.zeros(painted.shape[1:], dtype=np.bool_)
        low, high = max(first, first_tick), min(first + inside.shape[1], first_tick + painted.shape[1])
        if low < high:
            open_ticks[low - first_tick : high - first_tick] = inside[0, low - first : high - first]
        for position, length in enumerate(lengths):
            if length == minutes:
                painted[position] &= open_ticks
