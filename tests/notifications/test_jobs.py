"""The jobs, run by procrastinate's own worker."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.notifications import jobs, operations
from eindach.notifications.deferring import defer
from eindach.notifications.models import Attachment, Message
from tests.notifications.conftest import NOW
from tests.notifications.working import Postman, clear_jobs, work_off

Write = Callable[..., Message]


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_written(write: Write, postman: Postman) -> None:
    message = write(now=timezone.now())
    work_off()
    message.refresh_from_db()
    assert message.state == "sent"
    assert len(postman.mails) == 1
    assert ProcrastinateJob.objects.get().status == "succeeded"


@pytest.mark.django_db(transaction=True)
def test_a_failed_try_comes_back_later(write: Write, postman: Postman, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    write(now=timezone.now())
    work_off()
    job = ProcrastinateJob.objects.get()
    assert job.status == "todo"
    assert timedelta(seconds=20) < job.scheduled_at - datetime.now(UTC) < timedelta(seconds=31)


def test_the_waits_grow_to_an_hour() -> None:
    class Job:
        attempts = 0

    waits = []
    for Job.attempts in (0, 1, 2, 6, 7, 20):
        decision = jobs.BackOff().get_retry_decision(exception=jobs.sending.ServerAway(), job=Job())
        waits.append(round((decision.retry_at - datetime.now(UTC)).total_seconds()))
    assert waits == [30, 60, 120, 1920, 3600, 3600]


@pytest.mark.django_db(transaction=True)
def test_inside_a_worker_too_a_rollback_takes_the_job_back(write: Write) -> None:
    with app.replace_connector(app.connector.get_worker_connector()), transaction.atomic():
        defer(jobs.send_message, message_id="never")
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_runs_again(write: Write, postman: Postman) -> None:
    message = write(now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"
        )
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [cursor.fetchone()[0]])
    defer(jobs.give_back_stalled_jobs, timestamp=0)
    work_off()
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.django_db(transaction=True)
def test_messages_that_lost_their_job_get_one(write: Write, postman: Postman) -> None:
    message = write(now=timezone.now())
    clear_jobs()
    defer(jobs.post_waiting_messages, timestamp=0)
    work_off()
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.django_db
def test_a_message_with_a_job_gets_no_second_one(write: Write, settings: Any) -> None:
    settings.SMTP_CONFIGURED = True
    write(now=timezone.now())
    jobs.post_waiting_messages(timestamp=0)
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db
def test_old_messages_lose_what_they_say_and_keep_their_dates(write: Write) -> None:
    old = write(attachments=[operations.File("a.pdf", "application/pdf", b"%PDF")], key="booked 1")
    young = write(now=NOW + timedelta(days=20))
    assert operations.purge(now=NOW + timedelta(days=31), kept=timedelta(days=30)) == 1
    old.refresh_from_db()
    assert (old.to, old.subject, old.text, old.html) == ("", "", "", "")
    assert (old.kind, old.written_at) == ("booked", NOW)
    assert not Attachment.objects.exists()
    young.refresh_from_db()
    assert young.text


@pytest.mark.django_db
def test_an_emptied_message_is_never_sent(write: Write, postman: Postman) -> None:
    message = write()
    operations.purge(now=NOW + timedelta(days=31), kept=timedelta(days=30))
    assert not jobs.sending.send(message.pk, now=NOW)
    assert not postman.mails
