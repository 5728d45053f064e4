"""The outbox: there in the demonstration, nowhere else; what a mail says cannot do anything on our pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eindach.notifications.models import Message
from eindach.notifications.operations import File

pytestmark = pytest.mark.django_db
Write = Callable[..., Message]


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


def paths(message: Message) -> list[str]:
    file = message.attachments.first()
    return [
        reverse("notifications:outbox"),
        reverse("notifications:message", args=[message.pk]),
        reverse("notifications:message_html", args=[message.pk]),
        reverse("notifications:attachment", args=[message.pk, file.pk]),
    ]


@pytest.fixture
def message(write: Write) -> Message:
    return write(attachments=[File("plan.pdf", "application/pdf", b"%PDF-1.7")], html="<html><head></head>Hello</html>")


def test_outside_the_demonstration_there_is_no_outbox(client: Client, message: Message, settings: Any) -> None:
    settings.DEMO = False
    assert [client.get(path).status_code for path in paths(message)] == [404, 404, 404, 404]


def test_in_the_demonstration_all_can_be_read(client: Client, message: Message, demo: None) -> None:
    assert [client.get(path).status_code for path in paths(message)] == [200, 200, 200, 200]


def test_the_list_names_subject_and_state(client: Client, message: Message, demo: None) -> None:
    page = client.get(reverse("notifications:outbox")).content.decode()
    assert message.subject in page
    assert "amira@newcomer.example" in page


def test_a_subject_with_html_stays_text(client: Client, write: Write, demo: None) -> None:
    write(subject="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(reverse("notifications:outbox")).content.decode()


def test_the_html_of_a_mail_is_shut_in_a_sandbox(client: Client, message: Message, demo: None) -> None:
    answer = client.get(paths(message)[2])
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_only_the_page_of_a_message_may_hold_a_frame(client: Client, message: Message, demo: None) -> None:
    policies = [client.get(path)["Content-Security-Policy"] for path in paths(message)[:2]]
    assert ["frame-src 'self'" in policy for policy in policies] == [False, True]


def test_a_file_is_handed_over_not_shown(client: Client, message: Message, demo: None) -> None:
    answer = client.get(paths(message)[3])
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == b"%PDF-1.7"


def test_a_file_is_not_found_under_another_message(client: Client, message: Message, write: Write, demo: None) -> None:
    file = message.attachments.get()
    assert client.get(reverse("notifications:attachment", args=[write().pk, file.pk])).status_code == 404


def test_the_outbox_only_reads(client: Client, message: Message, demo: None) -> None:
    assert [client.post(path).status_code for path in paths(message)] == [405, 405, 405, 405]
