"""What is asked for an event day, and what is answered: plain values, no behaviour beyond their own consistency.

Times are whole minutes after local midnight of the day (1500 is 01:00 in the next night); periods are half-open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Objective = Literal["waiting", "makespan"]
State = Literal["promised", "running", "done"]
ReasonKind = Literal["stay-too-short", "other-visits", "station-full"]


@dataclass(frozen=True, slots=True)
class Station:
    """A station with as many equal desks; each serves one visitor at a time."""

    id: str
    desks: int = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """A visitor's wish to be at a station (its id) for so many minutes."""

    station: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with visits in any order, there from `arrives` to `leaves` (None: from the start, until the end)."""

    id: str
    visits: tuple[Visit, ...]
    arrives: int | None = None
    leaves: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A time somebody was told before: kept if possible. "running" and "done" are facts: they stay as they are."""

    visitor: str
    station: str
    start: int
    state: State = "promised"
    desk: int | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """So many desks of a station are not staffed from `start` to `end`."""

    station: str
    start: int
    end: int
    desks: int = 1


@dataclass(frozen=True, slots=True)
class Request:
    """An event day. `until` None: open end. `now`: nothing that is not a fact starts before this minute."""

    start: int
    stations: tuple[Station, ...]
    visitors: tuple[Visitor, ...]
    until: int | None = None
    start_every_minutes: int = 5
    changeover_minutes: int = 0
    objective: Objective = "waiting"
    promised: tuple[Promise, ...] = ()
    closed: tuple[Closure, ...] = ()
    now: int | None = None

    def check(self) -> None:
        """Raise ValueError if the request contradicts itself (for people's input `day_format` says it better)."""
        visits = [(visitor.id, visit.station) for visitor in self.visitors for visit in visitor.visits]
        stations = [station.id for station in self.stations]
        named = [*(station for _, station in visits), *(closure.station for closure in self.closed)]
        faults = {
            "two stations with one id": _repeat(stations),
            "two visitors with one id": _repeat(visitor.id for visitor in self.visitors),
            "one visitor twice at one station": _repeat(visits),
            "an unknown station": not set(named) <= set(stations),
            "a promise for a visit that nobody wants": not {(p.visitor, p.station) for p in self.promised}
            <= set(visits),
            "two promises for one visit": _repeat((promise.visitor, promise.station) for promise in self.promised),
            "a visit that takes no time": any(visit.minutes < 1 for v in self.visitors for visit in v.visits),
            "a station without desks": any(station.desks < 1 for station in self.stations),
            "start_every_minutes below 1": self.start_every_minutes < 1,
            "changeover_minutes below 0": self.changeover_minutes < 0,
            "the objective `waiting` without `until`": self.objective == "waiting" and self.until is None,
        }
        for fault, present in faults.items():
            if present:
                raise ValueError(fault)


def _repeat(names: Iterable[object]) -> bool:
    listed = list(names)
    return len(set(listed)) < len(listed)


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One visit at one desk (1, 2, …)."""

    visitor: str
    station: str
    desk: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unserved:
    """A visit that found no place; `message` says what would help.

    "stay-too-short": not even alone inside the visitor's stay. "other-visits": the visitor's other visits leave no
    room. "station-full": the visitor has time, but then every desk is taken.
    """

    visitor: str
    station: str
    reason: ReasonKind
    message: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """Who is where, when, in order of time.

    `waiting_minutes` lie between arrival and last end, over all visitors; `makespan_minutes` end with the last end.
    `bound`: no timetable that serves as many (and moves as few promises) has fewer minutes of what was asked for;
    `served_bound`: none serves more. `optimal`: both are reached. `moved`: promises that could not be kept.
    """

    visits: tuple[PlannedVisit, ...]
    unserved: tuple[Unserved, ...]
    served: int
    served_bound: int
    moved: int
    waiting_minutes: int
    makespan_minutes: int
    bound: int
    optimal: bool
