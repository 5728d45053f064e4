"""A demonstration can be at another time: a joint day on a Friday morning, looked at on a Sunday evening.

`EINDACH_CLOCK` names a file with a number: so many seconds the demonstration is ahead (negative: behind). All processes
of the demonstration look into it, so that writing to the file moves all of them at once. Nobody outside a
demonstration has this clock: times of real appointments and of the trail are the machine's.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

FILE = "clock"
"""Its name in the data folder."""


class NotADemonstration(ImproperlyConfigured):
    """`EINDACH_CLOCK` is set, and this is no demonstration."""


def set_ahead(file: Path, by: timedelta) -> None:
    """In one step: a process never reads half a number."""
    fresh = file.with_suffix(".new")
    fresh.write_text(f"{by.total_seconds()}\n", encoding="ascii")
    fresh.replace(file)


def put_forward(file: Path, by: timedelta) -> None:
    """All processes of the demonstration, by so much from where they are."""
    set_ahead(file, _ahead(file) + by)


def follow(file: Path, *, demo: bool) -> None:
    """From now on `timezone.now()` of this process is the clock of the file. NotADemonstration."""
    if not demo:
        raise NotADemonstration("EINDACH_CLOCK is for demonstrations only (EINDACH_DEMO=1): unset it.")
    timezone.now = _clock(file)


def _clock(file: Path) -> Callable[[], datetime]:
    read: tuple[int, timedelta] = (-1, timedelta())

    def now() -> datetime:
        nonlocal read
        written = file.stat().st_mtime_ns
        if written != read[0]:
            read = written, _ahead(file)
        return datetime.now(UTC) + read[1]

    return now


def _ahead(file: Path) -> timedelta:
    return timedelta(seconds=float(file.read_text(encoding="ascii")))
