"""The least time on site for every set of matters on every day.

Dynamic programming over (set of matters, last location) in the manner of Held and Karp (1962), with a whole table
(ticks, days) as the value of a state instead of one number:

    arrival[S, l][t, d] = the latest start of a visit on day d that settles S, ends at location l, not after tick t.

Going on to a matter at another place shifts the table by the gap, keeps the ticks where that matter may start, and
shifts by its length; several ways into one state are merged by the maximum. All of it is contiguous 16-bit
arithmetic on (ticks x days) numbers at once, and no clock time is ever looked up.

The value also carries the changes of location: value = (start + bias) * RADIX - changes. A visit that is shortest
of all for its set must have the latest start in every state it passes (else exchanging the beginning would make it
shorter), so the maximum of these values is exact for (minutes, changes) in that order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eindach.planning.request import IntArray
from eindach.planning.starts import StartTable

Ticks = NDArray[np.signedinteger]
Arrivals = dict[int, Ticks]
NEVER = 1 << 60
MINUTES, CHANGES = 1 << 36, 1 << 30
"""A key orders visits: time on site (ticks) * MINUTES + changes of location * CHANGES (+ a position < CHANGES)."""
MEMORY = 40_000_000


@dataclass(frozen=True)
class Visits:
    """For every set of matters (row = bit mask) and day: the key of the best visit (NEVER: none) and its first tick."""

    key: IntArray
    first: IntArray

    @property
    def days(self) -> int:
        return int(self.key.shape[1])


def best_visits(starts: StartTable, later: list[int]) -> Visits:
    """Search all days. `later[m]` is the set of matters that must come after m.

    Time grows with 2^matters * matters * places and linearly with days; memory stays below about 40 MB, because days
    are searched in portions.
    """
    sets, days = 1 << len(later), len(starts.days)
    key = np.full((sets, days), NEVER, dtype=np.int64)
    first = np.zeros((sets, days), dtype=np.int64)
    for portion in _portions(starts, len(later)):
        _DaySearch(starts, later, portion).run(key[:, portion], first[:, portion])
    return Visits(key, first)


def _portions(starts: StartTable, matters: int) -> Iterator[slice]:
    ends = starts.ticks + max(starts.lengths)
    states = (1 << matters) * len(starts.locations) * 0.6 + 40
    size = max(1, min(len(starts.days), int(MEMORY / (states * ends * 2))))
    portions = -(-len(starts.days) // size)
    for number in range(portions):
        yield slice(len(starts.days) * number // portions, len(starts.days) * (number + 1) // portions)


class _DaySearch:
    """One portion of days. Tables are flat, tick by tick, so that a shift in time is a slice."""

    def __init__(self, starts: StartTable, later: list[int], days: slice) -> None:
        self.starts, self.later = starts, later
        self.matters = len(later)
        self.days = len(range(*days.indices(len(starts.days))))
        self.ends = starts.ticks + max(starts.lengths)
        self.bias = self.ends
        self.radix = max(2, 1 << self.matters.bit_length())
        small = (starts.ticks + self.bias + 1) * self.radix < np.iinfo(np.int16).max
        self.dtype = np.dtype(np.int16 if small else np.int32)
        keep, drop = self.dtype.type(-1), self.dtype.type(0)
        self.mask = {place: np.where(table[:, days].reshape(-1), keep, drop) for place, table in starts.allowed.items()}
        self.places = [starts.places(matter) for matter in range(self.matters)]
        self.work = np.empty(starts.ticks * self.days, dtype=self.dtype)
        self.buffer = np.empty((len(starts.locations), len(self.work)), dtype=self.dtype)
        self.now = np.repeat(np.arange(self.ends, dtype=self.dtype) * self.dtype.type(self.radix), self.days)

    def run(self, key: IntArray, first: IntArray) -> None:
        """The layers of Held and Karp: all sets of one size, then all of the next."""
        layer: dict[int, Arrivals] = {0: {}}
        for _ in range(self.matters):
            following: dict[int, Arrivals] = {}
            for done in sorted(layer):
                self._extend(done, layer.pop(done), following)
            layer = {}
            while following:
                done, arrivals = following.popitem()
                if self._record(arrivals, key[done], first[done]) and done + 1 < 1 << self.matters:
                    layer[done] = self._with_waiting(arrivals)

    def _extend(self, done: int, arrivals: Arrivals, following: dict[int, Arrivals]) -> None:
        """Add every matter that may come next, at every location, to a set."""
        ready: dict[int, Ticks | None] = {}
        for matter in range(self.matters):
            if done >> matter & 1 or self.later[matter] & done:
                continue
            for location in self.places[matter]:
                if location not in ready:
                    ready[location] = self._ready(arrivals, location) if done else self._fresh()
                self._append(ready[location], matter, location, following.setdefault(done | 1 << matter, {}))

    def _fresh(self) -> Ticks:
        """A visit begins whenever its first matter does."""
        start = np.arange(self.bias, self.bias + self.starts.ticks, dtype=self.dtype) * self.dtype.type(self.radix)
        return np.repeat(start, self.days)

    def _ready(self, arrivals: Arrivals, location: int) -> Ticks | None:
        """The best value with which somebody can be at a location, ready to start, tick by tick."""
        ready: Ticks | None = None
        for origin, table in arrivals.items():
            gap = self.starts.gaps[origin][location]
            if gap is None or gap >= self.starts.ticks or origin == location:
                continue
            ready = self._merge(ready, table, gap)
        if ready is not None:
            ready -= self.dtype.type(1)
        if location in arrivals and (gap := self.starts.gaps[location][location]) is not None:
            ready = self._merge(ready, arrivals[location], gap) if gap < self.starts.ticks else ready
        return ready

    def _merge(self, ready: Ticks | None, table: Ticks, gap: int) -> Ticks:
        shift, size = gap * self.days, self.starts.ticks * self.days
        if ready is None:
            ready = np.zeros(size, dtype=self.dtype)
            ready[shift:] = table[: size - shift]
        else:
            np.maximum(ready[shift:], table[: size - shift], out=ready[shift:])
        return ready

    def _append(self, ready: Ticks | None, matter: int, location: int, arrivals: Arrivals) -> None:
        if ready is None:
            return
        np.bitwise_and(ready, self.mask[matter, location], out=self.work)
        shift = self.starts.lengths[matter] * self.days
        table = arrivals.get(location)
        if table is None:
            table = arrivals[location] = np.zeros(self.ends * self.days, dtype=self.dtype)
        ended = table[shift : shift + len(self.work)]
        np.maximum(ended, self.work, out=ended)

    def _with_waiting(self, arrivals: Arrivals) -> Arrivals:
        """Whoever has arrived may wait: the running maximum over the ticks, by doubling, all places at once."""
        size = self.starts.ticks * self.days
        table = np.array([ended[:size] for ended in arrivals.values()])
        other = self.buffer[: len(table)]
        shift = self.days
        while shift < size:
            np.maximum(table[:, shift:], table[:, :-shift], out=other[:, shift:])
            other[:, :shift] = table[:, :shift]
            table, other, shift = other, table, shift * 2
        if table.base is self.buffer:
            other[:] = table
            table = other
        return dict(zip(arrivals, table, strict=True))

    def _record(self, arrivals: Arrivals, key: IntArray, first: IntArray) -> bool:
        """Note the best visit of each day; of equally good ones the earliest. False if no day has one."""
        if not arrivals:
            return False
        tables = iter(arrivals.values())
        best = next(tables)
        for table in tables:
            best = np.maximum(best, table)
        cost = (self.now - best).reshape(self.ends, self.days)
        tick = cost.argmin(axis=0)
        least = cost[tick, np.arange(self.days)].astype(np.int64)
        length, changes = np.divmod(least, self.radix)
        length += self.bias
        possible = least < 0
        key[possible] = (length * MINUTES + changes * CHANGES)[possible]
        first[possible] = (tick - length)[possible]
        return bool(possible.any())
