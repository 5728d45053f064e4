"""How good a timetable is: the objective of the request, in the order in which its parts count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from eindach.planning.timetable.tasks import Day

Starts = Mapping[int, int]
"""Start minutes by the number of the task; tasks that are left out are not served."""


class Score(NamedTuple):
    """Less is better, the first part first. `goal`: minutes of the request's objective."""

    unserved: int
    moved: int
    goal: int


def score(day: Day, starts: Starts) -> Score:
    """The score of a timetable."""
    moved = sum(task.promised is not None and starts.get(task.number) != task.promised for task in day.tasks)
    goal = waiting(day, starts) if day.request.objective == "waiting" else makespan(day, starts)
    return Score(len(day.tasks) - len(starts), moved, goal)


def waiting(day: Day, starts: Starts) -> int:
    """Minutes between arrival and last end, over all visitors; nobody's are negative."""
    ends = list(day.arrivals)
    for number, start in starts.items():
        task = day.tasks[number]
        ends[task.visitor] = max(ends[task.visitor], start + task.minutes)
    return sum(ends) - sum(day.arrivals)


def makespan(day: Day, starts: Starts) -> int:
    """Minutes from the start of the day to the last end."""
    ends = (start + day.tasks[number].minutes for number, start in starts.items())
    return max(0, max(ends, default=0) - day.request.start)
