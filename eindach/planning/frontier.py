"""From visits of one day to the exact Pareto frontier over several days.

settled[k][U, d] = the best key with which exactly k visits, all on days up to d, settle the set U. One visit more:
settled[k][U, d] = min over parts V of U of settled[k - 1][U - V, before d] + visit[V, d]. A point of the frontier
with k days completed on day d is the best of settled[k - 1][all - V, before d] + visit[V, d].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from eindach.planning.request import IntArray
from eindach.planning.search import MINUTES, NEVER, Visits
from eindach.planning.splits import Splits

PORTION = 500_000


@dataclass(frozen=True)
class Point:
    """`visits` days, the last of them `last`; `key` has minutes, changes and the place of the first start in time."""

    visits: int
    last: int
    key: int

    @property
    def length(self) -> int:
        """Ticks on site."""
        return self.key // MINUTES


@dataclass
class Settling:
    """The recursion above; its tables are kept because reasons and tie-breaking ask for them again."""

    visits: Visits
    splits: Splits
    ticks: int
    _settled: list[IntArray] = field(default_factory=list)

    def frontier(self, max_days: int) -> list[Point]:
        """The points none of which is beaten in (days, last day, minutes), in that order."""
        least = np.full(self.visits.days, NEVER, dtype=np.int64)
        points: list[Point] = []
        for number in range(1, max_days + 1):
            totals = self._completed(number)
            for last, key in _improvements(totals, least):
                points.append(Point(number, last, key))
            least = np.minimum.accumulate(np.minimum(least, totals // MINUTES))
        return points

    def possible(self, max_days: int) -> IntArray:
        """For each set of matters whether (1) or not (0) it can be settled within so many days at all."""
        found = np.zeros(len(self.visits.key), dtype=np.int64)
        for number in range(1, max_days + 1):
            found |= (self.settled(number)[:, -1] < NEVER).astype(np.int64)
        return found

    def settled(self, number: int) -> IntArray:
        """The table (sets, days) for exactly this number of visits."""
        while len(self._settled) < number:
            table = self._one_more(self._settled[-1]) if self._settled else self._first_visit()
            self._settled.append(np.minimum.accumulate(table, axis=1))
        return self._settled[number - 1]

    def _first_visit(self) -> IntArray:
        position = np.arange(self.visits.days) * self.ticks + self.visits.first
        return np.minimum(self.visits.key + position, NEVER)

    def _one_more(self, before: IntArray) -> IntArray:
        earlier = _shifted(before)
        table = np.full_like(before, NEVER)
        for sets, rows in self.splits.portions(PORTION // max(1, self.visits.days)):
            whole, visit = self.splits.whole[rows], self.splits.visit[rows]
            total = earlier[whole ^ visit] + self.visits.key[visit]
            table[sets] = np.minimum.reduceat(total, self.splits.begin[sets] - rows.start, axis=0)
        return np.minimum(table, NEVER)

    def _completed(self, number: int) -> IntArray:
        """The best key that settles everything in exactly so many visits, the last of them on each day."""
        everything = len(self.visits.key) - 1
        if number == 1:
            return np.asarray(self._first_visit()[everything])
        rest, visit = self.splits.of(everything)
        total = _shifted(self.settled(number - 1))[rest] + self.visits.key[visit]
        best: IntArray = total.min(axis=0, initial=NEVER)
        return best


def _shifted(table: IntArray) -> IntArray:
    """Up to the day before."""
    shifted = np.full_like(table, NEVER)
    shifted[:, 1:] = table[:, :-1]
    return shifted


def _improvements(totals: IntArray, least: IntArray) -> Iterator[tuple[int, int]]:
    """Days on which fewer minutes are reached than before, or than with fewer visits up to that day."""
    lengths = totals // MINUTES
    best = NEVER // MINUTES
    for day in np.flatnonzero((totals < NEVER) & (lengths < least)):
        if lengths[day] < best:
            best = int(lengths[day])
            yield int(day), int(totals[day])
