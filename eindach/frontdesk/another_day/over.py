"""Who waits for something that cannot be settled in this house today any more, by the rows of the house."""

from datetime import timedelta
from typing import Any

from ..house_rows import Rows


def is_over(stop: Any, rows: Rows) -> bool:
    """No counter that could settle it is open long enough, or will be. Where somebody works although no hours are
    said, it is not over."""
    at_work = {one.counter_id for one in rows.desks}
    for pk in rows.able(stop):
        counter = rows.counters[pk]
        closes = counter.day_ends if counter.is_station else counter.closes
        if closes is None and pk in at_work and not counter.is_station:
            return False
        if closes and rows.now + timedelta(minutes=stop.minutes) <= closes:
            return False
    return True
