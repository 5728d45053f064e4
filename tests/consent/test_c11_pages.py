"""The pages of staff: nothing pre-ticked, the words in her language beside the German, each act by one form."""

import re
from datetime import timedelta
from typing import Any

import pymupdf
import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts.acting import acting
from eindach.accounts.models import Category, Membership, Role, User
from eindach.consent import operations as act
from eindach.consent.models import BrokenGlass, Consent, LegalBasis
from eindach.notifications.models import Message
from tests.permission.house import House
from tests.permission.signed_in import as_staff

from .people import Stage, live_grants

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(stage: Stage) -> Client:
    return as_staff(stage.house, "advisor")


def posted(stage: Stage, **changes: Any) -> dict[str, Any]:
    asked = {
        "purpose": "referral", "recipient": str(stage.house.offices["bank"].pk),
        "categories": ["identity", "appointments"], "language": "ar", "spoken": "ar", "interpreter": "Frau Beispiel",
    }  # fmt: skip
    return asked | changes


def ask_page(stage: Stage) -> str:
    return f"/de/staff/consents/ask/{stage.house.amal.pk}/"


def asked(stage: Stage, adviser: Client) -> str:
    """The address of a consent that has just been asked for."""
    return adviser.post(ask_page(stage), posted(stage))["Location"]


def test_nothing_is_ticked_or_chosen_beforehand(stage: Stage, adviser: Client) -> None:
    for page in (ask_page(stage), asked(stage, adviser)):
        content = adviser.get(page).content.decode()
        assert "<form" in content
        assert not re.search(r"\bchecked\b", content)
        assert not re.search(r'<option value="[^"]+" selected', content)


def test_asking_shows_the_words_in_her_language_beside_the_german(stage: Stage, adviser: Client) -> None:
    content = adviser.get(asked(stage, adviser)).content.decode()
    assert 'lang="ar" dir="rtl"' in content
    assert "هذا اختياري" in content
    assert "Das ist freiwillig." in content


def test_a_yes_at_the_counter_and_back_again(stage: Stage, adviser: Client) -> None:
    page = asked(stage, adviser)
    said = {"language": "ar", "interpreter": "Frau Beispiel"}
    assert adviser.post(page + "answer/", said | {"answer": "give"}).status_code == 302
    consent = Consent._base_manager.get()
    assert live_grants(consent, timezone.now()) == 1
    assert adviser.post(page + "withdraw/").status_code == 302
    assert live_grants(consent, timezone.now()) == 0


def test_a_yes_is_said_once_more_at_the_counter(stage: Stage, adviser: Client) -> None:
    page = asked(stage, adviser)
    said = {"language": "ar", "interpreter": "Frau Beispiel"}
    adviser.post(page + "answer/", said | {"answer": "give"})
    assert adviser.post(page + "renew/", {}).status_code == 422
    answer = adviser.post(page + "renew/", {f"renew-{name}": value for name, value in said.items()})
    assert answer.status_code == 302
    assert answer["Location"] != page
    assert sum(live_grants(one, timezone.now()) for one in Consent._base_manager.all()) == 1


def test_an_expert_of_the_recipient_hears_a_withdrawal_and_no_answer(stage: Stage, adviser: Client) -> None:
    page = asked(stage, adviser)
    adviser.post(page + "answer/", {"answer": "give", "language": "de"})
    expert = as_staff(stage.house, "expert", "bank")
    assert expert.get(page).status_code == 200
    assert expert.post(page + "answer/", {"answer": "give", "language": "de"}).status_code == 403
    assert expert.post(page + "withdraw/").status_code == 302
    assert live_grants(Consent._base_manager.get(), timezone.now()) == 0


def test_a_no_is_written_down_and_asked_no_more(stage: Stage, adviser: Client) -> None:
    page = asked(stage, adviser)
    said = {"language": "de", "answer": "refuse"}
    assert adviser.post(page + "answer/", said).status_code == 302
    assert adviser.post(page + "answer/", {"language": "de", "answer": "give"}).status_code == 409
    assert "answer/" not in adviser.get(page).content.decode()


@pytest.mark.parametrize("changes", [{"categories": ["identity", "residence"]}, {"interpreter": ""}, {"purpose": "x"}])
def test_what_does_not_fit_comes_back_at_its_field(stage: Stage, adviser: Client, changes: dict[str, Any]) -> None:
    answer = adviser.post(ask_page(stage), posted(stage, **changes))
    assert answer.status_code == 422
    assert f'id="id_{next(iter(changes))}_error"' in answer.content.decode()
    assert not Consent._base_manager.exists()


@pytest.mark.parametrize("said", [{"answer": "give"}, {"language": "ar", "interpreter": "x"}, {}])
def test_half_an_answer_is_none(stage: Stage, adviser: Client, said: dict[str, str]) -> None:
    assert adviser.post(asked(stage, adviser) + "answer/", said).status_code == 422


def test_the_list_names_whom_the_office_may_know_only(stage: Stage, adviser: Client) -> None:
    asked(stage, adviser)
    assert "Amal Beispiel" in adviser.get("/de/staff/consents/").content.decode()
    bank = as_staff(stage.house, "partner").get("/de/staff/consents/").content.decode()
    assert "Amal" not in bank
    assert "/de/staff/consents/" in bank


def test_the_recipient_sees_the_consent_but_cannot_answer(stage: Stage, adviser: Client) -> None:
    page = asked(stage, adviser)
    bank = as_staff(stage.house, "partner")
    assert bank.get(page).status_code == 200
    assert bank.post(page + "answer/", {"language": "de", "answer": "give"}).status_code == 404


def test_an_office_that_is_not_named_finds_nothing(stage: Stage, adviser: Client) -> None:
    page = asked(stage, adviser)
    jobcenter = as_staff(stage.house, "jobcenter-clerk")
    assert {jobcenter.get(page).status_code, jobcenter.get(page + "receipt.pdf").status_code} == {404}
    assert jobcenter.get(ask_page(stage)).status_code == 404


def test_the_receipt_is_a_pdf_of_its_own(stage: Stage, adviser: Client) -> None:
    answer = adviser.get(asked(stage, adviser) + "receipt.pdf")
    text = pymupdf.open(stream=answer.content, filetype="pdf")[0].get_text()
    assert "Amal Beispiel" in text
    assert "Amal" not in answer["Content-Disposition"]


@pytest.mark.parametrize("role", Role.values)
def test_everybody_reads_the_legal_bases(house: House, role: str) -> None:
    today = timezone.localdate()
    LegalBasis.objects.update(review_due=today)
    LegalBasis.objects.filter(key="arrival").update(review_due=today - timedelta(days=1))
    content = as_staff(house, role).get("/en/staff/legal-bases/").content.decode()
    assert "§ 90(3) AufenthG" in content
    assert content.count('class="notice notice--late"') == 1


GLASS = {"name": "Amal Beispiel", "contact": "amal@mail.example", "reason": "She collapsed at the counter just now."}


def test_a_look_in_an_emergency_opens_the_file_and_tells_data_protection(stage: Stage) -> None:
    stage.make_officer()
    lead = as_staff(stage.house, "advisor-lead", "jobcenter")
    file = f"/de/staff/people/{stage.house.amal.pk}/"
    assert lead.get(file).status_code == 404
    answer = lead.post("/de/staff/break-glass/", GLASS)
    assert (answer.status_code, answer["Location"]) == (302, file)
    assert lead.get(file).status_code == 200
    assert Message.objects.filter(kind="broken-glass").count() == 1


@pytest.mark.parametrize("changes", [{"reason": "short"}, {"name": "Amal"}, {"contact": ""}])
def test_half_an_emergency_is_none(stage: Stage, changes: dict[str, str]) -> None:
    stage.make_officer()
    assert as_staff(stage.house, "advisor-lead").post("/de/staff/break-glass/", GLASS | changes).status_code == 422
    assert not BrokenGlass.objects.exists()


def test_without_anybody_to_tell_nobody_looks(stage: Stage) -> None:
    assert as_staff(stage.house, "advisor-lead").post("/de/staff/break-glass/", GLASS).status_code == 422
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize("role", ["advisor", "partner", "front-desk"])
def test_who_breaks_no_glass_finds_no_such_page(stage: Stage, role: str) -> None:
    assert as_staff(stage.house, role).get("/de/staff/break-glass/").status_code == 404


def test_data_protection_reviews_without_learning_whose_data_it_was(stage: Stage) -> None:
    now = timezone.now()
    user = User.objects.get(pk=stage.protection.user)
    Membership.objects.create(
        user=user, organization=stage.house.offices["authority"], role=Role.PROTECTION, begun_at=now
    )
    with acting(stage.lead, now=now):
        glass = act.break_glass(person=stage.house.amal.pk, reason=GLASS["reason"], now=now)
    protection = as_staff(stage.house, "data-protection", "authority")
    content = protection.get("/en/staff/reviews/").content.decode()
    assert "advisor-lead.association" in content
    assert "Amal" not in content
    page = f"/en/staff/reviews/{glass.pk}/"
    assert protection.post(page, {}).status_code == 422
    assert protection.post(page, {f"{glass.pk}-finding": "An emergency indeed."}).status_code == 302
    assert "An emergency indeed." in protection.get("/en/staff/reviews/").content.decode()


def test_a_category_never_meant_for_staff_pages_has_a_name() -> None:
    from eindach.consent.labels import CATEGORIES

    assert set(CATEGORIES) == set(Category)
