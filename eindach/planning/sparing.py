"""Which counters and starts leave the most useful free time to the people who come later (`tie="whole-spans"`).

A visit keeps its day, its order and its places; it is pushed to and fro as a whole, and each appointment goes to the
counter of its place where it does the least harm. An appointment that cuts a free span of length L into l and r harms
by L^2 - l^2 - r^2, times the number of matters the counter can take: short spans are filled up before long ones are
broken, ends before middles, and the counter that can do everything is left alone while a simpler one serves as well.
(Best fit, as in bin packing; the square rewards what stays whole.)

Searching all orders again as well costs as much as the whole search (docs/decisions/0007).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from eindach.planning.freetime import FreeTime
from eindach.planning.request import IntArray
from eindach.planning.selection import Visit
from eindach.planning.sequence import Stop

MOST_SERVED = 500
RANKS = 1 << 24
NOBODY = 1 << 60
"""More harm than any visit can do (12 * 1440^2 * 500 < 2^34)."""


class Gentlest(NamedTuple):
    """For each start tick of the day the harm of the gentlest counter (NOBODY: none is free), and which it is."""

    harm: IntArray
    counter: IntArray


@dataclass
class Sparing:
    """The gentlest visits of one request."""

    free: FreeTime
    _known: dict[tuple[int, int, int], Gentlest] = field(default_factory=dict)

    def stops(self, visit: Visit, stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
        """The same appointments, pushed and given to counters so that they do the least harm, as early as can be."""
        gentlest = [self._gentlest(stop.matter, stop.location, visit.day) for stop in stops]
        first = stops[0].start
        room = self.free.starts.ticks - (stops[-1].start - first)
        harm = np.zeros(room, dtype=np.int64)
        for stop, choice in zip(stops, gentlest, strict=True):
            harm += choice.harm[stop.start - first :][:room]
        push = int(harm.argmin()) - first
        return tuple(
            replace(stop, start=stop.start + push, counter=int(choice.counter[stop.start + push]))
            for stop, choice in zip(stops, gentlest, strict=True)
        )

    def _gentlest(self, matter: int, location: int, day: int) -> Gentlest:
        key = matter, location, day
        if key not in self._known:
            self._known[key] = self._compete(matter, location, day)
        return self._known[key]

    def _compete(self, matter: int, location: int, day: int) -> Gentlest:
        """All free spans compete for the starts they have room for; of equally gentle counters the first id wins."""
        spans, starts = self.free.request.free, self.free.starts
        rows = self.free.rows(matter, day)
        rows = rows[self.free.location_of[spans.counter[rows]] == location]
        opens, minutes, tick = starts.minute(day, 0), self.free.request.matters[matter].minutes, starts.tick
        first = np.maximum(0, -((opens - spans.start[rows]) // tick))
        last = np.minimum(starts.ticks - 1, (spans.end[rows] - minutes - opens) // tick)
        room = np.maximum(last - first + 1, 0)
        start = np.arange(room.sum()) - np.repeat(np.cumsum(room) - room - first, room)
        rows = np.repeat(rows, room)
        before = opens + start * tick - spans.start[rows]
        whole = spans.end[rows] - spans.start[rows]
        harm = np.minimum(whole**2 - before**2 - (whole - minutes - before) ** 2, 1440**2)
        harm = harm * self._serves[spans.counter[rows]] * RANKS + self.free.rank[spans.counter[rows]]
        best = np.full(starts.ticks, NOBODY * 4, dtype=np.int64)
        np.minimum.at(best, start, harm)
        best[~starts.allowed[matter, location][:, day]] = NOBODY * 4
        least, rank = np.divmod(best, RANKS)
        return Gentlest(np.where(best < NOBODY, least, NOBODY // 16), self._by_rank[rank % len(self._by_rank)])

    @cached_property
    def _serves(self) -> IntArray:
        """How many matters each counter can take: as told, else as seen in this request."""
        free, matters = self.free.request.free, len(self.free.request.matters)
        seen = np.zeros((len(self.free.request.counters), matters), dtype=np.bool_)
        seen[free.counter, free.matter] = True
        told = np.array([counter.serves for counter in self.free.request.counters], dtype=np.int64)
        return np.clip(np.where(told > 0, told, seen.sum(axis=1)), 1, MOST_SERVED)

    @cached_property
    def _by_rank(self) -> IntArray:
        return np.argsort(self.free.rank)
