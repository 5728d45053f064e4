"""Looking up the free spans behind the start tables: which counters are meant, and what surrounds an appointment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from eindach.planning.request import IntArray, Request
from eindach.planning.starts import StartTable


@dataclass
class FreeTime:
    """The free spans of a request, found by matter and day of a start table."""

    request: Request
    starts: StartTable
    _rows: dict[tuple[int, int], IntArray] = field(default_factory=dict)

    def rows(self, matter: int, day: int) -> IntArray:
        """Rows of the free spans in which this matter might start on this day."""
        known = self._rows.get((matter, day))
        if known is None:
            free, near = self.request.free, self._of_matter[matter]
            opens, closes = self.starts.minute(day, 0), self.starts.minute(day, self.starts.ticks)
            near = near[(free.start[near] < closes) & (free.end[near] > opens)]
            known = self._rows[matter, day] = near
        return known

    def counters(self, matter: int, location: int, day: int, start: int) -> IntArray:
        """Counters at a location that are free for the whole of an appointment starting at this tick."""
        free, rows, minute = self.request.free, self.rows(matter, day), self.starts.minute(day, start)
        end = minute + self.request.matters[matter].minutes
        around = (free.start[rows] <= minute) & (free.end[rows] >= end)
        counters = free.counter[rows[around]]
        return np.asarray(counters[self.location_of[counters] == location])

    @cached_property
    def location_of(self) -> IntArray:
        """The location (index) of each counter."""
        number = {name: position for position, name in enumerate(self.starts.locations)}
        return np.array([number[counter.location] for counter in self.request.counters], dtype=np.int64)

    @cached_property
    def rank(self) -> IntArray:
        """The position of each counter in the order of their ids."""
        names = [counter.id for counter in self.request.counters]
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = np.empty(len(names), dtype=np.int64)
        rank[order] = np.arange(len(names))
        return rank

    @cached_property
    def _of_matter(self) -> list[IntArray]:
        matter = self.request.free.matter
        return [np.flatnonzero(matter == number) for number in range(len(self.request.matters))]
