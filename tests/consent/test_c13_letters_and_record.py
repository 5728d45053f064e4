"""The receipt goes by mail to who wants it, what was taken back is confirmed, and programs read the record."""

import json
from typing import Any

import pymupdf
import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts.acting import acting
from eindach.accounts.models import Person
from eindach.consent import operations as act
from eindach.consent.models import Consent
from eindach.consent.record import record_of
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.permission.signed_in import as_person, as_staff

from .people import LATER, Stage

YES = {"answer": "give", "language": "ar", "interpreter": "Frau Beispiel"}


@pytest.fixture
def adviser(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An hour after Amal was asked: a question does not wait for ever."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return as_staff(stage.house, "advisor")


def page(consent: Consent, door: str = "staff") -> str:
    return f"/de/{door}/consents/{consent.pk}/"


def mails() -> list[Message]:
    return list(Message.objects.filter(kind="consent").order_by("written_at"))


def test_a_yes_at_a_counter_is_told_with_the_receipt(stage: Stage, adviser: Client) -> None:
    assert adviser.post(page(stage.ask()) + "answer/", YES).status_code == 302
    (mail,) = mails()
    assert (mail.to, mail.language) == ("amal@mail.example", "ar")
    assert "bank (ar)" in mail.text
    (file,) = mail.attachments.all()
    text = pymupdf.open(stream=bytes(file.content), filetype="pdf")[0].get_text()
    assert (file.media_type, "Amal Beispiel" in text) == ("application/pdf", True)


@pytest.mark.parametrize("answer", ["refuse", ""])
def test_of_a_no_nobody_is_written_to(stage: Stage, adviser: Client, answer: str) -> None:
    adviser.post(page(stage.ask()) + "answer/", YES | {"answer": answer})
    assert mails() == []


def test_a_yes_at_the_own_door_is_nobodys_to_tell(stage: Stage) -> None:
    stage.given()
    assert mails() == []


def test_plain_mail_names_no_special_data(stage: Stage, adviser: Client) -> None:
    consent = stage.ask(purpose="health", categories=["health"], recipient=stage.house.offices["association"])
    adviser.post(page(consent) + "answer/", YES)
    (mail,) = mails()
    assert not any(one in mail.subject + mail.text for one in ("صح", "ealth", "esundheit"))
    assert mail.attachments.count() == 0


def test_who_has_a_phone_only_gets_a_text(stage: Stage, adviser: Client, settings) -> None:
    settings.SMS_GATEWAY = "json://gateway.example/{to}"
    Person._base_manager.update(email="", phone="+4924211234567")
    adviser.post(page(stage.ask()) + "answer/", YES)
    (told,) = mails()
    assert (told.to, told.channel) == ("+4924211234567", Message.Channel.TEXT)


def test_where_no_message_can_go_none_is_written(stage: Stage, adviser: Client, settings) -> None:
    settings.SMS_GATEWAY, settings.DEMO = "", False
    Person._base_manager.update(email="", phone="+4924211234567")
    assert adviser.post(page(stage.ask()) + "answer/", YES).status_code == 302
    assert mails() == []


def test_giving_twice_sends_one(stage: Stage, adviser: Client) -> None:
    consent = stage.ask()
    for _ in range(2):
        adviser.post(page(consent) + "answer/", YES)
    assert len(mails()) == 1


@pytest.mark.parametrize("who", ["amal", "clerk"])
def test_taking_back_is_confirmed_once(stage: Stage, who: str) -> None:
    consent = stage.given()
    with acting(getattr(stage, who), now=LATER):
        act.withdraw(consent=consent, now=LATER)
        act.withdraw(consent=consent, now=LATER)
    (mail,) = mails()
    assert (mail.to, mail.language, mail.attachments.count()) == ("amal@mail.example", "ar", 1)


def test_a_mail_leaves_an_event_of_who_acted(stage: Stage) -> None:
    from eindach.consent.models import AuditEvent

    consent = stage.given()
    with acting(stage.clerk, now=LATER):
        act.withdraw(consent=consent, now=LATER)
    event = AuditEvent._base_manager.get(act="send", kind="letter")
    assert (event.user, event.fields) == (stage.clerk.user, ["contact"])


def record(consent: Consent) -> dict[str, Any]:
    return record_of(Consent._base_manager.get(pk=consent.pk), now=LATER)


def test_the_record_has_the_four_sections_of_the_specification(stage: Stage) -> None:
    said = record(stage.given())
    assert said["schema_version"] == "ISO/IEC TS 27560:2023"
    (processing,) = said["pii_processing"]
    (purpose,) = processing["purposes"]
    assert {one["pii_type"] for one in purpose["pii_information"]} == {"identity", "appointments"}
    assert [party["party_role"] for party in said["parties"]] == ["pii_controller", "third_party"]
    assert [event["event_state"] for event in said["events"]] == ["asked", "given"]
    assert (said["consent_status"], processing["language"]) == ("given", "ar")


def test_the_record_names_no_person_and_no_interpreter(stage: Stage) -> None:
    said = json.dumps(record(stage.given()), ensure_ascii=False)
    assert not any(value in said for value in ("Amal", "amal@", "Frau Beispiel", str(stage.house.amal.pk)))


def test_health_is_marked_as_special(stage: Stage) -> None:
    consent = stage.ask(purpose="health", categories=["health"], recipient=stage.house.offices["association"])
    (purpose,) = record(consent)["pii_processing"][0]["purposes"]
    assert purpose["pii_information"][0]["special_pii_category"]
    assert "Art. 9(2)(a) GDPR" in purpose["lawful_basis"]


@pytest.mark.parametrize("end", ["receipt.pdf", "receipt.json"])
def test_the_person_takes_both_along_at_their_own_door(stage: Stage, end: str) -> None:
    consent = stage.given(now=NOW)
    answer = as_person("amal@mail.example").get(page(consent, "own") + end)
    assert answer.status_code == 200
    assert "Amal" not in answer["Content-Disposition"]
    assert as_person("other@mail.example").get(page(consent, "own") + end).status_code == 404


def test_staff_of_another_office_get_no_record(stage: Stage, adviser: Client) -> None:
    consent = stage.given()
    assert adviser.get(page(consent) + "receipt.json").json()["record_id"] == str(consent.pk)
    assert as_staff(stage.house, "jobcenter-clerk").get(page(consent) + "receipt.json").status_code == 404
