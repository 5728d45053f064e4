"""A web process dies by `kill -9` while somebody presses "next": no ticket is lost, none is at two desks, and whoever
opens their desk again finds it as it was."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from eindach.booking.models import Counter
from eindach.frontdesk.models import Desk, Stop, Visit
from tests.frontdesk.day import NINE, Day, minutes, set_day
from tests.frontdesk.staff import PAGE, press, sits_at

pytestmark = pytest.mark.django_db(transaction=True)
Process = subprocess.Popen[str]
Presses = Callable[..., Process]


@pytest.fixture
def day(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Day:
    monkeypatch.setattr(timezone, "now", lambda: NINE)
    return set_day()


@pytest.fixture
def presses(day: Day, database_url: str) -> Iterator[Presses]:
    """Somebody presses "next" in a web process of its own, which has stopped there."""
    running: list[Process] = []

    def begin(counter: Counter, *, stop: str = "amid", name: str = "Robin") -> Process:
        command = [sys.executable, "-m", "tests.races.killed_at_a_desk", counter.key, name, stop]
        more = {"DATABASE_URL": database_url, "EINDACH_SECRET_KEY": settings.SECRET_KEY}
        process = subprocess.Popen(
            command, env=os.environ | more, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "stopped\n"
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def kill(process: Process) -> None:
    """By SIGKILL."""
    process.kill()
    settled()


def settled() -> None:
    """PostgreSQL needs a moment to see that its client is gone."""
    deadline = time.monotonic() + 10
    while _open_transactions() and time.monotonic() < deadline:
        time.sleep(0.05)


def _open_transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE state LIKE 'idle in transaction%' AND datname = current_database()"
        )
        return int(cursor.fetchone()[0])


def goes_on(process: Process) -> str:
    return process.communicate("\n", timeout=60)[0].strip()


def at_desks() -> dict[str, str]:
    """Ticket -> counter it is called to."""
    stops = Stop.objects.filter(status="called").select_related("visit", "desk__counter")
    return {one.visit.ticket: one.desk.counter.key for one in stops if one.desk}


def waiting() -> set[str]:
    return {one.visit.ticket for one in Stop.objects.filter(status="waiting").select_related("visit")}


def both(day: Day) -> tuple[Client, Client, Visit, Visit]:
    """Two experts of the bank at their desks, two tickets that wait."""
    tickets = day.walks_in(day.bank, now=NINE - minutes(1)), day.walks_in(day.bank)
    return sits_at(day.bank_1), sits_at(day.bank_2, name="Kim"), *tickets


def test_killed_before_the_commit_nobody_was_called_and_the_next_press_calls_them(day: Day, presses: Presses) -> None:
    expert, visit = sits_at(day.bank_1), day.walks_in(day.bank)
    desk = Desk.objects.values().get()
    kill(presses(day.bank_1))
    assert (at_desks(), waiting(), Desk.objects.values().get()) == ({}, {visit.ticket}, desk)
    press(expert, "call")
    assert at_desks() == {visit.ticket: day.bank_1.key}


def test_killed_after_the_commit_the_desk_shows_whom_it_called_and_calls_nobody_else(
    day: Day, presses: Presses
) -> None:
    expert, _kim, first, second = both(day)
    kill(presses(day.bank_1, stop="committed"))
    assert first.ticket == expert.get(PAGE).context["work"].subject.visit.ticket
    press(expert, "call")
    assert (at_desks(), waiting()) == ({first.ticket: day.bank_1.key}, {second.ticket})


def test_of_two_who_press_at_once_one_is_killed_and_the_other_keeps_their_own(day: Day, presses: Presses) -> None:
    expert, _kim, first, second = both(day)
    dies, lives = presses(day.bank_1), presses(day.bank_2, name="Kim")
    dies.kill()
    assert goes_on(lives) == "answered 302"
    settled()
    assert (at_desks(), waiting()) == ({second.ticket: day.bank_2.key}, {first.ticket})
    press(expert, "call")
    assert at_desks() == {first.ticket: day.bank_1.key, second.ticket: day.bank_2.key}


def test_both_killed_both_tickets_are_called_in_their_order(day: Day, presses: Presses) -> None:
    expert, kim, first, second = both(day)
    one, other = presses(day.bank_1), presses(day.bank_2, name="Kim")
    one.kill()
    kill(other)
    assert (at_desks(), waiting()) == ({}, {first.ticket, second.ticket})
    press(kim, "call"), press(expert, "call")
    assert at_desks() == {first.ticket: day.bank_2.key, second.ticket: day.bank_1.key}
