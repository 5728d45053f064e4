"""Where the time of a search goes, in this process: CPU of the calling thread, SQL by the wall, and memory on top."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from statistics import median
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks import wishes
from benchmarks.table import Row
from benchmarks.world import World
from eindach.booking import offers
from eindach.booking import search as searching
from eindach.planning import itinerary as engine


class Spent:
    """Sums up what the calls of a function took."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*arguments: Any, **more: Any) -> Any:
            begun = time.perf_counter()
            try:
                return call(*arguments, **more)
            finally:
                self.seconds += time.perf_counter() - begun

        return measured


def rows(world: World, *, quick: bool) -> list[Row]:
    """Medians of a search for 4 matters in phases, and the memory that one for 10 matters takes at most."""
    asked = [_wish(body) for body in wishes.bodies(world, 20 if quick else 60)]
    for wish in asked[:3]:
        searching.search(wish, now=timezone.now())
    whole, phases = [], {"SQL": [], "engine": [], "signing": []}  # type: ignore[var-annotated]
    for wish in asked:
        with _watched() as spent:
            begun = time.perf_counter()
            searching.search(wish, now=timezone.now())
            whole.append(time.perf_counter() - begun)
        for name, one in spent.items():
            phases[name].append(one.seconds)
    said = ", ".join(f"{name} {1000 * median(times):.1f}" for name, times in phases.items())
    largest = _wish(wishes.bodies(world, 1, matters=10)[0])
    begun = time.perf_counter()
    searching.search(largest, now=timezone.now())
    seconds = time.perf_counter() - begun
    return [
        Row("search, 4 matters, in this process: median", 1000 * median(whole), "ms", remark=f"of these {said} ms"),
        Row("search, 10 matters: memory on top", _peak(largest) / 1e6, "MB", 50, remark=f"it takes {seconds:.1f} s"),
    ]


@contextmanager
def _watched() -> Iterator[dict[str, Spent]]:
    spent = {"SQL": Spent(), "engine": Spent(), "signing": Spent()}
    plan, sign = engine.plan, offers.sign
    engine.plan, offers.sign = spent["engine"].around(plan), spent["signing"].around(sign)  # type: ignore[assignment]
    try:
        with connection.execute_wrapper(lambda execute, *asked: spent["SQL"].around(execute)(*asked)):
            yield spent
    finally:
        engine.plan, offers.sign = plan, sign  # type: ignore[assignment]


def _peak(wish: searching.Wish) -> int:
    tracemalloc.start()
    searching.search(wish, now=timezone.now())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _wish(body: dict[str, Any]) -> searching.Wish:
    return searching.Wish(
        tuple(body["matters"]),
        date.fromisoformat(body["from"]),
        date.fromisoformat(body["until"]),
        languages=tuple(body["languages"]),
        max_days=body["max_days"],
        municipality=body["municipality"],
    )
