"""Local clock times as whole minutes since 1970 in UTC, and back.

The search counts elapsed minutes, so that a day with 23 or 25 hours needs no special case; only this module knows
zones. An ambiguous clock time (the hour that is repeated in autumn) means its first occurrence, a skipped one (the hour
that is missing in spring) the moment at which the clock jumps over it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (naive on purpose: local clock times are counted from it)
EPOCH_DAY = EPOCH.toordinal()
MINUTES_A_DAY = 1440


def clock_minutes(local: datetime) -> int:
    """Minutes from 1970-01-01T00:00 to a naive date-time, as if there were no zones."""
    return (local.toordinal() - EPOCH_DAY) * MINUTES_A_DAY + local.hour * 60 + local.minute


def utc_minute(local: datetime, zone: ZoneInfo) -> int:
    """The UTC epoch minute of a naive local date-time: its first occurrence where it happens twice, the moment of the
    jump where the clock skips it."""
    steady = _steady_offset(local.toordinal(), zone)
    if steady is not None:
        return clock_minutes(local) - steady
    before, after = (_offset(local.replace(fold=fold), zone) for fold in (0, 1))  # PEP 495
    shown = clock_minutes(local)
    return _jump(shown - after, shown - before, zone) if before < after else shown - before


def exists(local: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock ever shows this naive date-time (false for the hour skipped in spring)."""
    if _steady_offset(local.toordinal(), zone) is not None:
        return True
    return at(utc_minute(local, zone), zone).replace(tzinfo=None, fold=0) == local


def at(minute: int, zone: ZoneInfo) -> datetime:
    """The aware local date-time of a UTC epoch minute."""
    return (EPOCH.replace(tzinfo=UTC) + timedelta(minutes=minute)).astimezone(zone)


def midnight(day: date, zone: ZoneInfo) -> int:
    """The UTC epoch minute at which a local day begins."""
    return utc_minute(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001


def _jump(before: int, after: int, zone: ZoneInfo) -> int:
    """The first minute of the new offset, between two minutes with the old and the new one."""
    old = at(before, zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if at(middle, zone).utcoffset() == old else (before, middle)
    return after


def _offset(local: datetime, zone: ZoneInfo) -> int:
    offset = zone.utcoffset(local)
    return int(offset.total_seconds() // 60) if offset is not None else 0


@lru_cache(maxsize=4096)
def _steady_offset(ordinal: int, zone: ZoneInfo) -> int | None:
    """The offset (minutes) of a whole day, or None if the clock is changed on it or right beside it."""
    noon = datetime.fromordinal(ordinal)
    offsets = {_offset(noon + timedelta(days=shift), zone) for shift in (-1, 0, 1, 2)}
    return offsets.pop() if len(offsets) == 1 else None
