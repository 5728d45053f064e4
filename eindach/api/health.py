"""Probes. live: this process answers. ready: it can work; says which part is missing, and nothing about the data."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

CONNECT_SECONDS = 2
WORKER_SILENT = timedelta(seconds=60)


def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """200, or 503 without database or with migrations missing. A silent worker is told but does not matter here:
    pages work without it, only mails wait."""
    checks = _checks(timezone.now())
    works = checks["database"] == checks["migrations"] == "ok"
    return JsonResponse({"status": "ok" if works else "unavailable", "checks": checks}, status=200 if works else 503)


def _checks(now: datetime) -> dict[str, str]:
    # A connection of its own: a probe must answer within seconds also when the pool is empty or the server gone.
    try:
        with psycopg.connect(**_parameters(), connect_timeout=CONNECT_SECONDS, autocommit=True) as probe:
            return {"database": "ok", "migrations": _migrations(probe), "worker": _worker(probe, now)}
    except psycopg.Error:
        return {"database": "unreachable", "migrations": "unknown", "worker": "unknown"}


def _parameters() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    return {name: value for name, value in parameters.items() if name in _CONNINFO and value not in (None, "")}


_CONNINFO = frozenset({"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey"})


def _migrations(probe: psycopg.Connection[Any]) -> str:
    try:
        applied = set(probe.execute("SELECT app, name FROM django_migrations").fetchall())
    except psycopg.errors.UndefinedTable:
        return "missing"
    return "ok" if _known_migrations() <= applied else "missing"


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ())


def _worker(probe: psycopg.Connection[Any], now: datetime) -> str:
    try:
        row = probe.execute("SELECT max(last_heartbeat) FROM procrastinate_workers").fetchone()
    except psycopg.Error:
        return "unknown"
    return "ok" if row and row[0] and row[0] > now - WORKER_SILENT else "silent"
