"""Writing a message: in the transaction of the act, once under a key, never with a forged header."""

from collections.abc import Callable

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.notifications.models import Message
from eindach.notifications.operations import File, MessageRefused

pytestmark = pytest.mark.django_db
Write = Callable[..., Message]


def test_a_written_message_waits_with_one_job(write: Write) -> None:
    message = write()
    assert message.state == "waiting"
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("eindach.notifications.jobs.send_message", {"message_id": str(message.pk)})


def test_a_rollback_takes_message_and_job_back(write: Write) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_the_same_key_writes_once(write: Write) -> None:
    first = write(key="booked 1")
    assert write(key="booked 1", subject="Another") == first
    assert ProcrastinateJob.objects.count() == 1


def test_messages_without_a_key_are_all_written(write: Write) -> None:
    assert write() != write()


def test_files_keep_their_bytes_and_order(write: Write) -> None:
    files = [File("b.pdf", "application/pdf", b"%PDF\x00\xff"), File("a.ics", "text/calendar", b"BEGIN:VCALENDAR")]
    kept = write(attachments=files).attachments.all()
    assert [(file.name, bytes(file.content)) for file in kept] == [(file.name, file.content) for file in files]


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x7f"])
def test_a_line_break_in_the_subject_is_refused(write: Write, ending: str) -> None:
    with pytest.raises(MessageRefused, match="one line"):
        write(subject=f"Hello{ending}Bcc: all@victims.example")
    assert not Message.objects.exists()


@pytest.mark.parametrize("to", ["", "nobody", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_what_is_no_address_is_refused(write: Write, to: str) -> None:
    with pytest.raises(MessageRefused):
        write(to=to)


def test_a_forged_name_of_a_file_is_refused(write: Write) -> None:
    with pytest.raises(MessageRefused, match="one line"):
        write(attachments=[File("a.pdf\r\nX-Evil: 1", "application/pdf", b"")])
