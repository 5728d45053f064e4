"""The appointments of one visit whose set, start, length and changes of location are already known to be possible."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import numpy as np

from eindach.planning.freetime import FreeTime
from eindach.planning.search import MINUTES, Visits
from eindach.planning.selection import Visit
from eindach.planning.starts import StartTable

Step = tuple[int, int, int, int]
"""What may come next: start (tick), matter, location, changes of location (0 or 1)."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A matter at a counter (indexes), starting at a tick of the day."""

    matter: int
    location: int
    counter: int
    start: int


@dataclass
class DayPlan:
    """One day of a start table, with what is needed to put appointments into an order."""

    free: FreeTime
    starts: StartTable
    later: list[int]
    visits: Visits
    day: int
    _known: dict[tuple[int, int, int, int, int, int], bool] = field(default_factory=dict)

    @cached_property
    def rows(self) -> dict[tuple[int, int], list[int]]:
        """For each matter and location the ticks at which it may start."""
        return {place: np.flatnonzero(table[:, self.day]).tolist() for place, table in self.starts.allowed.items()}

    @cached_property
    def places(self) -> dict[int, list[int]]:
        """For each matter its locations on this day."""
        found: dict[int, list[int]] = {matter: [] for matter in range(len(self.later))}
        for (matter, location), rows in self.rows.items():
            if rows:
                found[matter].append(location)
        return found

    def steps(self, matters: int, done: int, location: int | None, ready: int) -> Iterator[Step]:
        """What may come next, each as early as it can."""
        for matter in range(len(self.later)):
            if not matters >> matter & 1 or done >> matter & 1 or self.later[matter] & done:
                continue
            for place in self.places[matter]:
                gap = 0 if location is None else self.starts.gaps[location][place]
                if gap is None:
                    continue
                rows = self.rows[matter, place]
                position = bisect_left(rows, ready + gap)
                if position < len(rows):
                    yield rows[position], matter, place, int(location is not None and location != place)

    def can_finish(self, visit: Visit, done: int, location: int, ready: int, changes: int) -> bool:
        """Whether the rest of a visit fits between `ready` and its end, with exactly as few changes as it has."""
        if done == visit.matters:
            return ready <= visit.start + visit.length and changes <= visit.changes
        if changes > visit.changes or not self._may_fit(visit, done, ready):
            return False
        state = (visit.matters, done, location, ready, changes, visit.start)
        known = self._known.get(state)
        if known is None:
            known = self._known[state] = any(
                self.can_finish(visit, done | 1 << matter, place, start + self.starts.lengths[matter], changes + more)
                for start, matter, place, more in self.steps(visit.matters, done, location, ready)
            )
        return known

    def _may_fit(self, visit: Visit, done: int, ready: int) -> bool:
        """Whether the best visit for the matters that are left, by itself, would fit into the time that is left."""
        return ready + self._least_gap + self._least[visit.matters ^ done] <= visit.start + visit.length

    @cached_property
    def _least(self) -> list[int]:
        least: list[int] = (self.visits.key[:, self.day] // MINUTES).tolist()
        return least

    @cached_property
    def _least_gap(self) -> int:
        return min((gap for row in self.starts.gaps for gap in row if gap is not None), default=0)

    def in_order(self, visits: list[Visit]) -> tuple[Visit, list[Stop]]:
        """Of visits with the same start the one whose appointments come first in (start, matter id, counter id).

        All visits are followed at once, appointment by appointment; those that cannot go on as the best does drop out.
        """
        done, location, ready, changes = 0, None, visits[0].start, 0
        stops: list[Stop] = []
        while open_visits := [visit for visit in visits if visit.matters & done == done and visit.matters != done]:
            chosen = self._next(open_visits, done, location, ready, changes)
            if chosen is None:
                break
            stop, more = chosen
            stops.append(stop)
            done |= 1 << stop.matter
            location, changes = stop.location, changes + more
            ready = stop.start + self.starts.lengths[stop.matter]
        return next(visit for visit in visits if visit.matters == done), stops

    def _next(
        self, visits: list[Visit], done: int, location: int | None, ready: int, changes: int
    ) -> tuple[Stop, int] | None:
        every = 0
        for visit in visits:
            every |= visit.matters
        for start, matter, place, more in self._in_order_of_ids(every, done, location, ready):
            after, ended = done | 1 << matter, start + self.starts.lengths[matter]
            for visit in visits:
                if visit.matters >> matter & 1 and self.can_finish(visit, after, place, ended, changes + more):
                    return Stop(matter, place, self._first_counter(matter, place, start)[1], start), more
        return None

    def _in_order_of_ids(self, matters: int, done: int, location: int | None, ready: int) -> list[Step]:
        """Next steps by (start, matter id, counter id); the first step of a visit starts at `ready` exactly."""
        names = [matter.id for matter in self.free.request.matters]
        steps = [
            step for step in self.steps(matters, done, location, ready) if location is not None or step[0] == ready
        ]
        ordered: list[Step] = []
        for _, group in groupby(sorted(steps, key=itemgetter(0, 1)), key=itemgetter(0, 1)):
            same = list(group)  # one matter at several places: only here counters decide
            ordered += (
                same
                if len(same) == 1
                else sorted(same, key=lambda step: self._first_counter(step[1], step[2], step[0]))
            )
        return sorted(ordered, key=lambda step: (step[0], names[step[1]]))

    def _first_counter(self, matter: int, location: int, start: int) -> tuple[int, int]:
        """The first free counter by id: its rank and its index."""
        counters = self.free.counters(matter, location, self.day, start)
        first = int(counters[self.free.rank[counters].argmin()])
        return int(self.free.rank[first]), first
