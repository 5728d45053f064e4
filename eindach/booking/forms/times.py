"""The half days of a week somebody can come, and the windows they make."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from eindach.kernel.spans import Span

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat")
HALVES = ("am", "pm")
NOON = time(12)
MIDNIGHT = time()


class HalfDay(NamedTuple):
    """Half of a weekday; written 'mon-am'."""

    weekday: int
    half: str

    @classmethod
    def parse(cls, said: str) -> "HalfDay":
        """ValueError for anything but a weekday and a half."""
        weekday, half = said.split("-")
        return cls(WEEKDAYS.index(weekday), HALVES[HALVES.index(half)])

    @property
    def key(self) -> str:
        return f"{WEEKDAYS[self.weekday]}-{self.half}"


ALL = tuple(HalfDay(weekday, half) for weekday in range(len(WEEKDAYS)) for half in HALVES)


def windows(chosen: Iterable[HalfDay], first: date, last: date, zone: ZoneInfo) -> tuple[Span, ...]:
    """One window a day that has a chosen half; both halves make one whole day. Empty when every half is chosen."""
    halves = set(chosen)
    if halves >= set(ALL):
        return ()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    found = (_window(day, {half.half for half in halves if half.weekday == day.weekday()}, zone) for day in days)
    return tuple(window for window in found if window)


def _window(day: date, halves: set[str], zone: ZoneInfo) -> Span | None:
    if not halves:
        return None
    opens = datetime.combine(day, MIDNIGHT if "am" in halves else NOON, zone)
    closes = datetime.combine(day, NOON, zone) if halves == {"am"} else _next_midnight(day, zone)
    return Span(opens, closes)


def _next_midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), MIDNIGHT, zone)
