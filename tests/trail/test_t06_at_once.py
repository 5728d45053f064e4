"""Eight at once: every event has its number, no chain has a gap or a fork."""

import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from eindach.consent import trail
from eindach.consent.models import AuditEvent
from eindach.consent.verifying import verify

from .conftest import PEOPLE, leave

THREADS, EACH = 8, 60


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    pass


def at_once(work) -> list[BaseException]:
    failed: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as fault:
            failed.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_all_into_one_chain(seals: Path) -> None:
    assert at_once(lambda _number: [leave(PEOPLE[0]) for _ in range(EACH)]) == []
    numbers = AuditEvent._base_manager.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, THREADS * EACH + 1))
    assert verify(seals).faults == []


def test_some_of_them_undone(seals: Path) -> None:
    def work(number: int) -> None:
        for turn in range(EACH):
            with transaction.atomic():
                leave(PEOPLE[(number + turn) % 2])
                transaction.set_rollback(turn % 3 == 0)

    assert at_once(work) == []
    assert AuditEvent._base_manager.count() == THREADS * EACH * 2 // 3
    assert verify(seals).faults == []


def test_those_who_touch_many_chains_do_not_wait_in_a_ring(seals: Path) -> None:
    def work(number: int) -> None:
        for turn in range(10):
            with transaction.atomic(), trail.together():
                for step in range(len(PEOPLE)):
                    leave(PEOPLE[(number + turn + step * (-1) ** number) % len(PEOPLE)])

    assert at_once(work) == []
    assert AuditEvent._base_manager.count() == THREADS * 10 * len(PEOPLE)
    assert verify(seals).faults == []
