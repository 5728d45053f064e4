"""The races, large: 1,000 clients for 100 places over the API, and all mixes through the operations."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from benchmarks import load
from benchmarks.race import ground as grounds
from benchmarks.race.client import Record
from benchmarks.race.mixes import MIXES
from benchmarks.race.running import race
from benchmarks.race.verdict import Verdict, judge
from benchmarks.stage import Site
from benchmarks.table import Row

PLACES = 100
PROCESSES, THREADS = 2, 8


def rush_rows(site: Site, *, quick: bool) -> list[Row]:
    """Ten clients for each of 100 places, all at the same moment: 100 bookings, every other answer "taken"."""
    clients = 200 if quick else 1000
    first = timezone.localdate() + timedelta(days=100)
    ground = grounds.lay(desks=5, counters=1, days=1, first=first, name="rush")
    spots = [grounds.Spot(desk, slot) for desk in range(5) for slot in range(PLACES // 5)]
    bodies = [
        {
            "offer": ground.offer((spots[number % PLACES],), (0,), now=timezone.now()),
            "contact": {"name": f"Racer {number}", "email": f"r{number}@race.example", "language": "en"},
        }
        for number in range(clients)
    ]
    Random(1).shuffle(bodies)
    answers = load.at_once(site.pages, "/api/v1/bookings", bodies, users=clients, seconds=120, key="rush", once=True)
    won = sum(status == 201 for _sent, _took, status in answers.all)
    odd = sum(n for status, n in answers.others(201).items() if status != 409)
    verdict = judge(ground, [Record(kept=won)])
    said = f"{won} booked, {clients - won - odd} told it is taken, in {answers.all[-1][0] + answers.all[-1][1]:.0f} s"
    return [
        Row(f"{clients:,} clients race for {PLACES}: double bookings", verdict.double_bookings, "", 0, remark=said),
        Row(
            f"{clients:,} clients race for {PLACES}: falsely refused",
            PLACES - won + odd + verdict.lost,
            "",
            0,
            remark=f"places left free {PLACES - won}, answers {answers.others(201)}, told but not kept {verdict.lost}",
        ),
    ]


def mix_rows(*, attempts: int) -> list[Row]:
    """One row a mix and one for the sum."""
    found, total = [], Verdict()
    for mix in MIXES:
        verdict = race(mix, attempts=attempts // len(MIXES), threads=THREADS, processes=PROCESSES, name="large")
        total += verdict
        found.append(_row(f"race, {mix.name}", verdict))
    return [*found, _row(f"race, all mixes, {total.attempts:,} attempts", total)]


def _row(what: str, verdict: Verdict) -> Row:
    wrong = verdict.double_bookings + verdict.false_rejections + verdict.lost + verdict.untrue_free
    remark = (
        f"{verdict.attempts:,} attempts, {verdict.won:,} done, {verdict.refused:,} refused; "
        f"{verdict.double_bookings} double, {verdict.false_rejections} falsely refused, {verdict.lost} lost, "
        f"{verdict.attempts / verdict.seconds:.0f}/s"
    )
    return Row(what, wrong, "faults", 0, remark=remark + (f"; {verdict.errors}" if verdict.errors else ""))
