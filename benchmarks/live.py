"""Live events: from the request that takes a place to the event on another person's open page."""

import http.client
import json
import threading
import time
from statistics import median
from urllib.parse import urlencode, urlsplit

from django.utils import timezone

from benchmarks import offers
from benchmarks.stage import Site
from benchmarks.table import Row
from benchmarks.world import World


def rows(site: Site, world: World, trips: list[tuple[offers.Spot, ...]], *, quick: bool) -> list[Row]:
    """Each time another page is open on an offer, and somebody else books it. The clock starts before the request."""
    times = [
        _once(site, offers.signed(trip, world, now=timezone.now()), n)
        for n, trip in enumerate(trips[: 5 if quick else 20])
    ]
    worst = max(seconds for seconds, _answered in times) * 1000
    after = median(seconds - answered for seconds, answered in times) * 1000
    remark = f"from sending the booking, {len(times)} times; median {after:+.0f} ms from its answer"
    return [Row("live event on an open page: slowest", worst, "ms", 1000, remark=remark)]


def _once(site: Site, offer: str, number: int) -> tuple[float, float]:
    """Seconds from sending the booking to the event, and to the booking's own answer."""
    stream = http.client.HTTPConnection(urlsplit(site.events).netloc, timeout=20)
    stream.request("GET", f"/events/offers?{urlencode({'offer': offer})}")
    page = stream.getresponse()
    if page.status != 200 or page.readline() != b": open\n":
        raise RuntimeError(f"the page of live events answers {page.status}")
    time.sleep(0.3)  # the page has asked once whether the offer is free; from now on only an event can tell it
    seen: list[float] = []
    watching = threading.Thread(target=_until_gone, args=(page, seen))
    watching.start()
    begun = time.perf_counter()
    _book(site, offer, number)
    answered = time.perf_counter() - begun
    watching.join(20)
    stream.close()
    if not seen:
        raise RuntimeError("the event did not arrive in 20 seconds")
    return seen[0] - begun, answered


def _until_gone(page: http.client.HTTPResponse, seen: list[float]) -> None:
    while line := page.readline():
        if line == b"event: gone\n":
            seen.append(time.perf_counter())
            return


def _book(site: Site, offer: str, number: int) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.pages).netloc, timeout=20)
    contact = {"name": f"Live {number}", "email": f"l{number}@live.example", "language": "en"}
    headers = {"Content-Type": "application/json", "Idempotency-Key": f"live-{number}"}
    connection.request("POST", "/api/v1/bookings", json.dumps({"offer": offer, "contact": contact}), headers)
    answer = connection.getresponse()
    if answer.status != 201:
        raise RuntimeError(f"the booking was answered {answer.status}: {answer.read()[:300]!r}")
    answer.read()
    connection.close()
