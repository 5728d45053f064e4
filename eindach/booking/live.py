"""Live: tells an open page that a place of the plan it shows has just been taken. It learns nothing else."""

import asyncio
import contextlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg

from eindach.notifications.live import HEARTBEAT_SECONDS, Hub, Stream, conninfo

from . import offers

CHANNEL = "eindach_openings"
"""Payload: ids of openings whose free time changed, separated by commas; empty: too many to name."""

OPENINGS = """
SELECT DISTINCT o.id FROM booking_opening o
JOIN unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) w(calendar, start, stop)
  ON o.calendar_id = w.calendar AND o.during && tstzrange(w.start, w.stop)
"""
ALL_FREE = """
SELECT bool_and(EXISTS (SELECT 1 FROM booking_opening o
    WHERE o.calendar_id = w.calendar AND o.during && tstzrange(w.start, w.stop)
      AND o.free @> tstzrange(w.start, w.stop)))
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) w(calendar, start, stop)
"""


async def watch_offer(offer: str, stream: Stream, hub: Hub) -> None:
    """Send `gone` once when the offer can no longer be had as it is; OfferInvalid before the stream opens."""
    read = offers.read(offer, zone=ZoneInfo("UTC"), now=datetime.now(UTC))
    columns: list[list[object]] = [
        [one.calendar_id for one in read.chosen],
        [one.start for one in read.chosen],
        [one.end for one in read.chosen],
    ]
    async with hub.listening(CHANNEL) as queue:
        await stream.open()
        watching = asyncio.create_task(_until_gone(columns, queue, stream))
        leaving = asyncio.create_task(stream.gone())
        _done, pending = await asyncio.wait({watching, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _until_gone(columns: list[list[object]], queue: "asyncio.Queue[str]", stream: Stream) -> None:
    ours = {str(row[0]) for row in await _ask(OPENINGS, columns)}
    while True:
        if not (await _ask(ALL_FREE, columns))[0][0]:
            await stream.event("gone")
            return
        await _until_touched(ours, queue, stream)


async def _until_touched(ours: set[str], queue: "asyncio.Queue[str]", stream: Stream) -> None:
    while True:
        try:
            payload = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            await stream.heartbeat()
            continue
        if not payload or ours & set(payload.split(",")):
            return


async def _ask(query: str, values: list[list[object]]) -> list[tuple[object, ...]]:
    # A connection a question: they are rare, and an open page must not keep one.
    async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as connection:
        cursor = await connection.execute(query, values)
        return await cursor.fetchall()
