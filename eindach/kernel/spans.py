"""Half-open time spans [start, end)."""

from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """[start, end), both aware. ValueError from `of` when it is empty or naive."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, start: datetime, end: datetime) -> "Span":
        if start.tzinfo is None or end.tzinfo is None:
            raise ValueError("a span needs aware times")
        if start >= end:
            raise ValueError(f"a span ends after it starts: {start:%F %R} .. {end:%F %R}")
        return cls(start, end)

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end
