"""Which counters and starts leave the most useful free time to the people who come later (`tie="whole-spans"`).

Among the shortest visits with the fewest changes of location this picks the one that does the least harm. An
appointment that cuts a free span of length L into l and r harms by L^2 - l^2 - r^2, times the number of matters the
counter can take: short spans are filled up before long ones are broken, ends before middles, and the counter that
can do everything is left alone while a simpler one serves as well. (Best fit, as in bin packing; the square rewards
what stays whole.)

The search of `search` is repeated for one day and one set, with the harm as the third, smallest part of the value;
there it is exact for the same reason as the changes of location are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from eindach.planning.freetime import FreeTime
from eindach.planning.request import IntArray
from eindach.planning.selection import Visit
from eindach.planning.sequence import Stop
from eindach.planning.starts import Place, StartTable

HARM = 1 << 34
"""One change of location weighs more than the harm of a whole visit ever can (12 * 1440^2 * 500 < 2^34)."""
MOST_SERVED = 500
RANKS = 1 << 24
NOTHING = -1 << 62


class Cheapest(NamedTuple):
    """For each start tick of the day the harm of the gentlest counter, and which counter that is (-1: none)."""

    harm: IntArray
    counter: IntArray


@dataclass
class Sparing:
    """The gentlest visits of one request."""

    free: FreeTime
    starts: StartTable
    later: list[int]
    _known: dict[tuple[int, int, int], Cheapest] = field(default_factory=dict)

    def stops(self, visit: Visit) -> tuple[Stop, ...]:
        """Appointments of this day and set, as short and with as few changes as `visit`, that do the least harm."""
        matters = [matter for matter in range(len(self.later)) if visit.matters >> matter & 1]
        cheapest = {
            (matter, location): self._known.get((matter, location, visit.day))
            or self._cheapest(matter, location, visit.day)
            for matter in matters
            for location in self.starts.places(matter)
        }
        return tuple(_GentleSearch(self.starts, self.later, visit, cheapest).stops())

    def _cheapest(self, matter: int, location: int, day: int) -> Cheapest:
        """All free spans compete for the starts they have room for; of equally gentle counters the first id wins."""
        spans, tick = self.free.request.free, self.starts.tick
        rows = self.free.rows(matter, day)
        rows = rows[self.free.location_of[spans.counter[rows]] == location]
        opens, minutes = self.starts.minute(day, 0), self.free.request.matters[matter].minutes
        first = np.maximum(0, -((opens - spans.start[rows]) // tick))
        last = np.minimum(self.starts.ticks - 1, (spans.end[rows] - minutes - opens) // tick)
        room = np.maximum(last - first + 1, 0)
        start = np.arange(room.sum()) - np.repeat(np.cumsum(room) - room - first, room)
        rows = np.repeat(rows, room)
        before = opens + start * tick - spans.start[rows]
        whole = spans.end[rows] - spans.start[rows]
        harm = np.minimum(whole**2 - before**2 - (whole - minutes - before) ** 2, 1440**2)
        harm *= self._serves[spans.counter[rows]]
        best = np.full(self.starts.ticks, NOTHING, dtype=np.int64)
        np.maximum.at(best, start, -(harm * RANKS + self.free.rank[spans.counter[rows]]))
        best[~self.starts.allowed[matter, location][:, day]] = NOTHING
        harm, rank = np.divmod(-best, RANKS)
        cheapest = Cheapest(harm, np.where(best > NOTHING, self._by_rank[rank % len(self._by_rank)], -1))
        self._known[matter, location, day] = cheapest
        return cheapest

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


class _GentleSearch:
    """Held and Karp on one day; the tables (one number a tick) of all states are kept, to walk back."""

    def __init__(self, starts: StartTable, later: list[int], visit: Visit, cheapest: dict[Place, Cheapest]) -> None:
        self.starts, self.later, self.visit, self.cheapest = starts, later, visit, cheapest
        self.ends = starts.ticks + max(starts.lengths)
        self.radix = (len(later) + 1) * HARM
        self.ended: dict[Place, IntArray] = {}
        self.waiting: dict[Place, IntArray] = {}
        self.ready: dict[Place, IntArray] = {}
        self.matters = [matter for matter in range(len(later)) if visit.matters >> matter & 1]

    def stops(self) -> list[Stop]:
        """The stops of the gentlest visit."""
        for done in _subsets(self.visit.matters):
            self._close(done)
            for matter in self.matters:
                if not done >> matter & 1 and not self.later[matter] & done:
                    self._append(done, matter)
        return self._walk_back()

    def _close(self, done: int) -> None:
        for location in range(len(self.starts.locations)):
            if (done, location) in self.ended:
                self.waiting[done, location] = np.maximum.accumulate(self.ended[done, location])

    def _ready(self, done: int, location: int) -> IntArray:
        known = self.ready.get((done, location))
        if known is None:
            known = self.ready[done, location] = self._be_ready(done, location)
        return known

    def _be_ready(self, done: int, location: int) -> IntArray:
        if not done:
            return (np.arange(self.starts.ticks) + self.ends) * self.radix
        ready = np.full(self.starts.ticks, NOTHING, dtype=np.int64)
        for origin, gap in self._origins(done, location):
            change = HARM if origin != location else 0
            table = self.waiting[done, origin][: self.starts.ticks - gap]
            np.maximum(ready[gap:], table - change, out=ready[gap:])
        return ready

    def _origins(self, done: int, location: int) -> list[tuple[int, int]]:
        """(location before, gap) of all states from which a location is reached."""
        gaps = self.starts.gaps
        return [
            (origin, gap)
            for origin in range(len(gaps))
            if (gap := gaps[origin][location]) is not None and gap < self.starts.ticks and (done, origin) in self.ended
        ]

    def _append(self, done: int, matter: int) -> None:
        for location in self.starts.places(matter):
            cheapest = self.cheapest.get((matter, location))
            if cheapest is None:
                continue
            value = np.where(cheapest.counter >= 0, self._ready(done, location) - cheapest.harm, NOTHING)
            state = (done | 1 << matter, location)
            table = self.ended.setdefault(state, np.full(self.ends, NOTHING, dtype=np.int64))
            length = self.starts.lengths[matter]
            view = table[length : length + self.starts.ticks]
            np.maximum(view, value, out=view)

    def _walk_back(self) -> list[Stop]:
        """From the best end to the start; of equally good ways the one with the earliest end is taken."""
        done, stops = self.visit.matters, []
        now = np.arange(self.ends) * self.radix
        places = [place for place in range(len(self.starts.locations)) if (done, place) in self.ended]
        cost = [now - self.ended[done, place] for place in places]
        best = min(range(len(places)), key=lambda number: (int(cost[number].min()), int(cost[number].argmin())))
        location, end = places[best], int(cost[best].argmin())
        while done:
            stop = self._last_stop(done, location, end)
            stops.append(stop)
            done ^= 1 << stop.matter
            if done:
                location, end = self._before(done, stop)
        return stops[::-1]

    def _last_stop(self, done: int, location: int, end: int) -> Stop:
        value = self.ended[done, location][end]
        for matter in self.matters:
            cheapest = self.cheapest.get((matter, location))
            row = end - self.starts.lengths[matter]
            if not done >> matter & 1 or cheapest is None or not 0 <= row < self.starts.ticks:
                continue
            rest = done ^ 1 << matter
            if self.later[matter] & rest or cheapest.counter[row] < 0:
                continue
            if self._ready(rest, location)[row] - cheapest.harm[row] == value:
                return Stop(matter, location, int(cheapest.counter[row]), row)
        raise AssertionError("every state has a last stop")

    def _before(self, done: int, stop: Stop) -> tuple[int, int]:
        """Location and end of the stop before."""
        value = self._ready(done, stop.location)[stop.start]
        for origin, gap in self._origins(done, stop.location):
            change = HARM if origin != stop.location else 0
            if stop.start >= gap and self.waiting[done, origin][stop.start - gap] - change == value:
                return origin, int(np.argmax(self.ended[done, origin] == value + change))
        raise AssertionError("every stop but the first has one before it")


def _subsets(whole: int) -> list[int]:
    """All subsets but the whole, smaller numbers first."""
    return [part for part in range(whole) if part & whole == part]
