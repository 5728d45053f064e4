"""What is asked of the itinerary engine, and what it answers: plain values, no behaviour beyond their own consistency.

Free time is columnar (one numpy array a column) because a database can hand over 20,000 spans that way in a few
milliseconds. All times are whole minutes since 1970 in UTC; periods are half-open; lengths are whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eindach.planning.hours import OpenTimes

IntArray = NDArray[np.int64]
Tie = Literal["earliest", "whole-spans"]
MOST_MATTERS = 12
"""Time and memory grow with 3^matters; a person with more errands than this wants advice, not a timetable."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something a person wants settled: how long it takes and which matters (ids) have to end before it starts."""

    id: str
    minutes: int
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counter:
    """One expert's place; whoever sits in two locations on different days is two counters with one id.

    `serves` (0 = count the matters of this request) is the number of matters it can take at all.
    """

    id: str
    location: str
    serves: int = 0


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes between two appointments of a day: at one location, and between two (unordered; not listed: never)."""

    changeover_minutes: int = 0
    between: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def minutes(self, origin: str, destination: str) -> int | None:
        """Minutes from one location to another, or None where the two cannot follow one another on a day."""
        if origin == destination:
            return self.changeover_minutes
        found = self.between.get((origin, destination))
        return found if found is not None else self.between.get((destination, origin))


@dataclass(frozen=True, slots=True)
class FreeSpans:
    """Free time: row r says that `counters[counter[r]]` is free for `matters[matter[r]]` in [start[r], end[r])."""

    matter: IntArray
    counter: IntArray
    start: IntArray
    end: IntArray

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int]]) -> FreeSpans:
        """From (matter index, counter index, start, end) rows."""
        table = np.array(list(rows), dtype=np.int64).reshape(-1, 4)
        return cls(*(np.ascontiguousarray(column) for column in table.T))

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Request:
    """One person's wish; how its words are read stands in `itinerary`. No `windows` (UTC minutes) means any time."""

    timezone: str
    matters: tuple[Matter, ...]
    counters: tuple[Counter, ...]
    free: FreeSpans
    start_every_minutes: int = 5
    travel: Travel = field(default_factory=Travel)
    windows: tuple[tuple[int, int], ...] = ()
    max_days: int = 1
    tie: Tie = "earliest"

    def check(self) -> None:
        """Raise ValueError if the request contradicts itself (for people's input `itinerary_format` says it better)."""
        faults = {
            "no matters": not self.matters,
            "two matters with one id": len({matter.id for matter in self.matters}) < len(self.matters),
            f"more than {MOST_MATTERS} matters": len(self.matters) > MOST_MATTERS,
            "a counter twice": len({(c.id, c.location) for c in self.counters}) < len(self.counters),
            "a matter that takes no time": any(matter.minutes < 1 for matter in self.matters),
            "after an unknown matter": not {name for m in self.matters for name in m.after}
            <= {m.id for m in self.matters},
            "max_days below 1": self.max_days < 1,
            "start_every_minutes outside 1..1440": not 1 <= self.start_every_minutes <= 1440,
            "travel that takes negative time": min([self.travel.changeover_minutes, *self.travel.between.values()]) < 0,
            "free time of an unknown matter or counter": not self._indexes_fit(),
        }
        for fault, present in faults.items():
            if present:
                raise ValueError(fault)

    def _indexes_fit(self) -> bool:
        pairs = ((self.free.matter, self.matters), (self.free.counter, self.counters))
        return all(not len(rows) or 0 <= rows.min() <= rows.max() < len(named) for rows, named in pairs)


@dataclass(frozen=True, slots=True)
class Appointment:
    """One matter at one counter; `start` and `end` are aware, in the request's zone."""

    matter: str
    counter: str
    location: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One point of the frontier and the appointments (in order of time) that reach it."""

    days: int
    completed_on: date
    minutes_on_site: int
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing is possible, as facts (for a translated sentence) and as an English sentence.

    `cause` says more than `kind`: "none", "too-short", "off-step" (no-free-span); "windows" (outside-windows); "days",
    "order", "distance", "time", "midnight" (never-together). `open` has the free times of the matters,
    `person` those of the person (None: any time), `facts` plain numbers: needed_minutes, longest_minutes, days_needed,
    days_allowed.
    """

    kind: Literal["no-free-span", "outside-windows", "never-together"]
    matters: tuple[str, ...]
    cause: str
    message: str
    open: Mapping[str, OpenTimes] = field(default_factory=dict)
    person: OpenTimes | None = None
    facts: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Itineraries:
    """The answer: the frontier in order of (days, completed_on, minutes_on_site), or why there is none."""

    itineraries: tuple[Itinerary, ...] = ()
    impossible: tuple[Reason, ...] = ()
