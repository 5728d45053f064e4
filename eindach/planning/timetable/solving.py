"""The search: one goal after the other, each with what was reached before as a condition and as a first solution.

First most visits served, then fewest promises moved, then the fewest minutes. A goal that the timetable at hand reaches
already is skipped. The only clock is the one that ends the search.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from time import monotonic

from ortools.sat.python import cp_model

from eindach.planning.timetable.dense import dense_timetable, tidied
from eindach.planning.timetable.floor import floor
from eindach.planning.timetable.model import Model
from eindach.planning.timetable.score import Starts, score
from eindach.planning.timetable.tasks import Day

MOST_ROUNDS, ROUNDS_A_VISIT, ROUNDS_A_SECOND = 3000, 10, 100
"""Of ruin and recreate, for waiting: there the solver gains by them; at the makespan it is strong at once."""
SHARE = 0.4
"""Of the time left, for a goal that is not the last."""
SLACK = 1e-6


@dataclass(frozen=True)
class Solution:
    """A timetable and what is proved of it; `optimal`: nothing is better in any of the goals."""

    starts: Starts
    served_bound: int
    bound: int
    optimal: bool


def solve(day: Day, *, seconds: float, workers: int, seed: int) -> Solution:
    """The best timetable found in the time, and how much better another could be at most."""
    if not any(task.possible for task in day.tasks):
        return Solution({}, 0, 0, True)
    until = monotonic() + seconds
    starts = dense_timetable(day, rounds=_rounds(day, seconds), seed=seed)
    search = _Search(day, until, workers, seed, starts)
    served_bound = search.most_served()
    moved_proved = search.fewest_moved(served_bound)
    bound = search.fewest_minutes(served_bound)
    reached = score(day, search.starts)
    optimal = moved_proved and len(search.starts) == served_bound and reached.goal == bound
    return Solution(search.starts, served_bound, bound, optimal)


def _rounds(day: Day, seconds: float) -> int:
    if day.request.objective == "makespan":
        return 0
    return min(MOST_ROUNDS, ROUNDS_A_VISIT * len(day.tasks), round(ROUNDS_A_SECOND * seconds))


@dataclass
class _Search:
    day: Day
    until: float
    workers: int
    seed: int
    starts: Starts

    def most_served(self) -> int:
        """Serve more where that is possible; returns how many can be served at most."""
        possible = sum(task.possible for task in self.day.tasks)
        if len(self.starts) == possible or self._is_over():
            return possible
        model = self._model()
        found = self._improve(model, -model.served, share=SHARE)
        return possible if found is None else min(possible, -found)

    def fewest_moved(self, served_bound: int) -> bool:
        """Keep more promises; returns whether no timetable that serves as many keeps more."""
        now = score(self.day, self.starts)
        if not now.moved:
            return True
        if self._is_over():
            return False
        model = self._model(served_bound)
        found = self._improve(model, model.moved, share=SHARE)
        return score(self.day, self.starts).moved == found

    def fewest_minutes(self, served_bound: int) -> int:
        """Save minutes; returns how few they are at least, with as many served and as few moved."""
        possible = sum(task.possible for task in self.day.tasks)
        least = floor(self.day) if len(self.starts) == possible else 0
        if score(self.day, self.starts).goal == least or self._is_over():
            return least
        # Nothing needs to end later than it does already; the goals before may well need that.
        ends = (start + self.day.tasks[number].minutes for number, start in self.starts.items())
        last = max(ends, default=None) if self.day.request.objective == "makespan" else None
        model = self._model(served_bound, latest=last)
        if any(task.promised is not None for task in self.day.tasks):
            model.cp.add(model.moved <= score(self.day, self.starts).moved)
        return max(least, self._improve(model, model.goal) or 0)

    def _is_over(self) -> bool:
        """No time is left: making another model would only take more than was given."""
        return monotonic() >= self.until

    def _model(self, served_bound: int | None = None, latest: int | None = None) -> Model:
        possible = [task for task in self.day.tasks if task.possible]
        end_of_day = max(task.last + task.minutes for task in possible)
        model = Model(self.day, all_served=len(self.starts) == len(possible), latest=latest or end_of_day)
        if served_bound is not None and len(self.starts) < len(possible):
            model.cp.add(model.served >= len(self.starts))
            model.cp.add(model.served <= served_bound)
        return model

    def _improve(self, model: Model, goal: cp_model.LinearExprT, share: float = 1.0) -> int | None:
        """Make the goal smaller than in the timetable at hand; returns what it is at least, if anything is known."""
        model.hint(self.starts)
        model.cp.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max((self.until - monotonic()) * share, SLACK)
        solver.parameters.num_workers, solver.parameters.random_seed = self.workers, self.seed
        status = solver.solve(model.cp)
        if status in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID):
            raise AssertionError(f"the timetable at hand breaks the model: {solver.status_name(status)}")
        if status == cp_model.UNKNOWN:
            return None
        self.starts = tidied(self.day, model.solution(solver))
        return ceil(solver.best_objective_bound - SLACK)
