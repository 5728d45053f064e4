"""Somebody else books while the plans are shown: the process for live events tells the open page."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from eindach.booking import operations
from tests.booking_pages.stage import NOBODY
from tests.house.commands import environment, free_port

from .conftest import Open
from .walking import to_plans

SECONDS_TO_LISTEN = 30


@pytest.fixture
def events(database_url: str, live_server: LiveServer, tmp_path: Path, settings: Any) -> Iterator[str]:
    """The process `eindach serve` starts for live events, on the database of the test; the pages know its address."""
    port = free_port()
    site = {"DATABASE_URL": database_url, "EINDACH_PUBLIC_URL": live_server.url}
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws",
         "--workers-kill-timeout", "1", "--log-level", "warning", "eindach.config.asgi:application"],
        env=environment(tmp_path, DJANGO_SETTINGS_MODULE="eindach.config.settings_test", **site),
    )  # fmt: skip
    _wait_until_it_listens(port, process)
    settings.EVENTS_URL = f"http://127.0.0.1:{port}"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {"connect-src": [*policy["connect-src"], settings.EVENTS_URL]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy | allowed}
    yield settings.EVENTS_URL
    process.terminate()
    process.wait(timeout=10)


def _wait_until_it_listens(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_LISTEN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise AssertionError("the process for live events does not listen")


def test_a_booking_by_somebody_else_is_told_softly_on_the_plan_it_takes(open_page: Open, events: str) -> None:
    page = open_page("de")
    with page.expect_response(f"{events}/events/offers*") as stream:
        to_plans(page)
    assert stream.value.headers["content-type"].startswith("text/event-stream")
    notice = page.locator(".plan:has(:checked) .plan__gone")
    assert not notice.is_visible()
    taken = page.locator(".plan__radio").first.input_value()
    operations.book(offer=taken, contact=NOBODY, key="somebody else", now=timezone.now())
    notice.wait_for(state="visible")
    on_the_other_day = page.locator(".plan__gone").nth(1)
    assert on_the_other_day.get_attribute("hidden") is not None
    assert page.locator("#choose button.button--main").is_enabled()
