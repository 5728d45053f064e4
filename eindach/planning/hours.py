"""When something is open, by weekday and clock time, for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from eindach.planning.clock import at

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """On an ISO weekday (1 = Monday), from `opens` to `closes` (minutes after midnight, 1440 = the next midnight)."""

    weekday: int
    opens: int
    closes: int

    @property
    def words(self) -> str:
        """Such as 09:00-12:30."""
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


@dataclass(frozen=True, slots=True)
class OpenTimes:
    """All hours of something, merged by weekday, and the first and last date on which it is open."""

    hours: tuple[Hours, ...]
    first: date
    last: date

    @property
    def weekdays(self) -> list[int]:
        """ISO weekdays, ascending."""
        return sorted({hours.weekday for hours in self.hours})

    def meets(self, other: OpenTimes) -> bool:
        """Whether both are open at the same time on some weekday (not necessarily on the same date)."""
        return any(
            one.weekday == two.weekday and one.opens < two.closes and two.opens < one.closes
            for one in self.hours
            for two in other.hours
        )


def open_times(spans: Iterable[tuple[int, int]], zone: ZoneInfo) -> OpenTimes | None:
    """The hours of [start, end) spans in UTC minutes; None if there are none."""
    pieces: dict[int, list[tuple[int, int]]] = defaultdict(list)
    days: list[date] = []
    for day, opens, closes in (piece for span in spans for piece in _by_day(span, zone)):
        pieces[day.isoweekday()].append((opens, closes))
        days.append(day)
    if not days:
        return None
    hours = [Hours(day, *period) for day in sorted(pieces) for period in _merged(pieces[day])]
    return OpenTimes(tuple(hours), min(days), max(days))


def weekday_words(weekdays: Sequence[int]) -> str:
    """Such as "Fridays", "Mondays and Tuesdays" or "Mondays to Fridays"."""
    names = [f"{WEEKDAYS[day - 1]}s" for day in weekdays]
    if len(names) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{names[0]} to {names[-1]}"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def hour_words(times: OpenTimes) -> str:
    """Such as "Fridays 09:00-12:30 and 14:00-16:00, Tuesdays 09:00-12:30"."""
    words: dict[str, list[int]] = defaultdict(list)
    for day in times.weekdays:
        words[" and ".join(hours.words for hours in times.hours if hours.weekday == day)].append(day)
    return ", ".join(f"{weekday_words(days)} {hours}" for hours, days in words.items())


def date_words(times: OpenTimes) -> str:
    """Such as "on 4 December 2026" or "between 4 December 2026 and 8 January 2027"."""
    first, last = (f"{day.day} {day:%B %Y}" for day in (times.first, times.last))
    return f"on {first}" if first == last else f"between {first} and {last}"


def _by_day(span: tuple[int, int], zone: ZoneInfo) -> Iterable[tuple[date, int, int]]:
    start, end = at(span[0], zone), at(span[1], zone)
    opens, closes = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    for number in range((end.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=number)
        finish = closes if day == end.date() else MIDNIGHT
        begin = opens if number == 0 else 0
        if begin < finish:
            yield day, begin, finish


def _merged(periods: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(set(periods)):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return merged


def _clock(minute: int) -> str:
    return "24:00" if minute == MIDNIGHT else time(minute // 60, minute % 60).strftime("%H:%M")
