"""The engine's speed, and CP-SAT's on the same instances in the same run. `python -m benchmarks.engine`

Instances: `engine_instances` (60 working days, 2 or 3 places a matter, 70 % booked, at most 3 visits), seeds fixed.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from statistics import median
from time import perf_counter

from benchmarks.engine_cpsat import frontier
from benchmarks.engine_instances import instance
from eindach.planning.itinerary import Request, plan

EPOCH = 719_163
"""The ordinal of 1970-01-01."""
TARGET_MS = {5: 8.0, 8: 120.0, 10: 1000.0}
Row = dict[str, object]


def speed_rows(matters: Sequence[int] = range(2, 11), instances: int = 7, repeats: int = 3) -> list[Row]:
    """Milliseconds per number of matters: median and 95th percentile over instances (best of the repeats each)."""
    rows: list[Row] = []
    for number in matters:
        times = sorted(_milliseconds(instance(seed, number), repeats) for seed in range(instances))
        row: Row = {"matters": number, "median_ms": median(times), "p95_ms": times[round(0.95 * (len(times) - 1))]}
        rows.append({**row, "target_ms": TARGET_MS.get(number), "peak_mb": peak_megabytes(instance(0, number))})
    return rows


def comparison_rows(
    cases: Sequence[tuple[int, int, int]] = ((3, 60, 2), (4, 30, 1), (5, 20, 1), (6, 10, 1)),
) -> list[Row]:
    """Seconds of CP-SAT and of the engine for (matters, days, instances); both frontiers must be equal."""
    rows: list[Row] = []
    for matters, days, instances in cases:
        ours, theirs = 0.0, 0.0
        for seed in range(instances):
            request = instance(seed, matters, days)
            ours += _milliseconds(request, 3) / 1000
            began = perf_counter()
            expected = frontier(request)
            theirs += perf_counter() - began
            if _points(request) != expected:
                raise AssertionError(f"the frontiers differ (seed {seed}, {matters} matters, {days} days)")
        row: Row = {"matters": matters, "days": days, "instances": instances}
        rows.append({**row, "cpsat_s": theirs, "engine_s": ours, "ratio": theirs / ours})
    return rows


def linearity_rows(matters: int = 8, days: Sequence[int] = (30, 60, 120, 240)) -> list[Row]:
    """Milliseconds for more and more days; `per_day_us` must not grow."""
    times = {number: _milliseconds(instance(0, matters, number), 3) for number in days}
    return [{"matters": matters, "days": n, "ms": ms, "per_day_us": 1000 * ms / n} for n, ms in times.items()]


def peak_megabytes(request: Request) -> float:
    """The most memory that one search takes on top of the request."""
    plan(request)
    tracemalloc.start()
    plan(request)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _milliseconds(request: Request, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        began = perf_counter()
        plan(request)
        times.append(1000 * (perf_counter() - began))
    return min(times)


def _points(request: Request) -> list[tuple[int, int, int]]:
    found = plan(request).itineraries
    return [(one.days, one.completed_on.toordinal() - EPOCH, one.minutes_on_site) for one in found]


def show(rows: Sequence[Row]) -> None:
    """Print a table."""
    print("".join(f"{name:>12}" for name in rows[0]))
    for row in rows:
        print("".join(f"{value:>12.2f}" if isinstance(value, float) else f"{value!s:>12}" for value in row.values()))


if __name__ == "__main__":
    show(speed_rows())
    show(linearity_rows())
    show(comparison_rows())
