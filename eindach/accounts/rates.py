"""Rate limits per client address, shared by all processes: one statement a request.

Generic cell rate algorithm: a row holds the moment at which the client's bucket is full again (`full_at`). A request
moves it on by one interval, unless it would then lie further away than the whole bucket. The statement decides and
writes at once, so two processes never both spend the last place. Addresses are stored as keyed digests only, IPv6 by
its /64 (one household). EINDACH_RATE_<NAME> is "120/m" (also /s, /h) or "off"; EINDACH_RATE=off ends all of them.
"""

import hashlib
import hmac
import math
import re
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any, NamedTuple

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest

log = structlog.get_logger()
SECONDS = {"s": 1, "m": 60, "h": 3600}
# No bucket is full later than its window from now: then the clock was put back (of a demonstration, or of a server that
# was wrong), and nobody shall wait for that day. Two servers a little apart are no such case.
NEVER_AHEAD = "CASE WHEN b.full_at <= %(now)s::timestamptz + 2 * %(window)s THEN b.full_at END"
SPEND = """
INSERT INTO accounts_ratebucket AS b (client, full_at) VALUES (%(client)s, %(now)s::timestamptz + %(interval)s)
ON CONFLICT (client) DO UPDATE SET full_at = greatest(NEVER_AHEAD, %(now)s) + %(interval)s
WHERE greatest(NEVER_AHEAD, %(now)s) + %(interval)s <= %(now)s::timestamptz + %(window)s
RETURNING full_at, xmax = 0
""".replace("NEVER_AHEAD", NEVER_AHEAD)
SWEEP = """
DELETE FROM accounts_ratebucket WHERE client IN
    (SELECT client FROM accounts_ratebucket WHERE full_at < %s LIMIT 1000 FOR UPDATE SKIP LOCKED)
"""


class Limit(NamedTuple):
    """`quota` requests in `window`; all of them may come at once."""

    quota: int
    window: timedelta

    @property
    def interval(self) -> timedelta:
        return self.window / self.quota


class Spent(NamedTuple):
    """What is left: `retry_after` seconds is 0 when the request may pass; `reset`: seconds until the bucket is full."""

    remaining: int
    reset: int
    retry_after: int


def limit_of(name: str) -> Limit | None:
    """The limit in force, None when switched off; ValueError for a setting nobody can read."""
    text = settings.RATES.get(name, "off")
    if text == "off":
        return None
    found = re.fullmatch(r"([1-9]\d{0,5})/([smh])", text)
    if not found:
        raise ValueError(f"EINDACH_RATE_{name.upper()}={text!r}: allowed are 'off' and forms like 120/m, 5/s, 1000/h")
    return Limit(int(found[1]), timedelta(seconds=SECONDS[found[2]]))


def client_address(request: HttpRequest) -> str:
    """The client as we can know it: behind n trusted proxies the n-th address from the right counts, never the first
    (that one the client writes itself)."""
    proxies = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    said = forwarded[-proxies] if proxies and len(forwarded) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(said)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64)
    return str(address)


def spend(name: str, limit: Limit, client: str, *, now: datetime, count: int = 1) -> Spent:
    """Take one request (or `count`, all or none; at most the quota) out of the client's bucket, or say how long to
    wait."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{name}:{client}".encode(), hashlib.sha256).digest()[:16]
    interval = limit.interval * count
    values: dict[str, Any] = {"client": digest, "now": now, "interval": interval, "window": limit.window}
    with connection.cursor() as cursor:
        cursor.execute(SPEND, values)
        row = cursor.fetchone()
        if row is None:
            cursor.execute("SELECT full_at FROM accounts_ratebucket WHERE client = %s", [digest])
            full_at = (cursor.fetchone() or [now])[0]
            wait = full_at + interval - limit.window - now
            return Spent(0, _seconds(full_at - now), max(1, _seconds(wait)))
        if row[1] and digest[0] == 0:  # one new client in 256 sweeps up after the others
            cursor.execute(SWEEP, [now])
    return Spent(int((limit.window - (row[0] - now)) / limit.interval), _seconds(row[0] - now), 0)


def _seconds(span: timedelta) -> int:
    return max(0, math.ceil(span.total_seconds()))


class TooMany(Exception):
    """This client has to wait; `headers` say how long, in seconds, as does `retry_after`."""

    def __init__(self, limit: Limit, retry_after: int, headers: dict[str, str]) -> None:
        super().__init__(f"wait {retry_after} seconds")
        self.limit = limit
        self.retry_after = retry_after
        self.headers = headers | {"Retry-After": str(retry_after)}


def pay(request: HttpRequest, name: str, *, now: datetime) -> dict[str, str]:
    """Take one out of this client's bucket `name`; headers for the answer (none where the limit is off). TooMany."""
    limit = limit_of(name)
    if limit is None:
        return {}
    spent = spend(name, limit, client_address(request), now=now)
    headers = _headers(name, limit, spent)
    if spent.retry_after:
        log.warning("over_the_limit", limit=name, method=request.method)
        raise TooMany(limit, spent.retry_after, headers)
    return headers


def _headers(name: str, limit: Limit, spent: Spent) -> dict[str, str]:
    """draft-ietf-httpapi-ratelimit-headers-10."""
    return {
        "RateLimit-Policy": f'"{name}";q={limit.quota};w={int(limit.window.total_seconds())}',
        "RateLimit": f'"{name}";r={spent.remaining};t={spent.reset}',
    }
