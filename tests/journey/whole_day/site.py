"""The processes of `eindach serve` on the database of the test, and a clock they all follow: killed, started again,
hours later within a second."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from eindach.config import sample_clock
from tests.house.commands import environment, free_port

SECONDS_TO_ANSWER: Final = 60
RUN: Final = """
import sys
from argparse import Namespace
from eindach.config.cli.serving import environment_for, run_site
options = Namespace(host="127.0.0.1", port=int(sys.argv[1]), processes=1)
sys.exit(run_site(options, environment_for(options)))
"""
"""`eindach serve` without its first steps: the database of the test is there and has all tables."""


class Clock:
    """Of the day. Real seconds pass on top: on a slow machine it may be later than it was set to, never earlier."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / sample_clock.FILE
        self.ahead = timedelta(days=-36_500)

    def set(self, moment: datetime) -> None:
        self.ahead = max(self.ahead, moment - datetime.now(UTC))
        sample_clock.set_ahead(self.file, self.ahead)


class Site:
    """Pages, live events, worker."""

    def __init__(self, database: str, folder: Path, clock: Clock) -> None:
        self.port, self.said = free_port(), folder / "said.txt"
        self.url = f"http://127.0.0.1:{self.port}"
        self.mark = f"EINDACH_MARK={folder}".encode()
        self.environment = environment(
            folder,
            DJANGO_SETTINGS_MODULE="eindach.config.settings_test",
            DATABASE_URL=database,
            EINDACH_DEMO="1",
            EINDACH_CLOCK=str(clock.file),
            EINDACH_MARK=str(folder),
        )

    def start(self) -> None:
        with self.said.open("ab") as said:
            command = [sys.executable, "-c", RUN, str(self.port)]
            self.process = subprocess.Popen(command, env=self.environment, stdout=said, stderr=said)

    def wait(self) -> None:
        """Until pages and live events answer."""
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not self._answers():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < deadline, self.said.read_text()
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/health/live", timeout=5):
                pass
            with socket.create_connection(("127.0.0.1", self.port + 1), timeout=1):
                return True
        except (URLError, OSError):
            return False

    def kill(self) -> None:
        """All of them at once, in the middle of whatever they do, as when a machine loses its power."""
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self.mark in (folder / "environ").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)
        self.process.wait(timeout=10)
