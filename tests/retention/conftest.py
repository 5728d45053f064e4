"""The stage: the house with its offices, a log of its own, and runs at a moment."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from eindach.accounts.registry import running
from eindach.accounts.registry.running import Line
from eindach.directory.models import Organization
from tests.cast import Cast, make_cast
from tests.permission.house import House, set_house

Run = Callable[[datetime], dict[str, Line]]


@pytest.fixture
def house(db: None) -> House:
    there = set_house()
    _make_room("house")
    return there


@pytest.fixture
def cast(db: None) -> Cast:
    there = make_cast()
    _make_room("cast")
    return there


def _make_room(whose: str) -> None:
    """House and cast both have a bank."""
    Organization.objects.filter(key="bank").update(key=f"{whose}-bank")


@pytest.fixture(autouse=True)
def log_file(tmp_path: Path, settings: Any) -> Path:
    settings.DELETION_LOG = tmp_path / "deletions.jsonl"
    return tmp_path / "deletions.jsonl"


@pytest.fixture
def run(django_capture_on_commit_callbacks: Any) -> Run:
    """A night's run at that moment: class -> what happened. What waits for the commit happens too."""

    def at(now: datetime) -> dict[str, Line]:
        with django_capture_on_commit_callbacks(execute=True):
            return {line.kept.key: line for line in running.run(now=now, do=True)}

    return at
