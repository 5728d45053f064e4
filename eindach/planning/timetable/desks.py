"""Which desk: equal desks are told apart only here. Intervals of which never more than n overlap need n colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eindach.planning.timetable.score import Starts
from eindach.planning.timetable.tasks import Day


@dataclass(frozen=True)
class _Stay:
    start: int
    end: int
    wanted: int | None = None
    task: int | None = None
    """None: nobody; the desk is closed."""


def desks(day: Day, starts: Starts) -> dict[int, int]:
    """Desk 1, 2, … by the number of the task; whoever was told a desk gets it where that is possible."""
    named: dict[int, int] = {}
    for station in range(len(day.request.stations)):
        stays = [
            _Stay(starts[task.number], starts[task.number] + task.minutes, task.desk, task.number)
            for task in day.tasks
            if task.station == station and task.number in starts
        ]
        closings = [closing for closing in day.closings if closing.station == station]
        stays += [_Stay(closing.start, closing.end) for closing in closings for _ in range(closing.desks)]
        told = sorted((stay for stay in stays if stay.wanted is not None), key=lambda stay: stay.start)
        rest = sorted((stay for stay in stays if stay.wanted is None), key=lambda stay: stay.start)
        # With some desks told before, the others may not come out even; then what was told of desks is given up.
        colours = _coloured([*told, *rest], day.desks(station)) or _coloured(
            sorted(stays, key=lambda stay: stay.start), day.desks(station)
        )
        named |= {stay.task: desk for stay, desk in colours if stay.task is not None}
    return named


def _coloured(stays: Sequence[_Stay], count: int) -> list[tuple[_Stay, int]]:
    """One desk each: the one told, else the first free one, a closed one from behind. Empty if they do not come out."""
    placed: list[tuple[_Stay, int]] = []
    for stay in stays:
        taken = {desk for other, desk in placed if other.start < stay.end and stay.start < other.end}
        free = [desk for desk in range(1, count + 1) if desk not in taken]
        if not free:
            return []
        placed.append((stay, stay.wanted if stay.wanted in free else free[-1 if stay.task is None else 0]))
    return placed
