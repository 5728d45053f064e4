"""Text messages: a real gateway on this machine, one that is away, none at all."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eindach.notifications.models import Message
from eindach.notifications.operations import MessageRefused, purge, write_text
from eindach.notifications.sending import ServerAway, send
from eindach.notifications.texting import are_offered
from tests.notifications.conftest import NOW
from tests.notifications.working import Gateway, work_off

NUMBER = "+4915123456789"


def text(to: str = NUMBER, words: str = "رمزك: 123456 & <b>") -> Message:
    return write_text(to=to, language="ar", text=words, kind="code", now=NOW)


@pytest.mark.django_db
def test_a_text_arrives_with_its_number_and_its_letters(gateway: Gateway) -> None:
    message = text()
    assert send(message.pk, now=NOW)
    [told] = gateway.texts
    assert (told["to"], told["message"], told["title"]) == (NUMBER, "رمزك: 123456 & <b>", "")
    assert send(message.pk, now=NOW) is False


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_an_act_has_written(gateway: Gateway) -> None:
    message = text()
    work_off()
    message.refresh_from_db()
    assert (message.state, len(gateway.texts)) == ("sent", 1)


@pytest.mark.django_db
def test_a_gateway_that_refuses_is_tried_again_for_ten_minutes(gateway: Gateway) -> None:
    gateway.status, message = 503, text()
    with pytest.raises(ServerAway):
        send(message.pk, now=NOW)
    assert send(message.pk, now=NOW + timedelta(minutes=10)) is False
    message.refresh_from_db()
    assert (message.state, message.tries, len(gateway.texts)) == ("given-up", 2, 2)
    assert NUMBER not in message.fault


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["json://127.0.0.1:1/send", "nonsense {to}"])
def test_a_gateway_nobody_can_read_is_a_fault_and_no_crash(settings: Any, url: str) -> None:
    settings.SMS_GATEWAY = url
    message = text()
    with pytest.raises(ServerAway, match="EINDACH_SMS_GATEWAY"):
        send(message.pk, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["", "015123456789", "+49", "+4915123456789,+4915123456788", "a@b.example"])
def test_what_is_no_number_is_refused(to: str) -> None:
    with pytest.raises(MessageRefused):
        text(to)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_without_a_gateway_a_text_waits_and_none_is_offered(settings: Any) -> None:
    settings.SMS_GATEWAY, settings.DEMO = "", False
    message = text()
    assert send(message.pk, now=NOW) is False
    assert (message.state, are_offered()) == ("waiting", False)


@pytest.mark.django_db
def test_in_the_demonstration_the_outbox_shows_it(settings: Any, client: Client) -> None:
    settings.SMS_GATEWAY, settings.DEMO = "", True
    message = text()
    assert are_offered()
    assert NUMBER in client.get(reverse("notifications:outbox")).content.decode()
    assert "123456" in client.get(reverse("notifications:message", args=[message.pk])).content.decode()


@pytest.mark.django_db
def test_the_words_of_a_text_are_emptied_as_those_of_a_mail() -> None:
    message = text()
    purge(now=NOW + timedelta(days=31), kept=timedelta(days=30))
    message.refresh_from_db()
    assert (message.to, message.text) == ("", "")
