"""Probes and figures."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from eindach.kernel.audience import AUDIENCES
from tests.cast import Cast


def test_live_needs_no_database(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


def test_ready_looks_at_database_migrations_and_worker(db: None, client: Client) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]) == (
        200, {"database": "ok", "migrations": "ok", "worker": "silent"},
    )  # fmt: skip


def test_not_ready_without_a_database(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eindach.api.health._parameters", lambda: {"host": "/nowhere", "dbname": "none"})
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "unreachable")


def test_metrics_name_routes_never_addresses(cast: Cast, client: Client) -> None:
    client.get("/api/v1/bookings/SECRET7", headers={"Authorization": "Bearer token"})
    text = client.get("/metrics").content.decode()
    assert 'route="/api/v1/bookings/<reference>"' in text
    assert "SECRET7" not in text
    assert "eindach_holds 0.0" in text


@pytest.mark.parametrize(
    "given", [{"REMOTE_ADDR": "192.0.2.1"}, {"headers": {"X-Forwarded-For": "127.0.0.1"}}, {"REMOTE_ADDR": ""}]
)
def test_metrics_are_for_this_machine(db: None, client: Client, given: dict[str, Any]) -> None:
    assert client.get("/metrics", **given).status_code == 404


def test_metrics_may_have_a_token_instead(db: None, client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "right"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer right"}, REMOTE_ADDR="192.0.2.1")
    assert answer.status_code == 200


def test_every_route_of_the_interface_declares_its_audience() -> None:
    def views(patterns: Any, prefix: str = "") -> Any:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from views(pattern.url_patterns, route)
            elif route.startswith(("api/", "hsds/", "health/", "metrics")):
                yield route, pattern.callback

    found = dict(views(get_resolver().url_patterns))
    assert len(found) > 20
    assert all(getattr(view, "audience", None) in AUDIENCES for view in found.values())
    assert found["api/v1/bookings/<reference>"].audience == "link-holder"
