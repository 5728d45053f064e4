"""Whoever acts for somebody defers a job, and neither reads nor changes one."""

from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError, connection

from eindach.accounts.acting import acting
from eindach.notifications.deferring import defer
from eindach.notifications.jobs import send_message
from tests.cast import NOW
from tests.permission.house import House

REFUSED = [
    "SELECT args FROM procrastinate_jobs",
    "SELECT * FROM procrastinate_jobs",
    "UPDATE procrastinate_jobs SET args = '{}'",
    "UPDATE procrastinate_jobs SET status = 'cancelled'",
    "DELETE FROM procrastinate_jobs",
    "SELECT * FROM procrastinate_events",
    "UPDATE procrastinate_events SET type = 'failed'",
    "SELECT * FROM procrastinate_workers",
    "SELECT procrastinate_fetch_job_v2(NULL, 1)",
]


def as_advisor(house: House) -> AbstractContextManager[None]:
    return acting(house.staff("advisor", "association"), now=NOW)


def test_an_act_defers_a_job(house: House) -> None:
    with as_advisor(house):
        job = defer(send_message, message_id="1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone() == ("todo",)


def test_an_act_defers_a_job_for_later(house: House) -> None:
    with as_advisor(house):
        assert defer(send_message, at=NOW, queueing_lock="one", message_id="1")


@pytest.mark.parametrize("statement", REFUSED)
def test_an_act_does_nothing_else_with_jobs(house: House, statement: str) -> None:
    with as_advisor(house):
        defer(send_message, message_id="1")
    with pytest.raises(DatabaseError, match="permission denied"), as_advisor(house), connection.cursor() as cursor:
        cursor.execute(statement)
