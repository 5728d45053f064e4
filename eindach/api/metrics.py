"""GET /metrics for Prometheus: requests by route template, searches, and bookings and holds as the database has them.

With several processes each writes its own files into PROMETHEUS_MULTIPROC_DIR (a folder emptied before every start)
and any of them adds all up. The library reads that variable when it is imported.
"""

import hmac
from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from prometheus_client.values import ValueClass

from .problems import Problem

REQUESTS = Counter("eindach_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "eindach_request_seconds",
    "Server time of a request",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)
SEARCHES = Counter("eindach_searches", "Searches for itineraries over the API", ["outcome"])
COUNTS = """
SELECT (SELECT count(*) FROM booking_itinerary WHERE booked_at IS NOT NULL),
       (SELECT count(*) FROM booking_itinerary WHERE cancelled_at IS NOT NULL),
       (SELECT count(DISTINCT itinerary_id) FROM booking_appointment WHERE status = 'held' AND held_until > now()),
       (SELECT count(*) FROM notifications_message WHERE sent_at IS NULL)
"""
GAUGES = (
    ("eindach_bookings", "Itineraries ever booked"),
    ("eindach_bookings_cancelled", "Itineraries cancelled wholly"),
    ("eindach_holds", "Itineraries held at this moment"),
    ("eindach_messages_waiting", "Messages still to be sent"),
)


class Rows(Collector):
    """What only the database knows for all processes; one query a scrape."""

    def collect(self) -> Iterator[Metric]:
        try:
            with connection.cursor() as cursor:
                cursor.execute(COUNTS)
                values = cursor.fetchone()
        except DatabaseError:  # the other figures matter most just then
            return
        for (name, meaning), value in zip(GAUGES, values, strict=True):
            yield GaugeMetricFamily(name, meaning, value)


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format; 404 for who may not ask."""
    if not _may_ask(request):
        raise Problem("not-found")
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    if getattr(ValueClass, "_multiprocess", False):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(Rows())
    return registry


def _may_ask(request: HttpRequest) -> bool:
    """The token where one is set; else this machine only, and nobody a proxy speaks for."""
    if settings.METRICS_TOKEN:
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(said.encode("utf-8", "replace"), settings.METRICS_TOKEN.encode())
    if {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & request.META.keys():
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
