"""The page of the demonstration moves its clock; nowhere else is there one to move."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from eindach.config import sample_clock
from tests.frontdesk.event_day import NINE, Morning, set_morning

CLOCK, PAGE = "/de/staff/demo/clock/", "/de/staff/demo/"
A_MOMENT = timedelta(minutes=1)


@pytest.fixture
def file(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """It is Sunday noon, the day before the morning of the cast."""
    monkeypatch.setattr(timezone, "now", timezone.now)
    settings.DEMO, settings.CLOCK = True, tmp_path / "clock"
    sample_clock.set_ahead(settings.CLOCK, NINE - timedelta(hours=21) - datetime.now(UTC))
    sample_clock.follow(settings.CLOCK, demo=True)
    return settings.CLOCK


@pytest.fixture
def morning(db: None) -> Morning:
    return set_morning()


def is_about(moment: datetime) -> bool:
    return abs(timezone.now() - moment) < A_MOMENT


def test_a_quarter_of_an_hour_goes_by(morning: Morning, file: Path, client: Client) -> None:
    before = timezone.now()
    assert client.post(CLOCK).url == PAGE
    assert is_about(before + timedelta(minutes=15))


def test_the_next_joint_day_begins_in_a_quarter_of_an_hour(morning: Morning, file: Path, client: Client) -> None:
    assert 'value="joint-day"' in client.get(PAGE).content.decode()
    client.post(CLOCK, {"to": "joint-day"})
    assert is_about(NINE - timedelta(minutes=15))


def test_without_another_joint_day_the_clock_stays(db: None, file: Path, client: Client) -> None:
    before = timezone.now()
    assert 'value="joint-day"' not in client.get(PAGE).content.decode()
    client.post(CLOCK, {"to": "joint-day"})
    assert is_about(before)


def test_looking_moves_nothing(db: None, file: Path, client: Client) -> None:
    written = file.read_text()
    assert client.get(CLOCK).status_code == 405
    assert file.read_text() == written


def test_outside_a_demonstration_there_is_no_clock_to_move(db: None, file: Path, client: Client, settings) -> None:
    settings.DEMO, written = False, file.read_text()
    assert client.post(CLOCK).status_code == 404
    assert file.read_text() == written


def test_a_demonstration_on_the_machines_time_keeps_it(db: None, client: Client, settings) -> None:
    settings.DEMO, settings.CLOCK = True, None
    assert client.post(CLOCK).status_code == 404
    assert CLOCK not in client.get(PAGE).content.decode()
