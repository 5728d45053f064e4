"""Live events: PostgreSQL's NOTIFY to any number of open pages (server-sent events, WHATWG HTML 9.2).

One LISTEN connection a process, however many pages are open. A page that is slow misses events rather than
making others wait: events only say "look again", the truth stays in the database.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from typing import Any

import psycopg
import structlog
from django.db import connections
from psycopg import sql

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

log = structlog.get_logger()
HEARTBEAT_SECONDS = 20
AGAIN_SECONDS = 2
LONGEST_QUEUE = 100
LOOK_AGAIN = ""
"""The payload of "anything may have changed", as after the time in which nobody listened."""


def conninfo() -> str:
    """The default database as libpq conninfo: where it is and how it is secured, without Django's own options."""
    settings = connections["default"].settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {key: settings[name] for key, name in names.items() if settings[name]}
    secured = {key: value for key, value in settings["OPTIONS"].items() if key.startswith("ssl")}
    return psycopg.conninfo.make_conninfo(**given, **secured)


class Hub:
    """Hands what arrives on the channels to everybody who listens in this process."""

    def __init__(self, channels: tuple[str, ...]) -> None:
        self.channels = channels
        self._queues: dict[asyncio.Queue[str], str] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @contextlib.asynccontextmanager
    async def listening(self, channel: str) -> AsyncIterator[asyncio.Queue[str]]:
        """A queue of the payloads of one channel, from now on."""
        queue: asyncio.Queue[str] = asyncio.Queue(LONGEST_QUEUE)
        self._queues[queue] = channel
        try:
            yield queue
        finally:
            del self._queues[queue]

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except psycopg.OperationalError as fault:
                log.warning("live_events_wait_for_the_database", fault=str(fault))
                await asyncio.sleep(AGAIN_SECONDS)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as connection:
            for channel in self.channels:
                await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            for channel in self.channels:
                self._hand_out(channel, LOOK_AGAIN)
            async for notice in connection.notifies():
                self._hand_out(notice.channel, notice.payload)

    def _hand_out(self, channel: str, payload: str) -> None:
        for queue, wanted in self._queues.items():
            if wanted == channel and not queue.full():
                queue.put_nowait(payload)


class NoPlace(Exception):
    """As many pages are open as this process, or one client address, may have."""


class Places:
    """How many pages may be open at once, in all and for one client address. Both are for this process."""

    def __init__(self, *, most: int, most_of_one: int) -> None:
        self.most, self.most_of_one = most, most_of_one
        self._open: Counter[str] = Counter()

    @contextlib.contextmanager
    def taken(self, address: str) -> Iterator[None]:
        """NoPlace beyond either number."""
        if self._open.total() >= self.most or self._open[address] >= self.most_of_one:
            raise NoPlace
        self._open[address] += 1
        try:
            yield
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]


class Stream:
    """One open page: writes server-sent events until the page goes away."""

    def __init__(self, send: Send, receive: Receive, origin: str) -> None:
        self.send, self.receive, self.origin = send, receive, origin

    async def open(self) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            (b"access-control-allow-origin", self.origin.encode()),
        ]
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._write(b": open\n\n")

    async def event(self, name: str, data: str = "") -> None:
        await self._write(f"event: {name}\ndata: {data}\n\n".encode())

    async def heartbeat(self) -> None:
        """Proxies close what is silent."""
        await self._write(b": still here\n\n")

    async def gone(self) -> None:
        """Returns when the page was closed."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def while_open(self, write: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Open it and write, until that has an end or the page was closed."""
        await self.open()
        tasks = {asyncio.create_task(write()), asyncio.create_task(self.gone())}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, body: bytes) -> None:
        await self.send({"type": "http.response.body", "body": body, "more_body": True})


async def refuse(send: Send, status: int, *, retry_after: int | None = None) -> None:
    """A short answer without a stream; `retry_after` in seconds."""
    headers = [(b"content-type", b"text/plain")]
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
