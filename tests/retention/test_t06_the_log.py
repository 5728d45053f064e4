"""What ended is logged without a word about anybody, and ends again after a restore."""

import json
import stat
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from eindach.accounts.models import Deletion, LegalHold, Person, ProfileEntry, User, person_of
from eindach.accounts.registry import log, running
from eindach.questions.models import Enquiry
from tests.cast import NOW
from tests.permission.house import House

from .conftest import Run
from .database import everything

DAY = timedelta(days=1)
LATER = NOW + 200 * DAY


def enquiry(number: int = 0) -> Enquiry:
    return Enquiry.objects.create(
        name=f"Amal Beispiel {number}", phone="+4924211234567", language="ar", concern="a room", created_at=NOW,
        closed_at=NOW, outcome="answered",
    )  # fmt: skip


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_the_log_says_what_kind_how_many_and_when(db: None, run: Run, log_file: Path) -> None:
    enquiry()
    enquiry(1)
    run(LATER)
    (line,) = lines(log_file)
    assert (line["class"], line["count"], line["at"]) == ("enquiry", 2, LATER.astimezone(UTC).isoformat())
    assert stat.S_IMODE(log_file.stat().st_mode) == 0o600


def test_the_log_tells_nothing_about_anybody(db: None, run: Run, log_file: Path) -> None:
    one = enquiry()
    run(LATER)
    (line,) = lines(log_file)
    assert set(line) == {"id", "at", "class", "count", "digests"}
    assert line["digests"] == [log.digest_of("enquiry", one.pk)]
    assert "Amal" not in log_file.read_text()


def test_the_table_has_the_same(db: None, run: Run, log_file: Path) -> None:
    enquiry()
    run(LATER)
    assert [str(one.pk) for one in Deletion.objects.all()] == [line["id"] for line in lines(log_file)]


def test_a_run_with_nothing_due_writes_nothing(db: None, run: Run, log_file: Path) -> None:
    run(NOW)
    assert not log_file.exists()


def test_after_a_restore_what_had_ended_ends_again(house: House, run: Run) -> None:
    """The backup is of before the run: it has the rows, and no line of it."""
    kept = enquiry()
    run(LATER)
    Deletion._base_manager.all().delete()
    kept.save(force_insert=True)
    other = enquiry(1)

    assert log.reconcile(now=NOW) == 1
    assert list(Enquiry.objects.all()) == [other]
    assert Deletion.objects.count() == 1
    assert log.reconcile(now=NOW) == 0


def test_the_next_run_notices_a_restore_by_itself(db: None, run: Run) -> None:
    kept = enquiry()
    run(LATER)
    Deletion._base_manager.all().delete()
    kept.save(force_insert=True)
    run(NOW)
    assert not Enquiry.objects.exists()


def test_a_hold_is_stronger_than_the_log(house: House, run: Run) -> None:
    gone, _new = person_of(name="Olena", email="", phone="+4924211234567", language="uk", now=NOW)
    run(LATER)
    Deletion._base_manager.all().delete()
    gone.save(force_insert=True)
    officer = User.objects.get(pk=house.staff("data-protection", "authority").user)
    LegalHold.objects.create(person=gone, reason="a court", placed_by=officer, placed_at=NOW)
    assert log.reconcile(now=NOW) == 0
    assert Person.objects.filter(pk=gone.pk).exists()


def test_with_another_secret_nothing_is_mistaken(db: None, run: Run, settings: Any) -> None:
    kept = enquiry()
    run(LATER)
    Deletion._base_manager.all().delete()
    kept.save(force_insert=True)
    settings.SECRET_KEY = "another house"
    assert log.reconcile(now=NOW) == 0
    assert Enquiry.objects.exists()


def test_a_file_that_was_lost_is_written_again(db: None, run: Run, log_file: Path) -> None:
    enquiry()
    run(LATER)
    before = log_file.read_text()
    log_file.unlink()
    log.reconcile(now=LATER)
    assert log_file.read_text() == before


def test_a_line_cut_off_by_a_crash_is_written_again(db: None, run: Run, log_file: Path) -> None:
    enquiry()
    run(LATER)
    whole = log_file.read_text()
    log_file.write_text(whole[:40])
    log.reconcile(now=LATER)
    assert log_file.read_text() == whole[:40] + "\n" + whole


def test_a_dry_run_says_the_same_and_changes_nothing(house: House, run: Run, log_file: Path) -> None:
    enquiry()
    before = everything()
    plan = running.run(now=LATER, do=False)
    assert everything() == before
    assert not log_file.exists()
    assert plan == list(run(LATER).values())
    assert ProfileEntry.objects.exists()


def test_the_switch_stops_everything_but_the_plan(db: None, settings: Any) -> None:
    enquiry()
    settings.DELETE_DUE = False
    with pytest.raises(running.SwitchedOff):
        running.run(now=LATER, do=True)
    assert Enquiry.objects.exists()
    assert {line.kept.key: line.ended for line in running.run(now=LATER, do=False)}["enquiry"] == 1


def test_many_end_in_small_transactions(db: None, log_file: Path, django_capture_on_commit_callbacks: Any) -> None:
    for number in range(5):
        enquiry(number)
    with django_capture_on_commit_callbacks(execute=True):
        running.run(now=LATER, do=True, batch=2)
    assert [line["count"] for line in lines(log_file)] == [2, 2, 1]
