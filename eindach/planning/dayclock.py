"""Ticks of local days: turning ranges of UTC minutes into tables (ticks, days), with clock changes in mind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from eindach.planning.clock import MINUTES_A_DAY, exists, utc_minute
from eindach.planning.request import IntArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class DayClock:
    """Consecutive local days; `midnights` (UTC minutes) has one more entry, which closes the last day."""

    days: list[date]
    midnights: IntArray
    tick: int

    def paint(self, table: IntArray, first: IntArray, last: IntArray, tables: int) -> tuple[BoolArray, int]:
        """Mark the ticks in each range [first, last] of UTC minutes in the range's table: (tables, ticks, days).

        Also returns which tick of the day row 0 is. Ranges may reach over midnight; parts outside the days are cut off.
        """
        row, day, low, high = self._by_day(first, last)
        days = len(self.days)
        if not len(row):
            return np.zeros((tables, 0, days), dtype=np.bool_), 0
        offset, end = int(low.min()), int(high.max()) + 1
        ticks = end - offset
        edges = np.zeros((tables, ticks + 1, days), dtype=np.int32)
        flat = edges.reshape(-1)
        base = (table[row] * (ticks + 1) - offset) * days + day
        one = np.ones(len(row), dtype=np.int32)  # as an array: `at` is 80 times faster with it than with a number
        np.add.at(flat, base + low * days, one)
        np.subtract.at(flat, base + (high + 1) * days, one)
        return np.cumsum(edges[:, :-1], axis=1, dtype=np.int32) > 0, offset

    def _by_day(self, first: IntArray, last: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Cut ranges at midnight: (index of the range, day, first tick, last tick) of each piece that has a tick."""
        first, last = np.maximum(first, self.midnights[0]), np.minimum(last, self.midnights[-1] - 1)
        row = np.flatnonzero(first <= last)
        day = self._day_of(first[row])
        more = self._day_of(last[row]) - day
        if more.any():
            pieces = more + 1
            row, day = np.repeat(row, pieces), np.repeat(day, pieces)
            day += np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        opens, closes = self.midnights[day], self.midnights[day + 1] - 1
        low = -((opens - np.maximum(first[row], opens)) // self.tick)
        high = (np.minimum(last[row], closes) - opens) // self.tick
        kept = low <= high
        return row[kept], day[kept], low[kept], high[kept]

    def _day_of(self, minutes: IntArray) -> IntArray:
        """The day of each UTC minute: days of 24 hours, put right by one where clocks were changed."""
        day = np.minimum((minutes - self.midnights[0]) // MINUTES_A_DAY, len(self.days) - 1)
        day -= minutes < self.midnights[day]
        day += minutes >= self.midnights[day + 1]
        return np.asarray(day)

    def starts(self, step: int, timezone: str) -> BoolArray:
        """(ticks of the longest day, days): where the local clock shows a multiple of `step` minutes after midnight.

        The repeated hour of an autumn day counts the first time only: nobody could tell which of the two was meant.
        """
        lengths = np.diff(self.midnights)
        ticks = int(lengths.max(initial=0)) // self.tick
        even = np.arange(ticks) * self.tick % step == 0
        table = np.repeat(even[:, None], len(self.days), axis=1)
        for day in np.flatnonzero(lengths != MINUTES_A_DAY):
            table[:, day] = False
            table[self._changed_day(int(day), step, ZoneInfo(timezone)), day] = True
        return table

    def _changed_day(self, day: int, step: int, zone: ZoneInfo) -> list[int]:
        begin = datetime.combine(self.days[day], datetime.min.time())
        clock = [begin + timedelta(minutes=minute) for minute in range(0, MINUTES_A_DAY, step)]
        minutes = [utc_minute(local, zone) for local in clock if exists(local, zone)]
        opens, closes = int(self.midnights[day]), int(self.midnights[day + 1])
        return [(minute - opens) // self.tick for minute in minutes if opens <= minute < closes]
