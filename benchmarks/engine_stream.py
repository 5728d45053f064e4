"""What coordination brings: a stream of newcomers, booked in three ways. `python -m benchmarks.engine_stream`

(a) matter by matter at the first free time, as with today's tools; (b) as an itinerary, first fit; (c) as an
itinerary that leaves whole spans whole. Newcomers are booked in the order in which they ask. In (b) and (c) they
take the itinerary with the fewest visits, of these the one with the least time on site, and nothing if not all can
be settled; in (a) they keep what they got. In memory, seeds fixed, no clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean
from time import perf_counter

from ortools.sat.python import cp_model

from benchmarks.engine_stream_worlds import DAY, HOUR, Newcomer, World, centre, event_days
from eindach.planning.itinerary import plan
from eindach.planning.request import FreeSpans, Matter, Request, Tie

MAX_DAYS = 3
Family = Callable[[int, float], tuple[World, list[Newcomer]]]


@dataclass(frozen=True)
class Outcome:
    """Somebody all of whose matters were booked: visits, minutes on site, days from asking until all is settled."""

    visits: int
    minutes: int
    waited: int


Policy = Callable[[World, Newcomer], Outcome | None]


def matter_by_matter(world: World, newcomer: Newcomer) -> Outcome | None:
    """One matter after another, each at the earliest time that does not clash with what is booked already."""
    booked: list[tuple[int, int, str]] = []
    for matter in _in_order(newcomer):
        ready = max([end for _, end, name in booked if name in matter.after], default=0)
        found = min(
            (
                (start, counter)
                for counter, takes in enumerate(world.takes)
                if matter.id in takes
                for start in [_first_start(world, newcomer, counter, matter.minutes, booked, ready)]
                if start is not None
            ),
            default=None,
        )
        if found is None:
            continue
        start, counter = found
        world.book(counter, start, start + matter.minutes)
        booked.append((start, start + matter.minutes, matter.id))
    if len(booked) < len(newcomer.matters):
        return None
    return _outcome(newcomer, [(start, end) for start, end, _ in booked])


def first_fit(world: World, newcomer: Newcomer) -> Outcome | None:
    """Our itinerary, the earliest counters and starts."""
    return _itinerary(world, newcomer, "earliest")


def whole_spans(world: World, newcomer: Newcomer) -> Outcome | None:
    """Our itinerary, the gentlest counters and starts."""
    return _itinerary(world, newcomer, "whole-spans")


def _itinerary(world: World, newcomer: Newcomer, tie: Tie) -> Outcome | None:
    found = plan(_request(world, newcomer, tie)).itineraries
    if not found:
        return None
    best = min(found, key=lambda itinerary: (itinerary.days, itinerary.minutes_on_site))
    number = {counter.id: position for position, counter in enumerate(world.counters)}
    times = []
    for appointment in best.appointments:
        start, end = (int(moment.timestamp()) // 60 for moment in (appointment.start, appointment.end))
        world.book(number[appointment.counter], start, end)
        times.append((start, end))
    return _outcome(newcomer, times)


def _request(world: World, newcomer: Newcomer, tie: Tie) -> Request:
    rows = [
        (matter, counter, max(start, newcomer.asks), min(end, newcomer.until))
        for matter, wanted in enumerate(newcomer.matters)
        for counter, takes in enumerate(world.takes)
        if wanted.id in takes
        for start, end in world.free[counter]
        if start < newcomer.until and end > newcomer.asks
    ]
    free = FreeSpans.of(rows)
    zone, windows = "Europe/Berlin", newcomer.windows
    return Request(zone, newcomer.matters, world.counters, free, world.step, world.travel, windows, MAX_DAYS, tie)


def _in_order(newcomer: Newcomer) -> list[Matter]:
    return sorted(newcomer.matters, key=lambda matter: bool(matter.after))


def _first_start(
    world: World, newcomer: Newcomer, counter: int, minutes: int, booked: list[tuple[int, int, str]], ready: int
) -> int | None:
    """The earliest start at a counter inside the windows with half an hour to every other appointment of the person."""
    margin = 30 if world.travel.between else 0
    for opens, closes in world.free[counter]:
        for low, high in newcomer.windows or ((newcomer.asks, newcomer.until),):
            start = max(opens, low, newcomer.asks, ready)
            start += -start % world.step
            while start + minutes <= min(closes, high, newcomer.until):
                clash = [end for begin, end, _ in booked if start < end + margin and begin < start + minutes + margin]
                if not clash:
                    return start
                start = max(clash) + margin
                start += -start % world.step
    return None


def _outcome(newcomer: Newcomer, times: list[tuple[int, int]]) -> Outcome:
    days: dict[int, list[tuple[int, int]]] = {}
    for start, end in times:
        days.setdefault(start // DAY, []).append((start, end))
    minutes = sum(max(end for _, end in day) - min(start for start, _ in day) for day in days.values())
    return Outcome(len(days), minutes, max(days) - (newcomer.asks + DAY // 2) // DAY)


POLICIES: dict[str, Policy] = {
    "(a) matter by matter": matter_by_matter,
    "(b) itinerary, first fit": first_fit,
    "(c) itinerary, whole spans": whole_spans,
}


def rows(families: dict[str, tuple[Family, int]] | None = None) -> list[dict[str, object]]:
    """One row for each family, load and policy: means over all people of all seeds."""
    found: list[dict[str, object]] = []
    for name, (family, seeds) in (families or {"event days": (event_days, 4), "centre": (centre, 1)}).items():
        for load in (0.70, 0.85, 0.95):
            for policy, act in POLICIES.items():
                began, asked = perf_counter(), 0
                outcomes: list[Outcome] = []
                for seed in range(seeds):
                    world, people = family(seed, load)
                    asked += len(people)
                    outcomes += [outcome for outcome in (act(world, person) for person in people) if outcome]
                found.append(_row(name, load, policy, asked, outcomes, (perf_counter() - began) / asked))
    return found


def _row(
    family: str, load: float, policy: str, asked: int, outcomes: list[Outcome], seconds: float
) -> dict[str, object]:
    return {
        "family": family,
        "load": load,
        "policy": policy,
        "people": asked,
        "served_percent": 100 * len(outcomes) / asked,
        "one_visit_percent": 100 * fmean(outcome.visits == 1 for outcome in outcomes),
        "trips": fmean(outcome.visits for outcome in outcomes),
        "minutes_on_site": fmean(outcome.minutes for outcome in outcomes),
        "days_until_settled": fmean(outcome.waited for outcome in outcomes),
        "ms_per_person": 1000 * seconds,
    }


def offline_rows(load: float = 0.85, seeds: int = 4, seconds: float = 4.0) -> list[dict[str, object]]:
    """How many people of the event days could be served at most if all were known beforehand (CP-SAT), in percent.

    `bound` is proven, `found` was reached; both serve wholly or not at all and ask nothing about the number of visits.
    """
    found = []
    for seed in range(seeds):
        world, people = event_days(seed, load)
        served, bound = most_served(world, people, seconds)
        found.append(
            {"seed": seed, "load": load, "found": 100 * served / len(people), "bound": 100 * bound / len(people)}
        )
    return found


def most_served(world: World, people: list[Newcomer], seconds: float) -> tuple[int, int]:
    """(served, proven bound) for one-hour slots at counters that take one matter each."""
    model = cp_model.CpModel()
    places: dict[tuple[str, int], int] = {}
    for takes, spans in zip(world.takes, world.free, strict=True):
        for start in (start for opens, closes in spans for start in range(opens, closes, HOUR)):
            key = (next(iter(takes)), start)
            places[key] = places.get(key, 0) + 1
    taken: dict[tuple[str, int], list[cp_model.IntVar]] = {key: [] for key in places}
    served = [model.new_bool_var("") for _ in people]
    for person, newcomer in zip(served, people, strict=True):
        at_hour: dict[int, list[cp_model.IntVar]] = {}
        for matter in newcomer.matters:
            choices = {key: model.new_bool_var("") for key in places if key[0] == matter.id}
            model.add(sum(choices.values()) == person)
            for key, choice in choices.items():
                taken[key].append(choice)
                at_hour.setdefault(key[1], []).append(choice)
        for choices_then in at_hour.values():
            model.add_at_most_one(choices_then)
    for key, choices_there in taken.items():
        model.add(sum(choices_there) <= places[key])
    for station in {name for name, _ in places}:  # follows from the above, but gives the proof at once
        wanted = [person for person, newcomer in zip(served, people, strict=True) if station in _names(newcomer)]
        model.add(sum(wanted) <= sum(places[key] for key in places if key[0] == station))
    model.maximize(sum(served))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    solver.solve(model)
    return round(solver.objective_value), int(solver.best_objective_bound + 1e-6)


def _names(newcomer: Newcomer) -> set[str]:
    return {matter.id for matter in newcomer.matters}


def _print(table: list[dict[str, object]]) -> None:
    print("  ".join(table[0]))
    for row in table:
        print("  ".join(f"{value:.2f}" if isinstance(value, float) else str(value) for value in row.values()))


if __name__ == "__main__":
    _print(rows())
    _print(offline_rows())
