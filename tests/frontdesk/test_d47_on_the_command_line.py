"""`eindach timetable --event-day SERIES/DATE`: a stored event day in the published format, without names."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from eindach.config import sample_clock
from eindach.frontdesk.models import RouteDraft, Stop
from tests.cast import NOW
from tests.conftest import ROOT
from tests.frontdesk.event_day import TEN, Morning, set_morning
from tests.house.commands import COMMAND, environment
from tests.planning.day_checker import broken

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[..., subprocess.CompletedProcess[str]]
DAY = "together/2026-11-23"


@pytest.fixture
def morning(transactional_db: None) -> Morning:
    morning = set_morning()
    morning.comes("Amal", morning.house.bank, morning.house.insurance)
    morning.comes("Olena", morning.house.insurance, start=TEN)
    return morning


@pytest.fixture
def run(morning: Morning, database_url: str, tmp_path: Path) -> Run:
    def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        clock = tmp_path / sample_clock.FILE
        sample_clock.set_ahead(clock, NOW - timezone.now())  # before that day, whenever the test runs
        said = environment(
            tmp_path, DATABASE_URL=database_url, PYTHONPATH=str(ROOT), EINDACH_DEMO="1", EINDACH_CLOCK=str(clock)
        )
        return subprocess.run(
            [*COMMAND, "timetable", *words], env=said, input=given, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip

    return run


def test_the_request_is_the_published_one_and_the_command_answers_it(run: Run) -> None:
    asked = run("--event-day", DAY, "--request").stdout
    request = json.loads(asked)
    assert (request["format"], request["date"]) == ("eindach.timetable-request/1", "2026-11-23")
    assert [one["arrives"] for one in request["visitors"]] == ["09:00", "10:00"]
    answer = json.loads(run("-", given=asked).stdout)
    assert (answer["objective"]["served"], answer["optimal"]) == (3, True)


def test_the_answer_is_possible_names_nobody_and_is_kept_nowhere(run: Run) -> None:
    told = run("--event-day", DAY, "--seconds", "5")
    request = json.loads(run("--event-day", DAY, "--request").stdout)
    assert broken(request, json.loads(told.stdout)) == []  # type: ignore[no-untyped-call]
    assert not any(name in told.stdout for name in ("Amal", "Olena", "Beispiel", "@"))
    assert (RouteDraft.objects.count(), Stop.objects.filter(promised=True).count()) == (0, 0)


@pytest.mark.parametrize("day", ["together/2026-11-24", "together"])
def test_a_day_that_is_none_is_refused_with_those_there_are(run: Run, day: str) -> None:
    told = run("--event-day", day)
    assert (told.returncode, told.stdout) == (2, "")
    assert DAY in told.stderr


@pytest.mark.parametrize("words", [(), ("request.json", "--event-day", DAY)])
def test_a_file_or_a_stored_day_never_both(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).returncode == 2
