"""Which visits of which sets of matters make up one point of the frontier, when several ways tie.

Ties are settled by the order of `formats`: fewer changes of location, the earliest start, ids. The order is applied
visit by visit: appointments, in order of time, are compared one after another by (start, matter id, counter id). Two
different sets on the same first day always differ there, so a later visit never decides about an earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from eindach.planning.frontier import Point, Settling
from eindach.planning.request import IntArray
from eindach.planning.search import CHANGES, MINUTES, NEVER


@dataclass(frozen=True)
class Visit:
    """A set of matters settled on one day; start (tick), length (ticks) and changes of location are the best."""

    day: int
    matters: int
    start: int
    length: int
    changes: int


@dataclass
class Selection:
    """Finds, for one point, the visits that may come next and still reach it."""

    settling: Settling
    _tails: dict[tuple[int, int, int], IntArray] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        """The set of all matters."""
        return len(self.settling.visits.key) - 1

    def opening(self, point: Point) -> list[Visit]:
        """All first visits that start when the best itinerary of this point does."""
        if point.visits == 1:
            return [self._visit(self.everything, point.last)]
        day, start = divmod(point.key % CHANGES, self.settling.ticks)
        parts, rest = self._splits(self.everything)
        visits = self.settling.visits
        fits = (visits.key[parts, day] < NEVER) & (visits.first[parts, day] == start)
        target = point.key - point.key % CHANGES
        return [
            self._visit(int(part), day)
            for part, other in zip(parts[fits], rest[fits], strict=True)
            if visits.key[part, day] + self._tail(point.visits - 1, int(other), point.last)[day] == target
        ]

    def following(self, number: int, matters: int, after: int, last: int) -> list[Visit]:
        """All next visits, on the earliest possible day and start, that begin a best rest of `number` visits."""
        if number == 1:
            return [self._visit(matters, last)]
        totals, parts = self._totals(number, matters, last)
        totals = totals[:, after + 1 :]
        part, day = np.nonzero(totals == totals.min())
        earliest = day == day.min()
        found = [self._visit(int(parts[row]), after + 1 + int(day.min())) for row in part[earliest]]
        start = min(visit.start for visit in found)
        return [visit for visit in found if visit.start == start]

    def _visit(self, matters: int, day: int) -> Visit:
        visits = self.settling.visits
        length, changes = divmod(int(visits.key[matters, day]), MINUTES)
        return Visit(day, matters, int(visits.first[matters, day]), length, changes // CHANGES)

    def _splits(self, matters: int) -> tuple[IntArray, IntArray]:
        """(first part, the rest that comes later)."""
        return self.settling.splits.of(matters)

    def _totals(self, number: int, matters: int, last: int) -> tuple[IntArray, IntArray]:
        """(parts, days): the best key if the first of `number` visits settles this part on this day."""
        parts, rest = self._splits(matters)
        key = self.settling.visits.key
        if number == 2:
            tails = np.repeat(key[rest, last][:, None], key.shape[1], axis=1)
        else:
            tails = np.array([self._tail(number - 1, int(other), last) for other in rest]).reshape(-1, key.shape[1])
        totals = np.minimum(key[parts] + tails, NEVER)
        totals[:, last:] = NEVER
        return totals, parts

    def _tail(self, number: int, matters: int, last: int) -> IntArray:
        """For each day the best key of settling these matters in so many visits on later days, ending on `last`."""
        known = self._tails.get((number, matters, last))
        if known is None:
            tail = np.full(self.settling.visits.days, NEVER, dtype=np.int64)
            if number == 1:
                tail[:last] = self.settling.visits.key[matters, last]
            elif last > 0:
                best = self._totals(number, matters, last)[0].min(axis=0, initial=NEVER)
                tail[:-1] = np.minimum.accumulate(best[:0:-1])[::-1]
            known = self._tails[number, matters, last] = tail
        return known
