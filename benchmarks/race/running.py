"""Run one mix: threads in this process, or several processes of threads, all on one ground."""

import math
import multiprocessing
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, time, timedelta

from django.db import connections

from benchmarks.stage import set_up_django

from .client import Client, Record
from .ground import SLOTS_A_DAY, ZONE, Ground, lay
from .mixes import MIXES, Mix
from .verdict import Verdict, judge

FIRST = date(2027, 3, 1)
NOW = datetime.combine(FIRST - timedelta(days=1), time(12), ZONE)


def race(mix: Mix, *, attempts: int, threads: int, processes: int = 1, name: str = "race") -> Verdict:
    """About so many attempts by `threads` clients in each of `processes`; needs Django on a database."""
    clients = threads * processes
    rounds = max(1, math.ceil(attempts / (clients * mix.attempts)))
    slots = rounds * clients if mix.play.__name__ == "disjoint" else rounds * SLOTS_A_DAY // mix.rounds_a_day
    days = math.ceil(slots / SLOTS_A_DAY) + 1
    ground = lay(desks=mix.desks, counters=mix.counters, days=days, first=FIRST, name=f"{name}-{MIXES.index(mix)}")
    if processes == 1:
        records = play(ground, MIXES.index(mix), range(threads), clients, rounds)
    else:
        records = _in_processes(ground, MIXES.index(mix), threads, processes, rounds)
    verdict = judge(ground, records)
    if mix.never_refused:
        verdict.false_rejections = verdict.refused + sum(verdict.errors.values())
    return verdict


def play(ground: Ground, mix: int, numbers: Sequence[int], clients: int, rounds: int) -> list[Record]:
    """These clients' turns, a thread each; before every round they wait for each other, so that they collide."""
    start = threading.Barrier(len(numbers))
    players = [Client(ground, f"c{number}-{mix}", now=NOW, seed=mix) for number in numbers]

    def run(client: Client, number: int) -> None:
        try:
            for turn in range(rounds):
                start.wait(timeout=60)
                MIXES[mix].play(client, number, clients, turn)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(players, numbers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [player.record for player in players]


def _in_processes(ground: Ground, mix: int, threads: int, processes: int, rounds: int) -> list[Record]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=set_up_django) as pool:
        shares = [range(n * threads, (n + 1) * threads) for n in range(processes)]
        running = [pool.submit(play, ground, mix, share, threads * processes, rounds) for share in shares]
        return [record for one in running for record in one.result()]
