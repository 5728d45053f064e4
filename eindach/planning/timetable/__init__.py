"""An event day for everybody: the one door of the timetable engine.

    >>> asked = Request(
    ...     start=540, until=780, stations=(Station("bank", desks=1), Station("school", desks=1)), changeover_minutes=5,
    ...     visitors=(Visitor("ann", (Visit("bank", 20), Visit("school", 20)), arrives=540, leaves=660),
    ...               Visitor("ben", (Visit("bank", 20), Visit("school", 20)), arrives=540, leaves=660)),
    ... )
    >>> answer = timetable(asked, seconds=5)
    >>> answer.served, answer.waiting_minutes, answer.optimal
    (4, 90, True)

How the words of the format `eindach.timetable-request/1` are read (reasons: docs/decisions/0014-timetable.md):

- A visit starts at a multiple of `start_every_minutes` after midnight of the day, with either objective, past midnight
  too (counted on, not anew). It lies between `from` and `until` and inside the stay of its visitor.
- Between two visits of one visitor lies at least the changeover; before the first and after the last none is needed.
- `waiting`: most visits served; then the fewest minutes between arrival and last end, over all visitors. Arrival is
  what was announced, also where that is before `from`; whoever is not served at all counts as no minutes.
- `makespan`: the same with the last end of the day. Without `until` and `leaves` everything can be served.
- Promises come between: most served, then fewest promises moved, then fewest minutes. What runs or is done stays as it
  is, whatever the rules say.
- `bound`: no timetable that serves as many and keeps as many promises has fewer minutes.
"""

from __future__ import annotations

from eindach.planning.timetable.request import (
    Closure,
    PlannedVisit,
    Promise,
    Request,
    Station,
    Timetable,
    Unserved,
    Visit,
    Visitor,
)
from eindach.planning.timetable.score import Starts, makespan, waiting
from eindach.planning.timetable.tasks import Day, the_day

__all__ = [
    "Closure",
    "PlannedVisit",
    "Promise",
    "Request",
    "Station",
    "Timetable",
    "Unserved",
    "Visit",
    "Visitor",
    "timetable",
]

WORKERS = 4
"""Strategies of the solver that run beside each other: they complement each other even on fewer cores."""


def timetable(request: Request, *, seconds: float = 20.0, workers: int = WORKERS, seed: int = 1) -> Timetable:
    """The best timetable that is found in so many seconds; sooner when it is proved to be the best.

    One worker and a search that ends by itself: always the same answer. Wrong input raises ValueError.
    """
    # The solver costs a second and 100 MB to load: whoever only asks for the types shall not pay for it.
    from eindach.planning.timetable.solving import solve

    request.check()
    day = the_day(request)
    found = solve(day, seconds=seconds, workers=workers, seed=seed)
    return _answer(day, found.starts, found.served_bound, found.bound, found.optimal)


def _answer(day: Day, starts: Starts, served_bound: int, bound: int, optimal: bool) -> Timetable:
    from eindach.planning.timetable.desks import desks
    from eindach.planning.timetable.reasons import unserved

    request, desk = day.request, desks(day, starts)
    visits = [
        PlannedVisit(
            request.visitors[task.visitor].id,
            request.stations[task.station].id,
            desk[task.number],
            starts[task.number],
            starts[task.number] + task.minutes,
        )
        for task in sorted(day.tasks, key=lambda task: starts.get(task.number, 0))
        if task.number in starts
    ]
    told = {(visit.visitor, visit.station): visit.start for visit in visits}
    moved = sum(told.get((promise.visitor, promise.station)) != promise.start for promise in request.promised)
    return Timetable(
        tuple(visits),
        unserved(day, starts),
        len(starts),
        served_bound,
        moved,
        waiting(day, starts),
        makespan(day, starts),
        bound,
        optimal,
    )
