"""Minutes that no timetable can do without, by counting only: what is proved before the solver has begun."""

from __future__ import annotations

from collections.abc import Sequence

from eindach.planning.timetable.model import visitor_work
from eindach.planning.timetable.tasks import Day, Task


def floor(day: Day) -> int:
    """Minutes of the request's objective, of timetables in which everything possible is served.

    A visitor is done no sooner than after all of their work, a station no sooner than its desks can share its work.
    """
    people = [_visitor(day, tasks) for tasks in day.by_visitor()]
    if day.request.objective == "waiting":
        return sum(max(0, end - arrival) for end, arrival in zip(people, day.arrivals, strict=True))
    stations = [_station(day, number, tasks) for number, tasks in enumerate(day.by_station())]
    return max(0, max([0, *people, *stations]) - day.request.start)


def _visitor(day: Day, tasks: Sequence[Task]) -> int:
    """The earliest minute at which all of it can have ended; 0 for nothing."""
    if not tasks or _is_fixed(tasks):
        return _ends(tasks)
    work, first, spared = visitor_work(day, list(tasks))
    return first + sum(work) - spared


def _station(day: Day, number: int, tasks: Sequence[Task]) -> int:
    if not tasks or _is_fixed(tasks):
        return _ends(tasks)
    whole = [task.minutes + -task.minutes % day.step for task in tasks]
    spared = max(one - task.minutes for one, task in zip(whole, tasks, strict=True))
    busiest = -(-sum(whole) // day.desks(number))
    return min(task.first for task in tasks) + busiest + -busiest % day.step - spared


def _is_fixed(tasks: Sequence[Task]) -> bool:
    """What does not begin on the grid does not take whole steps of it."""
    return any(task.fact or task.aside is not None for task in tasks)


def _ends(tasks: Sequence[Task]) -> int:
    return max((task.first + task.minutes for task in tasks if task.fact), default=0)
