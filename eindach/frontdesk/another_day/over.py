"""Who waits for something that cannot be settled in this house today any more, by the rows of the house."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from ..house_rows import Rows
from ..models import Station

ABSENT: Final = timedelta(minutes=15)
"""So long after a partner was said not to come nothing is proposed: new routes may send people elsewhere."""


def is_over(stop: Any, rows: Rows) -> bool:
    """No counter that could settle it is open long enough, or will be. Where somebody works although no hours are
    said, it is not over."""
    able = rows.able(stop)
    ends = _ends_of_stations(able, rows.now)
    at_work = {one.counter_id for one in rows.desks}
    for counter in able:
        closes = ends[counter] if counter in ends else rows.counters[counter].closes
        if closes is None and counter in at_work and counter not in ends:
            return False
        if closes and rows.now + timedelta(minutes=stop.minutes) <= closes:
            return False
    return True


def _ends_of_stations(counters: tuple[int, ...], now: datetime) -> Mapping[int, datetime | None]:
    """Counter of a station -> when its event day ends; None: its partner does not come, or it is another day's."""
    rows = Station.objects.filter(counter__in=counters).select_related("event_day")
    return {one.counter_id: _end(one, now) for one in rows}


def _end(station: Station, now: datetime) -> datetime | None:
    day = station.event_day
    gone = station.absent_since and station.absent_since <= now - ABSENT
    return None if gone or day.cancelled_at or day.during.lower > now + timedelta(hours=24) else day.during.upper
