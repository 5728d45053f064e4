"""The event day as a constraint model for OR-Tools CP-SAT.

One interval a visit, twice: at its station (one desk: no overlap; several: a cumulative resource, so that equal desks
are not told apart; `desks` names them afterwards) and with its visitor (no overlap, the changeover added). Where
everything begins on the grid of `start_every_minutes`, lengths are rounded up to it: the same timetables, but the
solver sees how much time is really used up.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from eindach.planning.timetable.score import Starts
from eindach.planning.timetable.tasks import Day, Task


@dataclass(frozen=True)
class _Visit:
    task: Task
    start: cp_model.IntVar
    served: cp_model.IntVar
    certain: bool


class Model:
    """The constraints, and what can be made large or small: `served` visits, `moved` promises, `goal` minutes."""

    def __init__(self, day: Day, *, all_served: bool, latest: int) -> None:
        """`all_served`: nobody is left out. `latest`: nothing needs to end after this minute."""
        self.day, self.latest, self.cp = day, latest, cp_model.CpModel()
        self.visits = {task.number: self._visit(task, all_served) for task in day.tasks if task.possible}
        for station, tasks in enumerate(day.by_station()):
            self._keep_desks(station, tasks)
        start, waiting = day.request.start, day.request.objective == "waiting"
        # For the makespan a visitor who is not served does not make the day longer.
        begins = list(day.arrivals) if waiting else [start] * len(day.arrivals)
        ends = []
        for begin, tasks in zip(begins, day.by_visitor(), strict=True):
            self._keep_visitor(tasks)
            ends.append(self._end(begin, tasks))
        self.served = sum(visit.served for visit in self.visits.values())
        self.moved = sum(1 - self._kept(visit) for visit in self.visits.values() if visit.task.promised is not None)
        self.goal = sum(ends) - sum(begins) if waiting else self._last(ends) - start

    def hint(self, starts: Starts) -> None:
        """Tell the solver a timetable to begin with."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for number, visit in self.visits.items():
            if not visit.certain:
                self.cp.add_hint(visit.served, number in starts)
            if number in starts:
                self.cp.add_hint(visit.start, starts[number])

    def solution(self, solver: cp_model.CpSolver) -> dict[int, int]:
        """The timetable that the solver found."""
        return {n: solver.value(visit.start) for n, visit in self.visits.items() if solver.value(visit.served)}

    def _visit(self, task: Task, all_served: bool) -> _Visit:
        certain = all_served or task.fact
        # A visit that may be left out keeps all its starts: the end of the day excludes the late ones.
        last = min(task.last, self.latest - task.minutes) if certain and not task.fact else task.last
        starts = cp_model.Domain.from_values([start for start in task.starts if start <= last])
        aside = cp_model.Domain.from_values([] if task.aside is None else [task.aside])
        start = self.cp.new_int_var_from_domain(starts.union_with(aside), f"start {task.number}")
        served = self.cp.new_constant(1) if certain else self.cp.new_bool_var(f"served {task.number}")
        return _Visit(task, start, served, certain)

    def _interval(self, task: Task, minutes: int) -> cp_model.IntervalVar:
        visit = self.visits[task.number]
        return self.cp.new_optional_fixed_size_interval_var(visit.start, minutes, visit.served, "")

    def _keep_desks(self, station: int, tasks: list[Task]) -> None:
        closings = [closing for closing in self.day.closings if closing.station == station]
        desks = self.day.desks(station)
        length = self._lengths([*self._fixed_starts(tasks), *(closing.start for closing in closings)])
        intervals = [self._interval(task, length(task.minutes)) for task in tasks]
        closed = [self.cp.new_fixed_size_interval_var(c.start, c.end - c.start, "") for c in closings]
        if desks == 1:
            self.cp.add_no_overlap([*intervals, *closed])
        elif len(tasks) > desks or closed:
            demands = [1] * len(intervals) + [closing.desks for closing in closings]
            self.cp.add_cumulative([*intervals, *closed], demands, desks)

    def _keep_visitor(self, tasks: list[Task]) -> None:
        length = self._lengths(self._fixed_starts(tasks))
        facts = sorted((task for task in tasks if task.fact), key=lambda task: task.first)
        room = {one.number: other.first - one.first for one, other in pairwise(facts)}
        intervals = []
        for task in tasks:
            minutes = length(task.minutes + self.day.changeover)
            # What happened, happened: facts need not keep the changeover among themselves.
            intervals.append(self._interval(task, min(minutes, room.get(task.number, minutes))))
        self.cp.add_no_overlap(intervals)

    def _fixed_starts(self, tasks: list[Task]) -> list[int]:
        facts = [task.first for task in tasks if task.fact]
        return facts + [task.aside for task in tasks if task.aside is not None]

    def _lengths(self, fixed: list[int]) -> _Lengths:
        return _Lengths(1 if any(start % self.day.step for start in fixed) else self.day.step)

    def _end(self, begin: int, tasks: list[Task]) -> cp_model.LinearExprT:
        """When a visitor has been served: after the last visit, and after the work of all of them."""
        if not tasks:
            return begin
        facts = (task.first + task.minutes for task in tasks if task.fact)
        end = self.cp.new_int_var(begin, max(begin, self.latest, *facts), "end")
        served = [self.visits[task.number].served for task in tasks]
        for task, certain in zip(tasks, served, strict=True):
            self.cp.add(end >= self.visits[task.number].start + task.minutes).only_enforce_if(certain)
        if not any(task.fact or task.aside is not None for task in tasks):
            # Follows from the rest, but the linear relaxation does not see it: without it bounds are far too low.
            here = self.cp.new_bool_var("is served")
            self.cp.add_max_equality(here, served)
            work, first, spared = visitor_work(self.day, tasks)
            all_work = sum(minutes * one for minutes, one in zip(work, served, strict=True))
            self.cp.add(end >= begin + (first - spared - begin) * here + all_work)
        return end

    def _last(self, ends: list[cp_model.LinearExprT]) -> cp_model.IntVar:
        facts = (task.first + task.minutes for task in self.day.tasks if task.fact)
        last = self.cp.new_int_var(
            self.day.request.start, max(self.day.request.start, self.latest, *facts), "the last end"
        )
        self.cp.add_max_equality(last, [self.day.request.start, *ends])
        return last

    def _kept(self, visit: _Visit) -> cp_model.IntVar:
        kept = self.cp.new_bool_var(f"kept {visit.task.number}")
        self.cp.add_implication(kept, visit.served)
        self.cp.add(visit.start == visit.task.promised).only_enforce_if(kept)
        return kept


@dataclass(frozen=True)
class _Lengths:
    step: int

    def __call__(self, minutes: int) -> int:
        return minutes + -minutes % self.step


def visitor_work(day: Day, tasks: list[Task]) -> tuple[list[int], int, int]:
    """(minutes that each visit takes from its visitor, first start, minutes of the last visit nobody waits for)."""
    taken = [task.minutes + day.changeover for task in tasks]
    rounded = [minutes + -minutes % day.step for minutes in taken]
    spared = max(whole - task.minutes for whole, task in zip(rounded, tasks, strict=True))
    return rounded, min(task.first for task in tasks), spared
