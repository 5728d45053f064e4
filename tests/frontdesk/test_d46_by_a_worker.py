"""What an event day leaves to the worker: a process of its own, a clock of its own, and a real mail server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.config import sample_clock
from eindach.frontdesk import jobs
from eindach.frontdesk.models import RouteDraft, Stop, Visit
from eindach.notifications.deferring import defer
from tests.frontdesk.event_day import CLOSES, NINE, Morning, set_morning
from tests.frontdesk.staff import works_at
from tests.notifications.working import Postman, clear_jobs, mail_server

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120
IMPATIENT = "from eindach.config.cli import jobs; jobs.NICENESS = 0; jobs.main()"
"""A worker gives way to everybody on the machine, and to the tests beside it. In a session of its own: it lowers the
share of its whole session."""
Works = Callable[[datetime], None]


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    with mail_server(settings) as postman:
        yield postman


@pytest.fixture
def morning(transactional_db: None) -> Morning:
    """Amal and Olena registered a week ago, for bank and insurer."""
    morning = set_morning()
    morning.comes("Amal", morning.house.bank, morning.house.insurance)
    morning.comes("Olena", morning.house.insurance)
    Visit.objects.update(registered_at=F("registered_at") - timedelta(days=7))
    clear_jobs()  # that they are registered was told then
    return morning


@pytest.fixture
def works(
    morning: Morning, postman: Postman, settings: Any, database_url: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Works]:  # fmt: skip
    """Start the worker at this time; it is that time here, too."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(now: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now)
        sample_clock.set_ahead(tmp_path / "clock", now - datetime.now(UTC))
        told = {
            "DJANGO_SETTINGS_MODULE": "eindach.config.settings",  # those of the tests send no mail
            "DATABASE_URL": database_url, "EINDACH_SECRET_KEY": settings.SECRET_KEY,
            "EINDACH_SMTP_HOST": settings.EMAIL_HOST, "EINDACH_SMTP_PORT": str(settings.EMAIL_PORT),
            "EINDACH_DEMO": "1", "EINDACH_CLOCK": str(tmp_path / "clock"),
        }  # fmt: skip
        worker = subprocess.Popen([sys.executable, "-c", IMPATIENT], env=os.environ | told, start_new_session=True)
        running.append(worker)

    yield begin
    for worker in running:
        worker.send_signal(signal.SIGTERM)
        worker.wait(PATIENCE)


def until(done: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "the worker did not do it"
        time.sleep(0.2)


def told(postman: Postman) -> list[tuple[str, str]]:
    """To whom, and the subject."""
    return sorted((mail["To"], mail["Subject"]) for mail in postman.mails)


def text_to_amal(postman: Postman) -> str:
    [mail] = [one for one in postman.mails if one["To"] == "amal@mail.example"]
    return str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]


def test_whoever_registered_gets_the_reminder_by_mail_once(works: Works, postman: Postman) -> None:
    works(NINE - timedelta(days=2) + timedelta(minutes=1))
    for _turn in range(2):
        defer(jobs.remind_of_event_days, timestamp=0)
        until(lambda: not ProcrastinateJob.objects.filter(status__in=("todo", "doing")).exists())
    [amal, olena] = told(postman)
    assert amal == ("amal@mail.example", "We expect you soon")
    assert olena == ("olena@mail.example", "We expect you soon")
    assert "/here/" in text_to_amal(postman)


def test_routes_asked_for_on_the_page_are_made_by_the_worker_and_told_by_mail(
    works: Works, morning: Morning, postman: Postman
) -> None:
    Visit.objects.update(reminded=1)  # on Saturday; the worker would do it now
    works(CLOSES)
    coordinator = works_at(morning.bank.counter.organization, "coordinator")
    page = f"/en/staff/events/{morning.day.pk}/"
    assert coordinator.post(f"{page}routes/").status_code == 302
    until(lambda: RouteDraft.objects.filter(done_at__isnull=False))
    draft = RouteDraft.objects.get()
    assert draft.answer is not None
    assert (draft.answer["optimal"], draft.answer["objective"]["served"], postman.mails) == (True, 3, [])
    coordinator.post(f"{page}publish/", {"draft": draft.pk})
    until(lambda: len(postman.mails) == 2)
    assert told(postman) == [(f"{name}@mail.example", "Your times for the shared day") for name in ("amal", "olena")]
    first = Stop.objects.filter(visit__person__email="amal@mail.example").earliest("planned_at").planned_at
    assert f"{timezone.localtime(first):%-H:%M} Station" in text_to_amal(postman)
