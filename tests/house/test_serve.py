"""The whole site as processes: it answers, and everything ends together."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from tests.house.commands import COMMAND, environment, free_port, run
from tests.house.places import open_folder

SECONDS_TO_ANSWER = 120
SECONDS_TO_END = 20  # a busy machine takes some; what hangs takes half a minute (granian, an open stream) or more


class Site:
    """`eindach demo`, which serves, with a data folder of its own: every step in the role it has on a real machine."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.data = folder / "data"
        self.said = folder / "said.txt"
        self.process = subprocess.Popen(
            [*COMMAND, "demo", "--port", str(self.port)],
            env=environment(self.data, EINDACH_MARK=str(folder)),
            stdout=self.said.open("wb"),
            stderr=subprocess.STDOUT,
        )
        self.mark = f"EINDACH_MARK={folder}".encode()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while "Ready:" not in self.said.read_text():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < deadline, self.said.read_text()
            time.sleep(0.1)

    def post(self, call: str, body: dict[str, object], key: str = "") -> dict[str, Any]:
        """What a call of the API answers."""
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        asked = Request(f"http://127.0.0.1:{self.port}/api/v1/{call}", json.dumps(body).encode(), headers)
        with urlopen(asked, timeout=20) as answer:
            return dict(json.load(answer))

    def processes(self) -> dict[int, str]:
        """All processes that inherited our mark, and PostgreSQL with our folder: number and command."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                ours = self.mark in (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if command and (ours or os.fsencode(self.data) in command):
                found[int(folder.name)] = command.replace(b"\0", b" ").decode()
        return found

    def end(self, number: signal.Signals) -> float:
        """Send a signal and wait; the seconds until everything had ended."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=30)
        return time.monotonic() - started


@pytest.fixture(scope="module")
def sites() -> Iterator[Callable[[], Site]]:
    """The site as it runs; started anew where the test before has ended it."""
    with open_folder() as folder:
        made: list[Site] = []

        def running() -> Site:
            if not made or made[-1].process.poll() is not None:
                made.append(Site(folder))
                made[-1].wait_until_ready()
            return made[-1]

        yield running
        for one in made:
            if one.process.poll() is None:
                one.process.terminate()
                one.process.wait(timeout=30)
            for number in one.processes():
                os.kill(number, signal.SIGKILL)


@pytest.fixture
def site(sites: Callable[[], Site]) -> Site:
    return sites()


def test_the_demonstration_is_booked_over_the_interface(site: Site) -> None:
    first = timezone.localdate() + timedelta(days=3)
    wish = {"matters": ["registration"], "from": f"{first}", "until": f"{first + timedelta(days=21)}"}
    offer = site.post("itineraries/search", wish)["itineraries"][0]["offer"]
    contact = {"name": "Amal Beispiel", "email": "amal@mail.example", "language": "ar"}
    booked = site.post("bookings", {"offer": offer, "contact": contact}, key="house")
    assert [one["matter"] for one in booked["appointments"]] == ["registration"]


def test_the_site_answers_and_one_ctrl_c_ends_everything(site: Site) -> None:
    with urlopen(f"http://127.0.0.1:{site.port}/health/live", timeout=20) as answer:
        assert answer.status == 200
    with pytest.raises(URLError, match="404"), urlopen(f"http://127.0.0.1:{site.port + 1}/nothing", timeout=20):
        pass
    commands = " ".join(site.processes().values())
    assert all(word in commands for word in ("wsgi", "asgi", "cli.jobs", "postgres"))
    second = run(site.data, "serve", "--port", str(site.port))
    assert second.returncode == 1
    assert f"Port {site.port} is not free" in second.stderr
    assert "granian" in second.stderr
    assert "the site is running" in run(site.data, "doctor", "--port", str(site.port)).stdout
    assert site.end(signal.SIGINT) < SECONDS_TO_END
    assert site.process.returncode == 0
    assert site.processes() == {}


def test_when_one_process_dies_the_others_end_and_it_is_said(site: Site) -> None:
    worker = next(number for number, command in site.processes().items() if "cli.jobs" in command)
    os.kill(worker, signal.SIGKILL)
    site.process.wait(timeout=SECONDS_TO_END)
    assert site.process.returncode == 1
    assert "The process for jobs ended by itself" in site.said.read_text()
    assert site.processes() == {}
