"""Yes, no, and not asked yet."""

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Ordered, so that "and" is the least of them and "or" the greatest (Kleene's strong logic)."""

    NO = 0
    UNKNOWN = 1
    YES = 2


def every(values: Iterable[Truth]) -> Truth:
    """YES of nothing."""
    return min(values, default=Truth.YES)


def some(values: Iterable[Truth]) -> Truth:
    """NO of nothing."""
    return max(values, default=Truth.NO)


def negated(value: Truth) -> Truth:
    return Truth(Truth.YES - value)
