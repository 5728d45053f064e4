"""Who will be called when: the rows of a house as the input of planning/forecast.py. Axis: minutes since 1970."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from eindach.planning import forecast

from .house_rows import Rows
from .models import Desk
from .queue import DUE_MINUTES

LATE_MINUTES: Final = 30
"""Who is not here so long after they should have come is no longer waited for."""
SOON_MINUTES: Final = 2
"""Somebody overdue at a desk, or a break that should be over: it may end any minute."""
FOR_EVER: Final = 1 << 40


class Moment(NamedTuple):
    """When a stop will begin (minutes since 1970), at which counter, and who could take it."""

    start: int
    counter: int
    counters: tuple[int, ...]


def minute(moment: datetime) -> int:
    return int(moment.timestamp() // 60)


def expect(rows: Rows) -> dict[UUID, Moment]:
    """Stop -> its moment; a stop that no open desk will reach is missing."""
    busy, desks = _busy(rows), desks_of(rows)
    waiting = {f"{number:05}": stop for number, stop in enumerate(rows.stops) if _is_to_come(stop, rows.now)}
    names = {stop.id: name for name, stop in waiting.items()}  # in the order of the queue within a minute, too
    mates = defaultdict(list)
    for stop in waiting.values():
        mates[stop.visit_id].append(stop)
    asked = [
        _stop(name, stop, rows, [names[one.id] for one in mates[stop.visit_id] if _is_first(one, stop, rows)])
        for name, stop in waiting.items()
    ]
    taken = {str(one.visit_id): busy[one.desk_id] for one in rows.stops if one.status in ("called", "serving")}
    found = forecast.forecast(desks, asked, now=minute(rows.now), busy_until=taken)
    counter = {desk.id: int(desk.counter) for desk in desks}
    able = {one.id: tuple(map(int, one.counters)) for one in asked}
    return {waiting[name].id: Moment(one.start, counter[one.desk], able[name]) for name, one in found.items()}


def desks_of(rows: Rows) -> list[forecast.Desk]:
    """Who works there now or will later today, and from when each is free."""
    return [*_at_work(rows, _busy(rows)), *_still_closed(rows)]


def _busy(rows: Rows) -> dict[UUID, int]:
    return {stop.desk_id: _ends(stop, rows.now) for stop in rows.stops if stop.status in ("called", "serving")}


def _at_work(rows: Rows, busy: dict[UUID, int]) -> Iterator[forecast.Desk]:
    for desk in rows.desks:
        free = _free_at(desk, rows.now, busy.get(desk.pk))
        if free is not None:
            closes = rows.counters[desk.counter_id].closes
            yield forecast.Desk(str(desk.pk), str(desk.counter_id), free, minute(closes) if closes else FOR_EVER)


def _still_closed(rows: Rows) -> Iterator[forecast.Desk]:
    """Counters that begin later today: whoever waits for them is told when."""
    open_now = {desk.counter_id for desk in rows.desks}
    for pk, one in rows.counters.items():
        if pk not in open_now and one.opens and one.closes:
            yield forecast.Desk(f"later {pk}", str(pk), minute(one.opens), minute(one.closes))


def _free_at(desk: Desk, now: datetime, until: int | None) -> int | None:
    """None: nobody knows when the break ends."""
    if desk.paused_at:
        return max(minute(desk.back_at), minute(now) + SOON_MINUTES) if desk.back_at else None
    return minute(now) if until is None else until


def _ends(stop: Any, now: datetime) -> int:
    begun = minute(stop.begun_at) if stop.begun_at else minute(now)
    return max(begun + int(stop.minutes), minute(now) + SOON_MINUTES)


def _is_to_come(stop: Any, now: datetime) -> bool:
    if stop.status != "waiting" or stop.visit__left_at or stop.visit__away_since:
        return False
    if stop.visit__arrived_at:
        return True
    if stop.visit__waits_since:  # for an hour that is full: they have no place yet
        return False
    due = stop.planned_at or stop.visit__window_start
    return bool(due) and due + timedelta(minutes=LATE_MINUTES) > now


def _is_first(one: Any, stop: Any, rows: Rows) -> bool:
    return one is not stop and one.matter_id in rows.after.get(stop.matter_id, ())


def _stop(name: str, stop: Any, rows: Rows, first: list[str]) -> forecast.Stop:
    now, due = minute(rows.now), stop.planned_at or stop.visit__window_start
    counters = rows.able(stop)
    is_late = stop.planned_at and stop.planned_at <= rows.now - timedelta(minutes=DUE_MINUTES)
    if stop.counter_id and not is_late:
        counters = tuple(one for one in counters if one == stop.counter_id)
    return forecast.Stop(
        id=name,
        visit=str(stop.visit_id),
        counters=tuple(map(str, counters)),
        minutes=stop.minutes,
        arrives=now if stop.visit__arrived_at else max(now, minute(due)),
        waits_since=minute(stop.waiting_since) if stop.waiting_since else now,
        promised=minute(stop.planned_at) if stop.promised and stop.planned_at else None,
        urgent=bool(stop.urgent),
        first=tuple(first),
    )
