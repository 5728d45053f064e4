"""Try an act again when two got in each other's way: deadlock, serialization failure, a lock waited for too long.

None of these is an answer to a person: the act was rolled back whole and may simply be done again.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

PASSING = frozenset({"40001", "40P01", "55P03"})
"""serialization_failure, deadlock_detected, lock_not_available (PostgreSQL, appendix A)."""
TRIES = 12


def passing(fault: OperationalError) -> bool:
    return getattr(fault.__cause__, "sqlstate", None) in PASSING


def one_transaction(act: Callable[P, R]) -> Callable[P, R]:
    """Run `act` in a transaction of its own, again when it was a passing fault. Inside another transaction only a
    savepoint is possible: then a passing fault is the outer act's to repeat."""

    @wraps(act)
    def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = connection.in_atomic_block
        for turn in range(TRIES):
            try:
                with transaction.atomic():
                    return act(*args, **kwargs)
            except OperationalError as fault:
                if outer or not passing(fault) or turn == TRIES - 1:
                    raise
                # Full jitter, doubling: 5 ms, 10 ms, … 320 ms (the jitter is not for secrecy).
                time.sleep(random.uniform(0, 0.005 * 2 ** min(turn, 6)))  # noqa: S311
        raise AssertionError("unreachable")

    return repeated
