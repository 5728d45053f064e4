"""What is taken, as bit masks over the grid of starts: bit k is [k · step, (k + 1) · step) minutes after midnight.

"Where is room for this visit" is a few shifts of whole numbers. What does not begin on the grid (facts, promises)
takes every cell it touches: nothing is ever taken twice, but a place that would just fit may be overlooked.
"""

from __future__ import annotations

from eindach.planning.timetable.tasks import Day, Task


class Room:
    """Desks and visitors. Of equal desks only the number counts: level n has the cells where n + 1 are taken."""

    def __init__(self, day: Day) -> None:
        self.step, self.changeover = day.step, day.changeover
        self.levels = [[0] * day.desks(station) for station in range(len(day.request.stations))]
        self.visitors = [0] * len(day.arrivals)
        self.starts = [_spread(task.starts, self.step) for task in day.tasks]
        self.at_desk = [self._width(task.minutes) for task in day.tasks]
        self.with_visitor = [self._width(task.minutes + self.changeover) for task in day.tasks]
        for closing in day.closings:
            for _ in range(closing.desks):
                _add(self.levels[closing.station], self._cells(closing.start, closing.end))

    def take(self, task: Task, start: int) -> None:
        _add(self.levels[task.station], self._cells(start, start + task.minutes))
        self.visitors[task.visitor] |= self._cells(start, start + task.minutes + self.changeover)

    def free(self, task: Task, start: int) -> None:
        """Undo `take`."""
        _remove(self.levels[task.station], self._cells(start, start + task.minutes))
        self.visitors[task.visitor] &= ~self._cells(start, start + task.minutes + self.changeover)

    def fits(self, task: Task, start: int) -> bool:
        desks = self._cells(start, start + task.minutes)
        visitor = self._cells(start, start + task.minutes + self.changeover)
        return not (self.levels[task.station][-1] & desks or self.visitors[task.visitor] & visitor)

    def open_starts(self, task: Task) -> int:
        """The starts of the grid at which a desk is free long enough, as a mask."""
        return self.starts[task.number] & ~_before(self.levels[task.station][-1], self.at_desk[task.number])

    def first(self, task: Task, open_starts: int, busy: int) -> tuple[int, int] | None:
        """The first of these starts at which the visitor is free as well, and `busy` with the visit in it."""
        width = self.with_visitor[task.number]
        starts = open_starts & ~_before(busy, width)
        if not starts:
            return None
        first = starts & -starts
        return (first.bit_length() - 1) * self.step, busy | (first << width) - first

    def gaps(self, task: Task) -> list[tuple[int, int]]:
        """(first, last) start of each of the times at which the visitor is free, whatever the desks are."""
        starts, found = (
            self.starts[task.number] & ~_before(self.visitors[task.visitor], self.with_visitor[task.number]),
            [],
        )
        while starts:
            first = (starts & -starts).bit_length() - 1
            rest = ~(starts >> first)
            last = first + (rest & -rest).bit_length() - 2
            found.append((first * self.step, last * self.step))
            starts &= ~((1 << last + 1) - 1)
        return found

    def _width(self, minutes: int) -> int:
        return -(-minutes // self.step)

    def _cells(self, start: int, end: int) -> int:
        return (1 << self._width(end)) - (1 << start // self.step)


def _spread(starts: range, step: int) -> int:
    """The mask of the starts on the grid."""
    if not starts or starts[0] % step:
        return 0
    return (1 << starts[-1] // step + 1) - (1 << starts[0] // step)


def _before(taken: int, width: int) -> int:
    """Cells at which nothing of this width can begin: `taken` and up to width - 1 cells before each of them."""
    done = 1
    while done < width:
        more = min(done, width - done)
        taken |= taken >> more
        done += more
    return taken


def _add(levels: list[int], cells: int) -> None:
    for level, taken in enumerate(levels):
        levels[level], cells = taken | cells, taken & cells


def _remove(levels: list[int], cells: int) -> None:
    for level in range(len(levels) - 1, -1, -1):
        gone = levels[level] & cells
        levels[level] ^= gone
        cells ^= gone
