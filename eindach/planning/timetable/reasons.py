"""Why a visit found no place, and what would help."""

from __future__ import annotations

from eindach.planning.timetable.request import Unserved
from eindach.planning.timetable.room import Room
from eindach.planning.timetable.score import Starts
from eindach.planning.timetable.tasks import Day, Task, closing, opening


def unserved(day: Day, starts: Starts) -> tuple[Unserved, ...]:
    """One reason for every visit that is left out."""
    room = Room(day)
    for number, start in starts.items():
        room.take(day.tasks[number], start)
    return tuple(_reason(day, room, task) for task in day.tasks if task.number not in starts)


def _reason(day: Day, room: Room, task: Task) -> Unserved:
    visitor, station = day.request.visitors[task.visitor], day.request.stations[task.station]
    begin, end = opening(day.request, visitor), closing(day.request, visitor)
    stay = f"from {clock(begin)} to {clock(end)}" if end is not None and begin < end else "at no time of the day"
    if not task.possible:
        message = (
            f"{visitor.id} can be served {stay}, too short for {task.minutes} minutes at {station.id} "
            f"with starts every {day.step} minutes: come earlier or leave later"
        )
        return Unserved(visitor.id, station.id, "stay-too-short", message)
    gaps = room.gaps(task)
    if not gaps:
        message = (
            f"{visitor.id} can be served {stay}, but the other visits leave no {task.minutes} minutes free "
            f"for {station.id}: come earlier, leave later or wish for less"
        )
        return Unserved(visitor.id, station.id, "other-visits", message)
    times = ", ".join(clock(first) if first == last else f"{clock(first)} to {clock(last)}" for first, last in gaps)
    message = (
        f"{visitor.id} could start at {station.id} at {times}, but then {_every(station.desks)} taken or closed: "
        f"one more desk, longer hours or a longer stay"
    )
    return Unserved(visitor.id, station.id, "station-full", message)


def _every(desks: int) -> str:
    return "its desk is" if desks == 1 else f"all {desks} desks are"


def clock(minute: int) -> str:
    """HH:MM on the clock, past midnight too."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
