"""The request as numbers: every visit with the minutes at which it may start, every desk with its hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from eindach.planning.timetable.request import Promise, Request, Visitor


@dataclass(frozen=True, slots=True)
class Task:
    """One visit. It starts at one of `starts`, or when it was promised; a `fact` (running, done) has one start only."""

    number: int
    visitor: int
    station: int
    minutes: int
    starts: range
    promised: int | None = None
    fact: bool = False
    desk: int | None = None

    @property
    def possible(self) -> bool:
        """Whether there is any start at all."""
        return bool(self.starts) or self.promised is not None

    @property
    def aside(self) -> int | None:
        """The promised start where it is not one of `starts`."""
        return None if self.promised in self.starts else self.promised

    @property
    def first(self) -> int:
        """The earliest start."""
        return min([*self.starts[:1], *([] if self.promised is None else [self.promised])])

    @property
    def last(self) -> int:
        """The latest start."""
        return max([*self.starts[-1:], *([] if self.promised is None else [self.promised])])


@dataclass(frozen=True, slots=True)
class Closing:
    """So many desks of a station (its number) that are closed in [start, end) and not needed by a fact."""

    station: int
    start: int
    end: int
    desks: int


@dataclass(frozen=True)
class Day:
    """All of it. `tasks` are numbered visitor by visitor, the impossible ones among them; `arrivals` by visitor."""

    request: Request
    tasks: tuple[Task, ...]
    closings: tuple[Closing, ...]
    arrivals: tuple[int, ...]

    @property
    def step(self) -> int:
        return self.request.start_every_minutes

    @property
    def changeover(self) -> int:
        return self.request.changeover_minutes

    def desks(self, station: int) -> int:
        return self.request.stations[station].desks

    def by_visitor(self) -> list[list[Task]]:
        """The possible tasks of every visitor."""
        found: list[list[Task]] = [[] for _ in self.request.visitors]
        for task in self.tasks:
            if task.possible:
                found[task.visitor].append(task)
        return found

    def by_station(self) -> list[list[Task]]:
        """The possible tasks of every station."""
        found: list[list[Task]] = [[] for _ in self.request.stations]
        for task in self.tasks:
            if task.possible:
                found[task.station].append(task)
        return found


def the_day(request: Request) -> Day:
    """A request as numbers."""
    number = {station.id: position for position, station in enumerate(request.stations)}
    promises = {(promise.visitor, promise.station): promise for promise in request.promised}
    horizon = _horizon(request)
    tasks: list[Task] = []
    for position, visitor in enumerate(request.visitors):
        for visit in visitor.visits:
            promise = promises.get((visitor.id, visit.station))
            task = Task(len(tasks), position, number[visit.station], visit.minutes, range(0))
            tasks.append(_timed(task, request, visitor, promise, horizon))
    arrivals = tuple(request.start if v.arrives is None else v.arrives for v in request.visitors)
    return Day(request, tuple(tasks), _closings(request, tasks, number), arrivals)


def opening(request: Request, visitor: Visitor) -> int:
    """The first minute at which a visitor can be served."""
    return max(time for time in (request.start, visitor.arrives, request.now) if time is not None)


def closing(request: Request, visitor: Visitor) -> int | None:
    """The minute by which a visitor must have been served; None: any time."""
    return min((time for time in (request.until, visitor.leaves) if time is not None), default=None)


def _timed(task: Task, request: Request, visitor: Visitor, promise: Promise | None, horizon: int) -> Task:
    desk = None if promise is None else promise.desk
    if promise is not None and promise.state != "promised":
        return replace(task, starts=range(promise.start, promise.start + 1), fact=True, desk=desk)
    step, first, end = request.start_every_minutes, opening(request, visitor), closing(request, visitor)
    last = (horizon if end is None else end) - task.minutes
    starts = range(first + -first % step, last + 1, step)
    kept = promise is not None and first <= promise.start <= last  # what was told stays possible off the grid too
    return replace(task, starts=starts, promised=promise.start if promise is not None and kept else None, desk=desk)


def _horizon(request: Request) -> int:
    """A minute by which everything can be served one after another: an open end is not searched further."""
    step = request.start_every_minutes
    begin = max(
        [
            request.start,
            *(opening(request, visitor) for visitor in request.visitors),
            *(promise.start for promise in request.promised),
            *(closure.end for closure in request.closed),
        ]
    )
    lengths = [visit.minutes + request.changeover_minutes for v in request.visitors for visit in v.visits]
    return begin + step + sum(length + -length % step for length in lengths)


def _closings(request: Request, tasks: list[Task], number: dict[str, int]) -> tuple[Closing, ...]:
    """Where closures overlap they add up; where a fact needs the desk, the fact goes first."""
    found: list[Closing] = []
    for name in sorted({closure.station for closure in request.closed}):
        station = number[name]
        closures = [(c.start, c.end, c.desks) for c in request.closed if c.station == name]
        facts = [(task.first, task.first + task.minutes) for task in tasks if task.fact and task.station == station]
        marks = {time for start, end, _ in closures for time in (start, end)} | {
            time for fact in facts for time in fact
        }
        for begin, finish in pairwise(sorted(marks)):
            closed = sum(desks for start, end, desks in closures if start <= begin < end)
            taken = sum(start <= begin < end for start, end in facts)
            desks = min(closed, request.stations[station].desks - taken)
            if desks > 0:
                found.append(Closing(station, begin, finish, desks))
    return tuple(found)
