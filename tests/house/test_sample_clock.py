"""The clock of a demonstration: set by a file, the same in every process, refused where people have appointments."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from eindach.config import sample_clock

from .commands import run

A_MOMENT = timedelta(minutes=5)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(timezone, "now", timezone.now)
    sample_clock.set_ahead(tmp_path / "clock", timedelta(days=12))
    sample_clock.follow(tmp_path / "clock", demo=True)
    return tmp_path / "clock"


def test_a_demonstration_is_twelve_days_ahead(file: Path) -> None:
    assert abs(timezone.now() - datetime.now(UTC) - timedelta(days=12)) < A_MOMENT


def test_writing_to_the_file_moves_a_process_that_runs(file: Path) -> None:
    timezone.now()
    sample_clock.set_ahead(file, timedelta(days=-3))
    assert abs(timezone.now() - datetime.now(UTC) + timedelta(days=3)) < A_MOMENT


def test_a_real_site_keeps_the_machines_time(tmp_path: Path) -> None:
    clock = timezone.now
    with pytest.raises(sample_clock.NotADemonstration):
        sample_clock.follow(tmp_path / "clock", demo=False)
    assert timezone.now is clock


def test_a_time_that_is_none_is_refused(tmp_path: Path) -> None:
    said = run(tmp_path, "demo", "--at", "Friday")
    assert (said.returncode, "2026-12-04T08:45" in said.stderr) == (2, True)
