"""Live: tells an open page that a place of the plan it shows has just been taken. It learns nothing else."""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import psycopg
from django.utils import timezone

from eindach.notifications.gathering import Gathered
from eindach.notifications.live import HEARTBEAT_SECONDS, Hub, Stream

from . import offers
from .locks import CHANGED

# A counter that serves equally well is as good (substitutes.py): only when none is free, the place is gone.
FREE = """
SELECT bool_or(coalesce(o.free @> tstzrange(w.start, w.stop), false)), array_remove(array_agg(o.id::text), NULL)
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::uuid[], %s::text[])
     WITH ORDINALITY w(calendar, start, stop, service, language, number)
LEFT JOIN booking_calendar my_calendar ON my_calendar.id = w.calendar
LEFT JOIN booking_counter mine ON mine.id = my_calendar.counter_id
LEFT JOIN booking_counter c ON (c.location_id, c.organization_id) = (mine.location_id, mine.organization_id)
LEFT JOIN booking_calendar k ON k.counter_id = c.id
LEFT JOIN booking_opening o ON o.calendar_id = k.id AND o.during && tstzrange(w.start, w.stop)
      AND w.service = ANY(o.services) AND (w.language = '' OR w.language = ANY(o.languages))
GROUP BY w.number ORDER BY w.number
"""


class State(NamedTuple):
    """Whether all places of an offer are free, and the ids of the openings they lie in."""

    free: bool
    openings: frozenset[str]


Places = tuple[offers.Chosen, ...]


async def states(connection: psycopg.AsyncConnection, questions: Sequence[Places]) -> list[State]:
    """The state of each of these offers, by one statement."""
    places = [place for question in questions for place in question]
    columns: list[list[object]] = [
        [one.calendar_id for one in places],
        [one.start for one in places],
        [one.end for one in places],
        [one.service_id for one in places],
        [one.language for one in places],
    ]
    cursor = await connection.execute(FREE, columns)
    rows = iter(await cursor.fetchall())
    return [_together([next(rows) for _ in question]) for question in questions]


def _together(rows: list[tuple[Any, ...]]) -> State:
    return State(all(free for free, _ in rows), frozenset(number for _, openings in rows for number in openings))


Asked = Gathered[Places, State]


async def watch_offer(offer: str, stream: Stream, hub: Hub, asked: Asked) -> None:
    """Send `gone` once when the offer can no longer be had as it is; OfferInvalid before the stream opens."""
    places = offers.read(offer, zone=ZoneInfo("UTC"), now=timezone.now()).chosen
    async with hub.listening(CHANGED) as queue:
        await stream.while_open(lambda: _until_gone(places, queue, stream, asked))


async def _until_gone(places: Places, queue: "asyncio.Queue[str]", stream: Stream, asked: Asked) -> None:
    while True:
        _empty(queue)  # what was said before the question is in its answer
        state = await asked.ask(places)
        if not state.free:
            await stream.event("gone")
            return
        await _until_touched(state.openings, queue, stream)


def _empty(queue: "asyncio.Queue[str]") -> None:
    while not queue.empty():
        queue.get_nowait()


async def _until_touched(ours: frozenset[str], queue: "asyncio.Queue[str]", stream: Stream) -> None:
    """Until an opening of ours is named, or for a heartbeat: an opening that went away names nobody."""
    deadline = asyncio.get_running_loop().time() + HEARTBEAT_SECONDS
    try:
        async with asyncio.timeout_at(deadline):
            while True:
                payload = await queue.get()
                if not payload or ours & set(payload.split(",")):
                    return
    except TimeoutError:
        await stream.heartbeat()
