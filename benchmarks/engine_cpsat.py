"""The same frontier by OR-Tools CP-SAT: a second opinion for the tests, and the measure for the engine's speed.

The model shares nothing with the engine. Every matter has a location, a day and a start; two matters of one day
keep the way between them (so ways must obey the triangle inequality, and nothing may reach over midnight). The time
on site of a day is bounded by the work done on it, without which the proofs take minutes. The points are found one
after another: least minutes, then the earliest last day with them, then sooner than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from eindach.planning.request import Request

DAY = 1440
WINTER = 60
"""Minutes by which Berlin's winter time is ahead of UTC."""


def frontier(request: Request, seconds: float = 60.0) -> list[tuple[int, int, int]]:
    """Points (visits, days from 1970 to the last, minutes on site). TimeoutError: a solve took too long."""
    points: list[tuple[int, int, int]] = []
    for visits in range(1, min(request.max_days, len(request.matters)) + 1):
        model = _Model(request, visits)
        before: int | None = None
        while (minutes := model.least(model.minutes, before=before, seconds=seconds)) is not None:
            last = model.least(model.last_day, before=before, minutes=minutes, seconds=seconds)
            assert last is not None
            points.append((visits, last, minutes))
            before = last
    return sorted(point for point in points if not any(_beats(other, point) for other in points))


def _beats(other: tuple[int, int, int], point: tuple[int, int, int]) -> bool:
    return other != point and all(a <= b for a, b in zip(other, point, strict=True))


@dataclass
class _Matter:
    start: cp_model.IntVar
    minutes: int
    at: dict[str, cp_model.IntVar]
    on: dict[int, cp_model.IntVar]


class _Model:
    def __init__(self, request: Request, visits: int) -> None:
        self.model, self.request = cp_model.CpModel(), request
        starts = [_starts(request, matter) for matter in range(len(request.matters))]
        self.days = sorted({day for options in starts for _, day in options})
        self.matters = [self._matter(number, options) for number, options in enumerate(starts)]
        for one, other in combinations(range(len(self.matters)), 2):
            self._keep_apart(one, other)
        self.last_day = self.model.new_int_var(self.days[0], self.days[-1], "last day")
        used = {day: self.model.new_bool_var("") for day in self.days}
        on_site = [self._on_site(day, used[day]) for day in self.days]
        self.model.add(sum(used.values()) == visits)
        for day in self.days:
            self.model.add(self.last_day >= day).only_enforce_if(used[day])
        self.minutes = self.model.new_int_var(self._least_minutes(visits), visits * DAY, "minutes")
        self.model.add(self.minutes == sum(on_site))

    def _least_minutes(self, visits: int) -> int:
        wanted = sum(matter.minutes for matter in self.matters)
        return wanted + self._least_gap() * max(0, len(self.matters) - visits)

    def _least_gap(self) -> int:
        return min([self.request.travel.changeover_minutes, *self.request.travel.between.values()])

    def _on_site(self, day: int, used: cp_model.IntVar) -> cp_model.IntVar:
        """Minutes from the first start to the last end of a day, at least those of the work done on it."""
        model = self.model
        first, last, on_site = (model.new_int_var(0, DAY, "") for _ in range(3))
        model.add(on_site == last - first)
        here = [(matter, matter.on[day]) for matter in self.matters if day in matter.on]
        for matter, on in here:
            model.add_implication(on, used)
            model.add(first <= matter.start).only_enforce_if(on)
            model.add(last >= matter.start + matter.minutes).only_enforce_if(on)
        model.add_bool_or([*(on for _, on in here), used.negated()])
        gap = self._least_gap()
        model.add(on_site >= sum(on * (matter.minutes + gap) for matter, on in here) - gap * used)
        return on_site

    def _matter(self, number: int, options: dict[tuple[str, int], list[int]]) -> _Matter:
        model, minutes = self.model, self.request.matters[number].minutes
        start = model.new_int_var(0, DAY, f"start {number}")
        chosen = {option: model.new_bool_var("") for option in options}
        model.add_exactly_one(chosen.values())
        for option, times in options.items():
            model.add_linear_expression_in_domain(start, cp_model.Domain.from_values(times)).only_enforce_if(
                chosen[option]
            )
        at = {place: model.new_bool_var("") for place, _ in options}
        on = {day: model.new_bool_var("") for _, day in options}
        for place, here in at.items():
            model.add(sum(chosen[option] for option in options if option[0] == place) == here)
        for day, then in on.items():
            model.add(sum(chosen[option] for option in options if option[1] == day) == then)
        return _Matter(start, minutes, at, on)

    def _keep_apart(self, one: int, other: int) -> None:
        model, a, b = self.model, self.matters[one], self.matters[other]
        first, together = model.new_bool_var(""), model.new_bool_var("")
        for day in set(a.on) & set(b.on):
            model.add_bool_or(a.on[day].negated(), b.on[day].negated(), together)
        names = [matter.id for matter in self.request.matters]
        for earlier, later, literal in ((one, other, first), (other, one, first.negated())):
            if names[earlier] in self.request.matters[later].after:
                model.add(literal == 1)
                model.add(self._day(self.matters[earlier]) <= self._day(self.matters[later]))
        for origin, at_origin in a.at.items():
            for place, at_place in b.at.items():
                gap = self.request.travel.minutes(origin, place)
                near = [together, at_origin, at_place]
                if gap is None:
                    model.add_bool_or([literal.negated() for literal in near])
                    continue
                model.add(b.start >= a.start + a.minutes + gap).only_enforce_if([*near, first])
                model.add(a.start >= b.start + b.minutes + gap).only_enforce_if([*near, first.negated()])

    def _day(self, matter: _Matter) -> cp_model.LinearExpr:
        return sum(day * on for day, on in matter.on.items())

    def least(
        self, what: cp_model.IntVar, *, before: int | None, seconds: float, minutes: int | None = None
    ) -> int | None:
        """The least value with the last day before `before` (and these minutes on site); None if impossible."""
        model = self.model.clone()
        if before is not None:
            model.add(model.get_int_var_from_proto_index(self.last_day.index) < before)
        if minutes is not None:
            model.add(model.get_int_var_from_proto_index(self.minutes.index) == minutes)
        model.minimize(model.get_int_var_from_proto_index(what.index))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            raise TimeoutError(f"no proof within {seconds} seconds")
        return round(solver.objective_value)


def _starts(request: Request, matter: int) -> dict[tuple[str, int], list[int]]:
    """For each location and day (from 1970) the possible starts, in minutes after midnight of Berlin's winter clock."""
    found: dict[tuple[str, int], list[int]] = {}
    minutes, free, step = request.matters[matter].minutes, request.free, request.start_every_minutes
    for row in range(len(free)):
        if int(free.matter[row]) == matter:
            start, end = int(free.start[row]) + WINTER, int(free.end[row]) + WINTER
            for time in range(start + -start % step, end - minutes + 1, step):
                place = request.counters[int(free.counter[row])].location
                found.setdefault((place, time // DAY), []).append(time % DAY)
    return found
