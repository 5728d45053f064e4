"""The trail: how many events a second, each in a transaction of its own that must reach the disk."""

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from benchmarks.table import Row

THREADS = 8
TOGETHER = 500


def rows(*, quick: bool) -> list[Row]:
    """Target of the issue: 2,000 events a second on 2 cores."""
    count = 2_000 if quick else 16_000
    alone = count / _seconds(lambda: _one_by_one(count // 4)) / 4
    at_once = count / _seconds(lambda: _at_once(count))
    by_act = count / _seconds(lambda: _by_act(count))
    return [
        Row("events of the trail, one after the other", alone, "/s"),
        Row(f"events of the trail, {THREADS} at once", at_once, "/s", 2_000, least=True, remark="a transaction each"),
        Row(f"events of the trail, acts with {TOGETHER} each", by_act, "/s", remark="lists and exports"),
        _verified(),
    ]


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _one_by_one(count: int) -> None:
    from django.db import connection

    from eindach.consent import trail

    now = datetime.now(UTC)
    for _turn in range(count):
        trail.record(act="read", kind="booking", person=uuid.uuid4(), basis="law:appointment", now=now)
    connection.close()


def _at_once(count: int) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(_one_by_one, [count // THREADS] * THREADS))


def _by_act(count: int) -> None:
    from django.db import transaction

    from eindach.consent import trail

    now = datetime.now(UTC)
    for _turn in range(count // TOGETHER):
        with transaction.atomic(), trail.together():
            for _event in range(TOGETHER):
                trail.record(act="list", kind="booking", person=uuid.uuid4(), basis="law:appointment", now=now)


def _verified() -> Row:
    """Reading all of it back and computing every digest anew."""
    from eindach.consent.sealing import seals_file
    from eindach.consent.verifying import verify

    begun = time.perf_counter()
    count = verify(seals_file()).counted.events
    return Row("events of the trail, verified", count / (time.perf_counter() - begun), "/s", remark=f"{count:,} events")
