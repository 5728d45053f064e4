"""What a timetable costs and how good it is: event days, re-planning on the day, the open shops of the literature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from benchmarks import timetable_taillard
from benchmarks.table import Row
from benchmarks.timetable_days import an_hour_later, event_day
from eindach.planning.timetable import Request, Timetable, timetable
from eindach.planning.timetable.dense import dense_timetable
from eindach.planning.timetable.score import score
from eindach.planning.timetable.tasks import the_day

SECONDS = 20.0
PROOF_SECONDS = 60.0
DAYS = ((30, 8), (100, 12))


def rows(*, quick: bool) -> Iterator[Row]:
    """Gap of event days, time and promises of re-planning, proofs of Taillard's instances."""
    for visitors, stations in DAYS:
        yield from _day_rows(visitors, stations, seeds=1 if quick else 3, seconds=SECONDS / 4 if quick else SECONDS)
    yield from _taillard_rows((4, 7) if quick else (4, 5, 7, 10), PROOF_SECONDS)
    if not quick:
        yield from _taillard_rows((15, 20), None)


def _day_rows(visitors: int, stations: int, *, seeds: int, seconds: float) -> Iterator[Row]:
    what = f"event day, {visitors} visitors × {stations} stations, {seconds:g} s"
    requests = [event_day(visitors, stations, seed=seed) for seed in range(seeds)]
    answers = [timetable(request, seconds=seconds) for request in requests]
    wished, served = sum(len(the_day(request).tasks) for request in requests), _sum(answers, "served")
    firsts = [score(day, dense_timetable(day, rounds=0, seed=1)) for day in map(the_day, requests)]
    remark = f"{served} of {wished} wished; visitor by visitor {wished - sum(first.unserved for first in firsts)}"
    yield Row(f"{what}: visits below the proven bound", _sum(answers, "served_bound") - served, "", 0, remark=remark)
    minutes, bound = _sum(answers, "waiting_minutes"), _sum(answers, "bound")
    remark = f"{minutes:,} min, bound {bound:,}; visitor by visitor {sum(first.goal for first in firsts):,}"
    yield Row(f"{what}: minutes above the proven bound", 100 * (minutes - bound) / bound, "%", 10, remark=remark)
    yield _anew_row(what, requests, answers, seconds / 4)


def _anew_row(what: str, requests: Sequence[Request], answers: Sequence[Timetable], seconds: float) -> Row:
    later = [an_hour_later(*both) for both in zip(requests, answers, strict=True)]
    began = perf_counter()
    anew = [timetable(request, seconds=seconds) for request in later]
    took = (perf_counter() - began) / len(later)
    told = sum(promise.state == "promised" for request in later for promise in request.promised)
    lost = _sum(answers, "served") - _sum(anew, "served")
    remark = f"a desk less for 25 min: {_sum(anew, 'moved')} of {told} promises moved, {lost} visits lost"
    return Row(f"{what}: planned anew at 10:00", took, "s", seconds + 2, remark=remark)


def _taillard_rows(sizes: Sequence[int], target: float | None) -> Iterator[Row]:
    found = [row for size in sizes for row in timetable_taillard.rows(size, seconds=PROOF_SECONDS)]
    proved = [row for row in found if row["proved"] and row["makespan"] == row["optimum"]]
    rest = ", ".join(f"{row['size']}/{row['number']}: {row['makespan']}" for row in found if row not in proved)
    what = f"Taillard's open shops, {' '.join(f'{size}×{size}' for size in sizes)}"
    least = None if target is None else len(found)
    yield Row(f"{what}: proved optimal", len(proved), f"of {len(found)}", least, least=True, remark=rest)
    yield Row(f"{what}: slowest", max(float(str(row["seconds"])) for row in found), "s", target)


def _sum(answers: Sequence[Timetable], name: str) -> int:
    return sum(getattr(answer, name) for answer in answers)
