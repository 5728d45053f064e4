"""A good timetable at once, without a solver: the one the search begins with.

Visitors are put in one after another; each gets the order of visits that serves most and ends earliest, every visit
as early as the desks left free allow. Then, again and again, some visitors are taken out and put in anew in another
order (ruin and recreate: Schrimpf et al. 2000). What comes out may be a little worse than the best so far, less and
less so: without that the search is soon caught.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from eindach.planning.timetable.room import Room
from eindach.planning.timetable.score import Starts, score
from eindach.planning.timetable.tasks import Day, Task

MOST_ORDERED = 4
"""So many visits of one visitor are tried in every order; of more, the one that ends earliest comes next."""
MOST_RUINED = 10
WORSE = 0.01
"""So much worse than the best a timetable may be at the beginning, to be searched on from."""
Placed = list[tuple[Task, int]]
Open = list[tuple[Task, int]]
"""Tasks with the starts at which their desks are open (a mask)."""


def dense_timetable(day: Day, *, rounds: int, seed: int) -> dict[int, int]:
    """Start minutes by task, after so many rounds of ruin and recreate."""
    draw, plan = Random(seed), _Plan(day)  # noqa: S311  a search, no secret
    everybody = sorted(range(len(day.arrivals)), key=lambda visitor: (day.arrivals[visitor], -plan.work(visitor)))
    plan.put_in(everybody)
    now = best = score(day, plan.starts)
    found = dict(plan.starts)
    movable = [visitor for visitor in everybody if any(not task.fact for task in plan.tasks[visitor])]
    for number in range(rounds if movable else 0):
        out = plan.neighbours(draw.choice(movable), movable, draw)
        before = plan.take_out(out)
        plan.put_in(out)
        after = score(day, plan.starts)
        allowed = best.goal * (1 + WORSE * (1 - number / rounds))
        if after <= now or (after[:2] == now[:2] and after.goal <= allowed):
            now = after
            if now < best:
                best, found = now, dict(plan.starts)
        else:
            plan.take_out(out)
            plan.put_back(before)
    return found


def tidied(day: Day, starts: Starts) -> dict[int, int]:
    """The same timetable without needless gaps: nothing ends later, what was left out is put in where there is room."""
    plan = _Plan(day)
    for task in day.tasks:
        if task.number in starts and not task.fact:
            plan.place(task, starts[task.number])
    for number in sorted(starts, key=lambda number: (starts[number], number)):
        task = day.tasks[number]
        if not task.fact and starts[number] != task.promised:
            plan.pull(task)
    plan.put_in(list(range(len(day.arrivals))))
    return plan.starts


class _Plan:
    """A timetable in the making."""

    def __init__(self, day: Day) -> None:
        self.day, self.room, self.tasks = day, Room(day), day.by_visitor()
        self.starts: dict[int, int] = {}
        for tasks in self.tasks:
            for task in tasks:
                if task.fact:
                    self.place(task, task.first)

    def work(self, visitor: int) -> int:
        return sum(task.minutes for task in self.tasks[visitor])

    def neighbours(self, visitor: int, movable: list[int], draw: Random) -> list[int]:
        """A few visitors in any order: half of the time such as share stations with this one."""
        stations = {task.station for task in self.tasks[visitor]}
        near = movable
        if draw.random() < 0.5:
            near = [other for other in movable if any(task.station in stations for task in self.tasks[other])]
        return draw.sample(near, min(len(near), draw.randint(1, MOST_RUINED)))

    def take_out(self, visitors: list[int]) -> Placed:
        """Take the visits of these visitors out, but for the facts; returns them."""
        out = [
            (task, self.starts[task.number])
            for visitor in visitors
            for task in self.tasks[visitor]
            if task.number in self.starts and not task.fact
        ]
        for task, start in out:
            self.room.free(task, start)
            del self.starts[task.number]
        return out

    def put_back(self, placed: Placed) -> None:
        for task, start in placed:
            self.place(task, start)

    def put_in(self, visitors: list[int]) -> None:
        """Promises first, all of them; then one visitor after another."""
        for visitor in visitors:
            for task in self.tasks[visitor]:
                if task.number not in self.starts and task.promised is not None and self.room.fits(task, task.promised):
                    self.place(task, task.promised)
        for visitor in visitors:
            for task, start in self._best(visitor):
                self.place(task, start)

    def pull(self, task: Task) -> None:
        """Start a visit as early as the others allow."""
        start = self.starts[task.number]
        self.room.free(task, start)
        earlier = self.room.first(task, self.room.open_starts(task), self.room.visitors[task.visitor])
        self.place(task, start if earlier is None else min(start, earlier[0]))

    def place(self, task: Task, start: int) -> None:
        self.room.take(task, start)
        self.starts[task.number] = start

    def _best(self, visitor: int) -> Placed:
        """The rest of a visitor's visits in the best order, as early as possible."""
        rest = [(task, self.room.open_starts(task)) for task in self.tasks[visitor] if task.number not in self.starts]
        busy = self.room.visitors[visitor]
        if len(rest) > MOST_ORDERED:
            return self._earliest_end_first(rest, busy)
        return min(self._orders(rest, busy), key=_worth)

    def _orders(self, rest: Open, busy: int) -> Iterator[Placed]:
        """What can be placed, in every order."""
        stuck = True
        for number, (task, starts) in enumerate(rest):
            if (found := self.room.first(task, starts, busy)) is not None:
                stuck = False
                for later in self._orders(rest[:number] + rest[number + 1 :], found[1]):
                    yield [(task, found[0]), *later]
        if stuck:
            yield []

    def _earliest_end_first(self, rest: Open, busy: int) -> Placed:
        placed: Placed = []
        while True:
            options = []
            for number, (task, starts) in enumerate(rest):
                if (found := self.room.first(task, starts, busy)) is not None:
                    options.append((found[0] + task.minutes, number, found))
            if not options:
                return placed
            _end, number, (start, busy) = min(options)
            placed.append((rest.pop(number)[0], start))


def _worth(placed: Placed) -> tuple[int, int, int]:
    ends = [start + task.minutes for task, start in placed]
    return -len(placed), max(ends, default=0), sum(ends)
