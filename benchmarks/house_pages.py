"""Open pages of a full house: each listens, and asks for itself anew when its own script would.

Raw connections, so that as much as possible of the machine is left to what is measured.
"""

import asyncio
import json
import re
import threading
import time
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from benchmarks.stage import Site

CALL = re.compile(r'data-call=\\?"(\d+)')
LONGEST = 1 << 20


@dataclass(frozen=True)
class Open:
    """A page: what it listens to, and what it asks for when its version changes ("": it shows what it is sent)."""

    listens: str
    asks: str = ""
    cookie: str = ""

    @property
    def token(self) -> str:
        return self.listens.partition("token=")[2].partition("&")[0]


@dataclass
class Heard:
    """What came in: on displays (call shown before, call shown now, moment), two close calls may come together; on the
    phones of who was called (token, moment); seconds each renewed workplace and phone took; events in all."""

    displays: list[tuple[int, int, float]] = field(default_factory=list)
    phones: list[tuple[str, float]] = field(default_factory=list)
    renewed: dict[str, list[float]] = field(default_factory=lambda: {"staff": [], "phone": []})
    events: Tally[str] = field(default_factory=Tally)
    faults: Tally[str] = field(default_factory=Tally)


async def listen(site: Site, pages: Sequence[Open], heard: Heard, until: threading.Event) -> None:
    """All of them, until told to go."""
    opened = [asyncio.create_task(_listen(site, page, heard)) for page in pages]
    while not until.is_set():
        await asyncio.sleep(0.1)
    for one in opened:
        one.cancel()
    await asyncio.gather(*opened, return_exceptions=True)


async def _listen(site: Site, page: Open, heard: Heard) -> None:
    reader, writer = await _ask(site.events, page.listens)
    known, version, opened = 0, "", False
    asking: asyncio.Task[None] | None = None
    while line := await reader.readline():
        if not line.startswith(b"data: {"):
            continue
        now, said = time.perf_counter(), json.loads(line[6:])
        heard.events["sent"] += 1
        found = CALL.search(said.get("html", ""))
        call = int(found[1]) if found else 0
        if not opened:
            opened, known, version = True, call, said.get("version", "")
            heard.events["opened"] += 1
            continue
        if call > known:
            if page.token:
                heard.phones.append((page.token, now))
            else:
                heard.displays.append((known, call, now))
            known = call
        is_idle = asking is None or asking.done()  # as the script: one question at a time
        if page.asks and is_idle and said.get("version") != version:
            asking, version = asyncio.create_task(_renew(site, page, heard)), said["version"]
    writer.close()


async def _renew(site: Site, page: Open, heard: Heard) -> None:
    begun, kind = time.perf_counter(), "staff" if page.cookie else "phone"
    reader, writer = await _ask(site.pages, page.asks, f"Cookie: {page.cookie}\r\nConnection: close\r\n")
    answer = await reader.read()
    writer.close()
    heard.renewed[kind].append(time.perf_counter() - begun)
    if not answer.startswith(b"HTTP/1.1 200"):
        heard.faults[answer[9:12].decode()] += 1


async def _ask(site: str, way: str, head: str = "") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    place = urlsplit(site)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=LONGEST)
    writer.write(f"GET {quote(way, safe='/?=&-_')} HTTP/1.1\r\nHost: {place.netloc}\r\n{head}\r\n".encode())
    return reader, writer
