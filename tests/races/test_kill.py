"""An answer "booked" survives `kill -9` of every process in the next instant."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from eindach.config import embedded
from tests.house.places import make_migrated, open_folder

ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "eindach.config.settings", "EINDACH_SECRET_KEY": "only-for-tests"}


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder of its own: this server runs as in production (fsync on), and it is going to be killed."""
    with open_folder() as folder:
        make_migrated(folder / "data", None)
        yield folder / "data"
        if embedded.running(folder / "data"):
            embedded.start(folder / "data").stop()


def _run(data: Path, *act: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.races.killed", *act]
    environment = os.environ | ENVIRONMENT | {"EINDACH_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())


def _kill_everything(data: Path, booking: subprocess.Popen[str]) -> None:
    """Both in one instant: the process that answered, and the whole database."""
    postmaster = int((embedded.place_of(data).cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    booking.kill()
    for process in (postmaster, *map(int, children)):
        with suppress(ProcessLookupError):  # a worker of the database may have ended by itself in this instant
            os.kill(process, signal.SIGKILL)
    booking.wait()


def test_what_was_answered_as_booked_is_there_after_everything_was_killed(data: Path) -> None:
    booking = _run(data, "book")
    assert booking.stdout is not None
    said = booking.stdout.readline().split()
    _kill_everything(data, booking)
    assert said[0] == "booked"
    found, _nothing = _run(data, "look", said[1]).communicate(timeout=60)
    assert found.split() == ["booked", "2"]


def test_what_was_not_answered_is_there_wholly_or_not_at_all(data: Path) -> None:
    booking = _run(data, "begin")
    assert booking.stdout is not None
    assert booking.stdout.readline().split() == ["written"]
    _kill_everything(data, booking)
    found, _nothing = _run(data, "look", "none").communicate(timeout=60)
    assert found.split() == ["nothing", "0"]
