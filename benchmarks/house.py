"""A full waiting room: 300 visitors' phones and 40 call displays are open, every counter has its workplace open, the
front desk its lists; and every second an expert presses "done", then "next".

The clock starts before "next" is sent, and stops when a page has what it will show: on every display, and on the phone
of whoever was called. Meanwhile every page that would ask for itself anew does so: each workplace and the front desk at
each change, each phone whose way has changed. All of it shares the machine's cores with this load.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from statistics import quantiles

from django.db.models import Count
from django.utils import timezone

from benchmarks.house_pages import Heard, Open, listen
from benchmarks.house_people import WORKPLACE, Expert, experts, front_desk, visitors
from benchmarks.memory import seconds_of
from benchmarks.stage import Site
from benchmarks.table import Row
from eindach.directory.models import Location
from eindach.frontdesk.desks import at_desk
from eindach.frontdesk.house import compute
from eindach.frontdesk.models import Step, Visit
from eindach.frontdesk.visits import visit_token

VISITORS, DISPLAYS = 300, 40
TARGET_MS = 1000
CALMS_DOWN = 3
"""Seconds after the last call until every page has what it shows."""


def rows(site: Site, *, quick: bool) -> list[Row]:
    house = Location.objects.annotate(size=Count("counters")).order_by("-size", "key")[0]
    visits, staff = visitors(house, VISITORS), experts(site, house)
    pages, heard, until = _pages(house, visits, staff), Heard(), threading.Event()
    room = threading.Thread(target=lambda: asyncio.run(listen(site, pages, heard, until)), daemon=True)
    room.start()
    _wait_until(lambda: heard.events["opened"] == len(pages), "not every page was opened")
    told, spent, begun = heard.events["sent"], seconds_of(site.process, "asgi"), time.monotonic()
    calls = _call(staff, 15 if quick else 60)
    took, used = time.monotonic() - begun, seconds_of(site.process, "asgi") - spent
    until.set()
    room.join(10)
    displays, phones = _times(heard, calls)
    if len(displays) < DISPLAYS * len(calls) or len(phones) < len(calls) or heard.faults:
        raise RuntimeError(f"lost: {len(displays)} of {DISPLAYS * len(calls)}, {len(phones)}; {heard.faults}")
    sent = (heard.events["sent"] - told) / len(calls)
    asked = f"{len(heard.renewed['phone']) / took:.0f} phones and {len(heard.renewed['staff']) / took:.0f} of staff a s"
    return [
        _row(f"“next” to {DISPLAYS} displays: slowest", displays, f"{len(calls)} calls, one a second", TARGET_MS),
        _row("“next” to the phone of who is called", phones, f"{sent:.0f} of {len(pages)} pages are sent something"),
        _row("a workplace or the front desk, renewed", [1000 * one for one in heard.renewed["staff"]], asked),
        Row("live events of a full house", 100 * used / took, "% of a core", remark=f"{len(staff)} desks at work"),
        Row("a look at a full house", 1000 * _look(house), "ms", remark="rows, forecast for everybody, words apart"),
    ]


def _pages(house: Location, visits: Sequence[Visit], staff: Sequence[Expert]) -> list[Open]:
    changes = f"/events/changes?house={house.key}"
    tokens = [visit_token(one.pk) for one in visits]
    door = front_desk(staff[0].desk.counter.organization)
    return [
        *(Open(f"/events/visit?token={one}&language=de", f"/de/here/{one}/") for one in tokens),
        *(Open(f"/events/house?screen={house.key}") for _ in range(DISPLAYS)),
        *(Open(f"{changes}&counter={one.desk.counter_id}", WORKPLACE, one.cookie) for one in staff),
        Open(changes, f"/de/staff/arrivals/?house={house.key}", door),
    ]


def _call(staff: Sequence[Expert], seconds: int) -> dict[int, tuple[float, str]]:
    """Step id -> (when "next" was pressed, token of who was called). Expert after expert: who sits there goes."""
    calls: dict[int, tuple[float, str]] = {}
    begun = time.perf_counter()
    for number in range(seconds):
        time.sleep(max(0.0, begun + number - time.perf_counter()))
        expert = staff[number % len(staff)]
        if at_desk(expert.desk):
            expert.press("begin")
            expert.press("finish", outcome="settled")
        since = time.perf_counter()
        expert.press("call")
        called = Step.objects.filter(desk=expert.desk, act="called").order_by("-id").select_related("visit").first()
        if called and called.pk not in calls and called.visit:
            calls[called.pk] = since, visit_token(called.visit.pk)
    time.sleep(CALMS_DOWN)
    return calls


def _times(heard: Heard, calls: dict[int, tuple[float, str]]) -> tuple[list[float], list[float]]:
    """Milliseconds from the press to each display, and to the phone of who was called."""
    displays = [
        1000 * (at - since)
        for before, now, at in heard.displays
        for step, (since, _token) in calls.items()
        if before < step <= now
    ]
    when = {token: since for since, token in calls.values()}
    return displays, [1000 * (at - when[token]) for token, at in heard.phones if token in when]


def _row(what: str, times: Sequence[float], remark: str, target: float | None = None) -> Row:
    cuts = quantiles(times, n=100)
    said = f"p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}; {remark}"
    return Row(what, max(times), "ms", target, remark=said)


def _look(house: Location) -> float:
    begun = time.perf_counter()
    compute(house.pk, now=timezone.now())
    return time.perf_counter() - begun


def _wait_until(done: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + 60
    while not done():
        if time.monotonic() > deadline:
            raise RuntimeError(otherwise)
        time.sleep(0.1)
