"""`python -m benchmarks [--quick] [--only PART ...] [--attempts N]`: the table of figures (docs/benchmark.md)."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

from benchmarks.table import Row, machine, show

ON_SITE = ("search", "booking", "rush", "pages", "live", "house", "memory")
PARTS = ("engine", "stream", "timetable", "finding", "trail", *ON_SITE, "race")
PROCESSES = 2
"""Of pages: as many as the cores the targets speak of."""


def main() -> int:
    """Measure, tell the progress on stderr, print the table; 1 when a target was missed."""
    options = _options()
    # Whoever ends us early should not find a database running afterwards.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    wanted = options.only or list(PARTS)
    told, begun, rows = machine(), time.monotonic(), []
    for row in measured(wanted, options):
        rows.append(row)
        print(
            f"{time.monotonic() - begun:6.0f} s  {row.what}: {row.figure:,.1f} {row.unit}", file=sys.stderr, flush=True
        )
    print(f"{told}; after it: {', '.join(f'{one:.1f}' for one in os.getloadavg())}")
    print("quick run: small samples\n" if options.quick else "")
    print(show(rows))
    missed = sum(row.met is False for row in rows)
    print(f"\n{len(rows)} figures, {missed} targets missed, {(time.monotonic() - begun) / 60:.1f} minutes")
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks", description="The table of figures.")
    words.add_argument("--quick", action="store_true", help="small samples, under two minutes")
    words.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    words.add_argument("--attempts", type=int, metavar="N", help="of the race, over all mixes; unless told 30,000")
    return words.parse_args()


def measured(wanted: list[str], options: argparse.Namespace) -> Iterator[Row]:
    """The rows of the wanted parts, each as soon as it is measured."""
    from benchmarks import engine_figures, timetable

    if "engine" in wanted:
        yield from engine_figures.rows(quick=options.quick)
    if "stream" in wanted:
        yield from engine_figures.stream_rows(quick=options.quick)
    if "timetable" in wanted:
        yield from timetable.rows(quick=options.quick)
    if {"finding", "trail", *ON_SITE, "race"} & set(wanted):
        yield from _on_database(wanted, options)


def _on_database(wanted: list[str], options: argparse.Namespace) -> Iterator[Row]:
    from benchmarks import stage

    with stage.database() as server:
        from benchmarks import finding, racing, trail

        if "finding" in wanted:
            yield from finding.rows()
        if "trail" in wanted:
            yield from trail.rows(quick=options.quick)
        if set(ON_SITE) & set(wanted):
            yield from _on_site(wanted, server, options.quick)
        if "race" in wanted:
            yield from racing.mix_rows(attempts=options.attempts or (1_500 if options.quick else 30_000))


def _on_site(wanted: list[str], server: "object", quick: bool) -> Iterator[Row]:
    from benchmarks import booking, house, live, memory, offers, pages, racing, search_cost, searching, stage, world

    begun = time.monotonic()
    with stage.as_superuser():
        here = world.build(today=datetime.now(UTC).date())
    remark = f"{here.openings:,} openings, {here.appointments:,} appointments, {100 * here.booked:.1f} % booked"
    yield Row("the region is built in", time.monotonic() - begun, "s", remark=remark)
    free = offers.trips()
    parts: dict[str, Callable[[stage.Site], list[Row]]] = {
        "search": lambda site: searching.rows(site, here, quick=quick),
        "pages": lambda site: pages.rows(site, here, quick=quick, processes=PROCESSES),
        "live": lambda site: live.rows(site, here, free[-50:], quick=quick),
        "house": lambda site: house.rows(site, quick=quick),
        "booking": lambda site: booking.rows(server, site, here, free[:-50], quick=quick),  # type: ignore[arg-type]
        "rush": lambda site: racing.rush_rows(site, quick=quick),
        "memory": lambda site: memory.rows(server, site),  # type: ignore[arg-type]
    }
    if "search" in wanted:
        yield from search_cost.rows(here, quick=quick)
    stage.close_connections()
    with ExitStack() as stack:
        site = stack.enter_context(stage.site(processes=PROCESSES))
        for name, part in parts.items():
            if name in wanted:
                yield from part(site)


if __name__ == "__main__":
    sys.exit(main())
