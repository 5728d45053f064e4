"""Live pages of a house: each change is read once a process and sent only to the pages whose own part it changed.

However many call displays and phones look at a house, one task follows it: told by NOTIFY, and by the clock because
minutes pass and a notice may be lost. A page is sent the same HTML it would show if it were loaded anew.
"""

import asyncio
import contextlib
import json
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

import structlog
from asgiref.sync import sync_to_async
from django.db import connection
from django.utils import timezone

from eindach.directory.models import Location
from eindach.kernel.languages import SHIPPED
from eindach.notifications.live import AGAIN_SECONDS, LOOK_AGAIN, Hub, Stream

from . import fragments
from .house import House, compute
from .interpreting.asking import answers
from .models import Visit
from .telling import CHANGED
from .visits import visit_by_token

AT_MOST_EVERY: Final = 0.1
"""Seconds from one look to the next: what is told after a quiet moment is looked at at once, a rush of it together."""
CLOCK_SECONDS: Final = 15
LONGEST: Final = 80
log = structlog.get_logger()


@dataclass(frozen=True)
class Look:
    """A house as it is, and how its call display shows it. `asked`: what interpreters are asked, for its staff."""

    house: House
    display: str
    asked: tuple[object, ...] = ()

    @cached_property
    def asked_version(self) -> str:
        """Interpreters are asked across counters: all of a house are told."""
        return f"{zlib.crc32(repr(self.asked).encode()):08x}"

    @cached_property
    def version(self) -> str:
        return f"{zlib.crc32(repr((self.house.calls, sorted(self.house.standings.items()), self.asked)).encode()):08x}"


Part = Callable[[Look], dict[str, str] | None]
"""What a page shows of the house; None: it has nothing there any more."""


class NotHere(LookupError):
    """No such house, or no visit that has this link today."""


class _Followed:
    """A house somebody looks at: the latest look, and who waits for the next."""

    def __init__(self) -> None:
        self.look: Look | None = None
        self.dirty = asyncio.Event()
        self.pages: set[asyncio.Event] = set()
        self.task: asyncio.Task[None] | None = None


class Houses:
    """The houses that are looked at in this process."""

    def __init__(self, read: Callable[[UUID], Awaitable[Look]]) -> None:
        self._read = read
        self._followed: dict[UUID, _Followed] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self, hub: Hub) -> None:
        self._task = asyncio.create_task(self._listen(hub))

    async def stop(self) -> None:
        tasks = [self._task, *(one.task for one in self._followed.values())]
        for task in filter(None, tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def looks(self, location: UUID) -> AsyncGenerator[Look | None]:
        """The house as it is, and again after each change; None when nothing was heard for a while."""
        followed = self._followed.setdefault(location, _Followed())
        fresh = asyncio.Event()
        followed.pages.add(fresh)
        if followed.task is None:
            followed.task = asyncio.create_task(self._follow(location, followed))
        elif followed.look:
            fresh.set()
        try:
            while True:
                try:
                    await asyncio.wait_for(fresh.wait(), CLOCK_SECONDS)
                except TimeoutError:
                    yield None
                else:
                    fresh.clear()
                    yield followed.look
        finally:
            followed.pages.discard(fresh)
            if not followed.pages and self._followed.get(location) is followed:
                del self._followed[location]
                followed.task.cancel()

    async def _listen(self, hub: Hub) -> None:
        async with hub.listening(CHANGED) as queue:
            while True:
                payload = await queue.get()
                for location, followed in self._followed.items():
                    if payload in (LOOK_AGAIN, str(location)):
                        followed.dirty.set()

    async def _follow(self, location: UUID, followed: _Followed) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            begun = clock()
            try:
                followed.look = await self._read(location)
            except Exception as fault:  # whatever it is: the pages stay open, and the next look may be good
                log.warning("a_house_waits_for_the_database", fault=str(fault))
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            for page in followed.pages:
                page.set()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(followed.dirty.wait(), CLOCK_SECONDS)
            await asyncio.sleep(begun + AT_MOST_EVERY - clock())
            followed.dirty.clear()  # before the look: what is told meanwhile is looked at next


async def watch_screen(key: str, stream: Stream, houses: Houses) -> None:
    """A call display. NotHere before the stream opens."""
    location = await _in_database(_location, key)
    await stream.while_open(lambda: _send(stream, houses, location, lambda look: {"html": look.display}))


async def watch_changes(key: str, counter: str, stream: Stream, houses: Houses) -> None:
    """That something changed in a house, or for one counter there (its id), and nothing of what: pages of its staff
    then ask for what they may see."""
    location = await _in_database(_location, key)

    def part(look: Look) -> dict[str, str]:
        if not counter.isdecimal():
            return {"version": look.version}
        return {"version": f"{look.house.versions.get(int(counter), '')} {look.asked_version}"}

    await stream.while_open(lambda: _send(stream, houses, location, part))


async def watch_visit(token: str, language: str, stream: Stream, houses: Houses) -> None:
    """A visitor's page: no matter of theirs, only where, after how many, and whether to load the route anew."""
    visit = await _in_database(_visit, token)
    code = language if language in {one.code for one in SHIPPED} else visit.language

    def part(look: Look) -> dict[str, str] | None:
        standing = look.house.standings.get(visit.pk)
        return {"html": fragments.now(standing, code), "version": standing.version} if standing else None

    await stream.while_open(lambda: _send(stream, houses, visit.location_id, part))


async def look_at(location: UUID) -> Look:
    """In the thread of the database."""
    found: Look = await _in_database(_look, location)
    return found


def _look(location: UUID) -> Look:
    now = timezone.now()
    house = compute(location, now=now)
    return Look(house, fragments.display(house), answers(location, now=now))


def _location(key: str) -> UUID:
    found = Location.objects.filter(key=key[:LONGEST], counters__isnull=False).values_list("pk", flat=True).first()
    if found is None:
        raise NotHere
    return found


def _visit(token: str) -> Visit:
    try:
        return visit_by_token(token[:LONGEST])
    except Visit.DoesNotExist as fault:
        raise NotHere from fault


async def _in_database(ask: Callable[..., Any], *values: Any) -> Any:
    """Django's own connection, in one thread; it goes back to the pool at once."""

    def asked() -> Any:
        try:
            return ask(*values)
        finally:
            connection.close()

    return await sync_to_async(asked)()


async def _send(stream: Stream, houses: Houses, location: UUID, part: Part) -> None:
    clock, sent, last = asyncio.get_running_loop().time, None, 0.0
    async with contextlib.aclosing(houses.looks(location)) as looks:
        async for look in looks:
            shown = part(look) if look else sent
            if shown != sent:
                await stream.event("house", json.dumps(shown))
            elif clock() - last >= CLOCK_SECONDS - 1:
                await stream.event("beat")  # a page that hears nothing for long knows that its line is dead
            else:
                continue
            sent, last = shown, clock()
