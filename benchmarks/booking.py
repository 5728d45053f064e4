"""Booking under load: three appointments a booking over the API, and the same rows by pgbench in the same run."""

from typing import Any

from django.utils import timezone

from benchmarks import load, offers, pgbench
from benchmarks.stage import Site
from benchmarks.table import Row
from benchmarks.world import World
from eindach.config import embedded

PATH = "/api/v1/bookings"
USERS = 8


def rows(
    server: embedded.Server, site: Site, world: World, trips: list[tuple[offers.Spot, ...]], *, quick: bool
) -> list[Row]:
    """Bookings a second at saturation, every one of them at places of its own, so every one must succeed."""
    by_api, by_pgbench = trips[: len(trips) // 2], trips[len(trips) // 2 :]
    bodies = [_body(number, trip, world) for number, trip in enumerate(by_api)]
    done = load.at_once(site.pages, PATH, bodies, users=USERS, seconds=6 if quick else 20, key="benchmark", once=True)
    ours, refused = done.per_second(201), done.others(201)
    theirs = pgbench.bookings_per_second(server, by_pgbench[: 1600 if quick else 4800])
    return [
        Row(
            "bookings of 3 appointments over the API",
            ours,
            "/s",
            150,
            least=True,
            remark=f"p95 {done.percentile_ms(0.95):.0f} ms, {len(done.all)} sent, other answers {refused or 'none'}",
        ),
        Row(
            "the same rows by pgbench, 8 clients",
            theirs,
            "/s",
            remark=f"the API reaches 1/{theirs / ours:.0f} of it" if ours else "",
        ),
    ]


def _body(number: int, trip: tuple[offers.Spot, ...], world: World) -> dict[str, Any]:
    contact = {"name": f"Sample Person {number}", "email": f"n{number}@bench.example", "language": "en"}
    return {"offer": offers.signed(trip, world, now=timezone.now()), "contact": contact}
