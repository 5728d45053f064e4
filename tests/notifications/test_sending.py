"""Sending: a real mail server on this machine, two workers at once, a server that is away."""

import threading
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connections

from eindach.notifications.models import Message
from eindach.notifications.operations import File
from eindach.notifications.sending import ServerAway, send
from tests.notifications.conftest import NOW
from tests.notifications.working import Postman

Write = Callable[..., Message]
CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def parts_of(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


@pytest.mark.django_db
def test_a_message_arrives_and_says_that_a_machine_sent_it(write: Write, postman: Postman) -> None:
    message = write(subject="Deine Termine, Größe 5", language="de", reply_to="help@region.example")
    assert send(message.pk, now=NOW)
    (mail,) = postman.mails
    assert (mail["To"], mail["Subject"]) == ("amira@newcomer.example", "Deine Termine, Größe 5")
    assert mail["Message-ID"] == f"<{message.pk}@eindach.example>"
    assert (mail["Auto-Submitted"], mail["Reply-To"]) == ("auto-generated", "help@region.example")
    assert mail["Content-Language"] == "de"
    assert not [name for name in mail if name.lower().startswith("list-")]


@pytest.mark.django_db
def test_text_and_html_are_two_forms_of_one_mail(write: Write, postman: Postman) -> None:
    send(write(text="أهلا\nСлава", html="<p>أهلا</p>").pk, now=NOW)
    (mail,) = postman.mails
    assert parts_of(mail) == ["multipart/alternative", "text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().split() == ["أهلا", "Слава"]


@pytest.mark.django_db
def test_an_invitation_is_a_form_of_the_mail_and_a_file(write: Write, postman: Postman) -> None:
    files = [
        File("a.ics", 'text/calendar; method=REQUEST; charset="utf-8"', CALENDAR),
        File("a.pdf", "application/pdf", b"%PDF"),
    ]
    send(write(attachments=files).pk, now=NOW)
    (mail,) = postman.mails
    assert parts_of(mail) == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
                              "text/calendar", "application/pdf"]  # fmt: skip
    calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [part["Content-Type"].params["method"] for part in calendars] == ["REQUEST", "REQUEST"]
    assert [part["Content-Type"].params["charset"] for part in calendars] == ["utf-8", "utf-8"]
    assert [part.get_filename() for part in mail.iter_attachments()] == ["a.ics", "a.pdf"]


@pytest.mark.django_db
def test_a_published_calendar_is_only_a_file(write: Write, postman: Postman) -> None:
    send(write(attachments=[File("a.ics", "text/calendar; method=PUBLISH", CALENDAR)]).pk, now=NOW)
    assert parts_of(postman.mails[0]).count("text/calendar") == 1


@pytest.mark.django_db
def test_what_is_sent_is_not_sent_again(write: Write, postman: Postman) -> None:
    message = write()
    assert [send(message.pk, now=NOW), send(message.pk, now=NOW)] == [True, False]
    assert len(postman.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail(write: Write, postman: Postman) -> None:
    message, sent, ready = write(), [], threading.Barrier(4)

    def worker() -> None:
        ready.wait()
        sent.append(send(message.pk, now=NOW))
        connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(sent) == [False, False, False, True]
    assert len(postman.mails) == 1


@pytest.mark.django_db
def test_without_a_mail_server_a_message_waits(write: Write) -> None:
    message = write()
    assert not send(message.pk, now=NOW)
    message.refresh_from_db()
    assert (message.state, message.tries, message.fault) == ("waiting", 0, "")


@pytest.mark.django_db
def test_a_server_that_is_away_is_tried_again(write: Write, postman: Postman, settings: Any) -> None:
    message, port = write(), settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    with pytest.raises(ServerAway):
        send(message.pk, now=NOW)
    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 1)
    assert "refused" in message.fault
    settings.EMAIL_PORT = port
    assert send(message.pk, now=NOW + timedelta(minutes=1))
    message.refresh_from_db()
    assert (message.state, message.tries, message.fault) == ("sent", 2, "")


@pytest.mark.django_db
def test_after_a_day_it_is_given_up(write: Write, postman: Postman, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    message = write()
    assert not send(message.pk, now=NOW + timedelta(days=1))
    message.refresh_from_db()
    assert message.state == "given-up"


@pytest.mark.django_db
def test_an_unknown_recipient_is_given_up_at_once(write: Write, postman: Postman) -> None:
    postman.reply = lambda address: "550 5.1.1 no such user"
    message = write()
    assert not send(message.pk, now=NOW)
    message.refresh_from_db()
    assert message.state == "given-up"
    assert "no such user" in message.fault


@pytest.mark.django_db
def test_a_busy_server_is_tried_again(write: Write, postman: Postman) -> None:
    postman.reply = lambda address: "451 4.3.0 greylisted, come back"
    with pytest.raises(ServerAway, match="greylisted"):
        send(write().pk, now=NOW)
