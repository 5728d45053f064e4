"""Somebody else books while the plans are shown: the process for live events tells the open page."""

import os
import signal
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


class Events:
    """The process `eindach serve` starts for live events, on the database of the test; the pages know its address."""

    def __init__(self, database: str, site: str, folder: Path, settings: Any) -> None:
        self.port = free_port()
        self.url = settings.EVENTS_URL = f"http://127.0.0.1:{self.port}"
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        allowed = {"connect-src": [*policy["connect-src"], self.url]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy | allowed}
        known = {"DATABASE_URL": database, "EINDACH_PUBLIC_URL": site}
        self.environment = environment(folder, DJANGO_SETTINGS_MODULE="eindach.config.settings_test", **known)

    def __enter__(self) -> "Events":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--no-ws"]
        command += ["--port", str(self.port), "--workers-kill-timeout", "1", "--log-level", "warning"]
        self.process = subprocess.Popen(
            [*command, "eindach.config.asgi:application"], env=self.environment, start_new_session=True
        )
        _wait_until_it_listens(self.port, self.process)

    def kill(self) -> None:
        """At once, with its workers, as when a machine loses its power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)


@pytest.fixture
def events(database_url: str, live_server: LiveServer, tmp_path: Path, settings: Any) -> Iterator[str]:
    with Events(database_url, live_server.url, tmp_path, settings) as running:
        yield running.url


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
