"""Search under load: the API on a real server, the whole region, arrivals that wait for nobody."""

from benchmarks import load, wishes
from benchmarks.stage import Site
from benchmarks.table import Row
from benchmarks.world import World

PATH = "/api/v1/itineraries/search"
ARRIVALS = 30
USERS = 8


def rows(site: Site, world: World, *, quick: bool) -> list[Row]:
    """p50 and p95 at 30 arrivals a second, then as many as it can answer."""
    asked = wishes.bodies(world, 400)
    load.at_once(site.pages, PATH, asked, users=4, seconds=3)  # code and caches are warm, as on any day but the first
    arriving = load.arrivals(site.pages, PATH, asked, rate=ARRIVALS, seconds=8 if quick else 30)
    most = load.at_once(site.pages, PATH, asked, users=USERS, seconds=6 if quick else 20)
    p50, p95 = arriving.percentile_ms(0.5), arriving.percentile_ms(0.95)
    return [
        Row("search, 4 matters, 30 arrivals/s: p95", p95, "ms", 150, remark=f"p50 {p50:.0f} ms; {_said(arriving)}"),
        Row("search, 4 matters, at saturation", most.per_second(200), "/s", 60, least=True, remark=_said(most)),
    ]


def _said(answers: load.Answers) -> str:
    others = answers.others(200)
    return f"{len(answers.all)} requests, " + (f"other answers {others}" if others else "all answered 200")
