"""A full waiting room: 300 visitors' pages and 40 call displays are open, and every second somebody is called.

The clock starts before the call and stops when the page has what it will show: on every display, and on the phone of
whoever was called. All the other phones whose line got shorter are told meanwhile.
"""

import asyncio
import json
import re
import threading
import time
import uuid
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import quote, urlsplit

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from benchmarks.memory import seconds_of
from benchmarks.stage import Site
from benchmarks.table import Row
from eindach.booking.models import Counter
from eindach.directory.models import Location
from eindach.frontdesk.calling import begin, call_next, finish
from eindach.frontdesk.desks import at_desk, open_desk
from eindach.frontdesk.house import compute
from eindach.frontdesk.models import Desk, Step, Visit
from eindach.frontdesk.queue import today
from eindach.frontdesk.visits import Planned, arrive, new_visit, visit_token

VISITORS, DISPLAYS = 300, 40
TARGET_MS = 1000
STEP = re.compile(r'data-call=\\?"(\d+)')


@dataclass
class Heard:
    """What came in: on displays (call shown before, call shown now, seconds), two close calls may come together; on the
    phones of who was called (token, seconds); events in all."""

    displays: list[tuple[int, int, float]] = field(default_factory=list)
    phones: list[tuple[str, float]] = field(default_factory=list)
    events: Tally[str] = field(default_factory=Tally)


def rows(site: Site, *, quick: bool) -> list[Row]:
    house = Location.objects.annotate(size=Count("counters")).order_by("-size", "key")[0]
    visits, desks = _fill(house)
    heard = Heard()
    ways = [f"/events/visit?token={visit_token(one.pk)}&language=de" for one in visits]
    ways += [f"/events/house?screen={house.key}"] * DISPLAYS
    until = threading.Event()
    room = threading.Thread(target=lambda: asyncio.run(_listen(site.events, ways, heard, until)), daemon=True)
    room.start()
    _wait_until(lambda: heard.events["opened"] == len(ways), "not every page was opened")
    told, spent, begun = heard.events["house"], seconds_of(site.process, "asgi"), time.monotonic()
    calls = _call(desks, 15 if quick else 60)
    took, used = time.monotonic() - begun, seconds_of(site.process, "asgi") - spent
    until.set()
    room.join(10)
    on_displays = [
        1000 * (at - since)
        for before, now, at in heard.displays
        for step, (since, _token) in calls.items()
        if before < step <= now
    ]
    when = {token: since for since, token in calls.values()}
    on_phones = [1000 * (at - when[token]) for token, at in heard.phones if token in when]
    if len(on_displays) < DISPLAYS * len(calls) or len(on_phones) < len(calls):
        raise RuntimeError(f"lost: {len(on_displays)} of {DISPLAYS * len(calls)}, {len(on_phones)} of {len(calls)}")
    sent = (heard.events["house"] - told) / len(calls)
    return [
        _row(f"call to {DISPLAYS} displays, {VISITORS} phones open", on_displays, f"{len(calls)} calls, one a second"),
        _row("call to the phone of who is called", on_phones, f"{sent:.0f} of {len(ways)} pages are sent something"),
        Row("live events of a full house", 100 * used / took, "% of a core", remark=f"{len(desks)} desks at work"),
        Row("a look at a full house", 1000 * _look(house), "ms", remark="rows, forecast for everybody, words apart"),
    ]


def _row(what: str, times: Sequence[float], remark: str) -> Row:
    cuts = quantiles(times, n=100)
    return Row(
        f"{what}: slowest", max(times), "ms", TARGET_MS, remark=f"p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}; {remark}"
    )


def _look(house: Location) -> float:
    begun = time.perf_counter()
    compute(house.pk, now=timezone.now())
    return time.perf_counter() - begun


def _fill(house: Location) -> tuple[list[Visit], list[Desk]]:
    """Everybody has one or two matters of the house, and all its counters are at work."""
    now, counters = timezone.now(), list(Counter.objects.filter(location=house).select_related("organization"))
    offered = [(one, service, service.matters.get()) for one in counters for service in one.calendar.services.all()]
    offered = [each for each in offered if not each[2].after.exists()]
    visits = []
    with transaction.atomic():
        for number in range(VISITORS):
            chosen = {matter: (counter, service) for counter, service, matter in _some(offered, number)}
            stops = [
                Planned(matter=matter, service=service, organization=counter.organization, minutes=matter.minutes)
                for matter, (counter, service) in chosen.items()
            ]
            more = {"language": "de", "languages": ["de"]}
            visit = new_visit(location=house, day=today(now), came="walk-in", stops=stops, now=now, **more)
            visits.append(arrive(visit, now=now))
    return visits, [open_desk(counter=one, user=uuid.uuid4(), now=now) for one in counters]


def _some(offered: Sequence, number: int) -> list:  # type: ignore[type-arg]
    return [offered[number % len(offered)], offered[(number * 7 + 3) % len(offered)]][: 1 + number % 2]


def _call(desks: Sequence[Desk], seconds: int) -> dict[int, tuple[float, str]]:
    """Step id -> (when the call was sent, token of who was called). Desk after desk: who sits there goes, the next."""
    calls: dict[int, tuple[float, str]] = {}
    begun = time.perf_counter()
    for number in range(seconds):
        time.sleep(max(0.0, begun + number - time.perf_counter()))
        desk = desks[number % len(desks)]
        if at_desk(desk):
            begin(desk=desk, now=timezone.now())
            finish(desk=desk, outcome="settled", now=timezone.now())
        since = time.perf_counter()
        called = call_next(desk=desk, now=timezone.now())
        if called:
            step = Step.objects.filter(stop=called, act="called").latest("id")
            calls[step.pk] = since, visit_token(called.visit_id)
    time.sleep(2)
    return calls


async def _listen(events: str, ways: Sequence[str], heard: Heard, until: threading.Event) -> None:
    place = urlsplit(events)
    pages = [asyncio.create_task(_page(str(place.hostname), int(place.port or 80), way, heard)) for way in ways]
    while not until.is_set():
        await asyncio.sleep(0.1)
    for page in pages:
        page.cancel()
    await asyncio.gather(*pages, return_exceptions=True)


async def _page(host: str, port: int, way: str, heard: Heard) -> None:
    """A page that is open: raw, so that as much as possible of the machine is left to what is measured."""
    reader, writer = await asyncio.open_connection(host, port, limit=1 << 20)
    writer.write(f"GET {quote(way, safe='/?=&-_')} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    token, known, opened = way.partition("token=")[2].partition("&")[0], 0, False
    while line := await reader.readline():
        if not line.startswith(b"data: {"):
            continue
        now, html = time.perf_counter(), json.loads(line[6:])["html"]
        heard.events["house"] += 1
        found = STEP.search(html)
        step = int(found[1]) if found else 0
        if not opened:
            opened, known = True, step
            heard.events["opened"] += 1
        elif step > known:
            if token:
                heard.phones.append((token, now))
            else:
                heard.displays.append((known, step, now))
            known = step


def _wait_until(done: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + 60
    while not done():
        if time.monotonic() > deadline:
            raise RuntimeError(otherwise)
        time.sleep(0.1)
