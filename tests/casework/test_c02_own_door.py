"""A person's own door: what is theirs, who looked, and what they take back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts.models import Category, Person, person_of
from eindach.booking.models import Itinerary
from eindach.consent import trail
from eindach.consent.models import AuditEvent, BrokenGlass, Consent, Grant
from eindach.kernel.actor import acting_as
from tests.cast import NOW
from tests.permission.house import House
from tests.permission.signed_in import as_person, as_staff

from .newcomer import AMAL
from .newcomer import booked as booked
from .newcomer import cast as cast

pytestmark = pytest.mark.django_db
LASTS = timedelta(days=30)


def looked(house: House, why: str = "a permit") -> None:
    """The adviser looked at Amal's data, as the trail has it."""
    with acting_as(house.staff("advisor", "association"), now=NOW):
        trail.record(act="read", kind="person", person=house.amal.pk, basis="law:advice", reason=why)


def test_the_person_sees_that_the_clerk_looked(house: House) -> None:
    house.grant("association", Category.IDENTITY)
    assert as_staff(house, "advisor").get(f"/de/staff/people/{house.amal.pk}/").status_code == 200
    page = as_person(AMAL).get("/en/own/")
    [look] = page.context["doors"][0].looks.lines
    assert (look.organization, look.role, look.sort) == ("association", "advisor", "looked")
    assert look.fields == ["identity"]


def lines_after(house: House, *acts: str, **said: str) -> list[tuple[str, int]]:
    with acting_as(house.staff("advisor", "association"), now=NOW):
        for act in acts:
            trail.record(act=act, kind="person", person=house.amal.pk, **said)
    lines = as_person(AMAL).get("/en/own/").context["doors"][0].looks.lines
    return sorted((one.sort, one.count) for one in lines)


def test_looks_of_an_office_on_one_day_are_one_line_with_a_count(house: House) -> None:
    assert lines_after(house, "read", "read", "find", "list", "give-consent") == [
        ("consent", 1), ("found", 2), ("looked", 2),
    ]  # fmt: skip


def test_who_was_refused_tried_and_did_not_look(house: House) -> None:
    assert lines_after(house, "read", outcome="refused") == [("refused", 1)]


def test_the_reason_of_an_emergency_look_is_shown(house: House) -> None:
    with acting_as(house.staff("advisor-lead", "association"), now=NOW) as _acting:
        look = BrokenGlass.objects.create(
            user=house.users["advisor-lead.association"], organization=house.offices["association"],
            role="advisor-lead", person=house.amal, reason="she collapsed at the counter", broken_at=NOW,
            until=NOW + timedelta(minutes=30), review_due=NOW.date(),
        )  # fmt: skip
        trail.record(act="break-glass", kind="person", person=house.amal.pk, basis=f"broken-glass:{look.pk}")
    page = as_person(AMAL).get("/en/own/")
    [line] = page.context["doors"][0].looks.lines
    assert (line.sort, line.why) == ("emergency", "she collapsed at the counter")
    assert "broken-glass" not in page.content.decode()


def test_what_is_older_than_a_page_can_be_reached(house: House) -> None:
    lines_after(house, *["read"] * 101)
    page = as_person(AMAL).get("/en/own/")
    assert page.context["doors"][0].looks.older == 1
    [line] = as_person(AMAL).get("/en/own/?older=1").context["doors"][0].looks.lines
    assert line.count == 1


def test_appointments_stand_there_with_papers_and_the_way_to_change_them(booked: Itinerary) -> None:
    page = as_person(AMAL).get("/en/own/")
    [one] = page.context["doors"][0].booked
    assert [paper.key for paper in one.papers.always] == ["passport"]
    assert f"/en/my/{one.token}/" in page.content.decode()
    assert Client().get(f"/en/my/{one.token}/").status_code == 200


def test_who_may_know_what_and_why(house: House, booked: Itinerary) -> None:
    house.grant("association", Category.NEEDS)
    house.grant("bank", Category.IDENTITY, consent=True)
    told = as_person(AMAL).get("/en/own/").context["doors"][0].told
    known = {(one.organization, one.by_consent): list(one.categories) for one in told}
    assert known["bank", True] == ["identity"]
    assert known["association", False] == ["needs"]
    assert known["Stadt", False] == ["identity", "contact"]


def test_what_has_ended_is_nobodys_to_know(house: House) -> None:
    grant = house.grant("bank", Category.IDENTITY, consent=True)
    amal = as_person(AMAL)
    amal.post(f"/de/own/consents/{grant.consent_id}/withdraw/")
    assert amal.get("/en/own/").context["doors"][0].told == []


def test_a_consent_is_taken_back_with_one_click_and_access_ends(house: House) -> None:
    grant = house.grant("association", Category.IDENTITY, consent=True)
    adviser = as_staff(house, "advisor")
    assert adviser.get(f"/de/staff/people/{house.amal.pk}/").status_code == 200
    as_person(AMAL).post(f"/de/own/consents/{grant.consent_id}/withdraw/")
    assert adviser.get(f"/de/staff/people/{house.amal.pk}/").status_code == 404
    assert Grant.objects.get(pk=grant.pk).ended_at


@pytest.mark.parametrize(("answer", "state", "grants"), [("yes", "given", 1), ("no", "refused", 0)])
def test_a_consent_is_answered_at_ones_own_door(house: House, answer: str, state: str, grants: int) -> None:
    asked, door = asked_now(house), as_person(AMAL)
    page = door.get(f"/en/own/consents/{asked.pk}/").content.decode()
    assert ('value="yes"' in page, 'value="no"' in page, 'lang="ar" dir="rtl"' in page, "checked" in page) == (
        True, True, True, False,
    )  # fmt: skip
    assert door.post(f"/en/own/consents/{asked.pk}/", {"answer": answer}).status_code == 302
    assert (asked.state(timezone.now()), Grant.objects.filter(consent=asked).count()) == (state, grants)


def test_what_was_answered_is_not_answered_otherwise_by_a_second_window(house: House) -> None:
    asked, door = asked_now(house), as_person(AMAL)
    door.post(f"/en/own/consents/{asked.pk}/", {"answer": "no"})
    assert door.post(f"/en/own/consents/{asked.pk}/", {"answer": "yes"}).status_code == 409
    assert not Grant.objects.filter(consent=asked).exists()


@pytest.mark.parametrize("said", [{}, {"answer": "maybe"}])
def test_no_answer_is_no_consent(house: House, said: dict[str, str]) -> None:
    asked = asked_now(house)
    assert as_person(AMAL).post(f"/en/own/consents/{asked.pk}/", said).status_code == 422
    assert asked.state(timezone.now()) == "asked"


def test_nobody_answers_for_somebody_else(house: House) -> None:
    asked = asked_now(house)
    answer = as_person("other@mail.example").post(f"/en/own/consents/{asked.pk}/", {"answer": "yes"})
    assert (answer.status_code, asked.state(timezone.now())) == (404, "asked")


def test_after_taking_back_the_focus_is_led_to_what_was_done_and_what_stays_is_said(house: House) -> None:
    grant, door = house.grant("association", Category.IDENTITY, consent=True), as_person(AMAL)
    house.grant("association", Category.CONTACT)
    where = door.post(f"/en/own/consents/{grant.consent_id}/withdraw/")["Location"]
    assert where.endswith("?said=taken-back#said")
    page = door.get(where)
    assert f"/en/own/consents/{grant.consent_id}/receipt.pdf" in page.content.decode()
    assert [one.categories for one in page.context["still_told"]] == [["contact"]]
    assert "What this office may know for another reason" in page.content.decode()


def asked_now(house: House) -> Consent:
    association, jobcenter, now = house.offices["association"], house.offices["jobcenter"], timezone.now()
    return Consent.objects.create(
        person=house.amal, controller=association, recipient=jobcenter, purpose="advice", text=house.words,
        categories=[Category.IDENTITY], asked_at=now, expires_at=now + LASTS,
    )  # fmt: skip


def test_somebody_elses_consent_is_not_there(house: House) -> None:
    grant = house.grant("association", Category.IDENTITY, consent=True)
    answer = as_person("other@mail.example").post(f"/de/own/consents/{grant.consent_id}/withdraw/")
    assert answer.status_code == 404
    assert Grant.objects.get(pk=grant.pk).ended_at is None


@pytest.mark.parametrize("page", ["contact/", "contact/code/", "delete/", "delete/code/"])
@pytest.mark.parametrize("who", [AMAL, "other@mail.example"])
def test_pages_of_another_person_are_not_there(house: House, who: str, page: str) -> None:
    somebody = house.amal.pk if who != AMAL else uuid4()
    assert as_person(who).get(f"/de/own/{somebody}/{page}").status_code == 404


@pytest.mark.parametrize("act", ["language/", "no-phone/"])
def test_nobody_else_changes_the_contact(house: House, act: str) -> None:
    Person.objects.update(phone="+4915123456789")
    answer = as_person("other@mail.example").post(f"/de/own/{house.amal.pk}/{act}", {"language": "uk"})
    assert answer.status_code == 404
    assert Person.objects.filter(language="ar", phone="+4915123456789").count() == 1


def test_a_number_that_is_not_theirs_any_more_is_removed(house: House) -> None:
    Person.objects.update(phone="+4915123456789")
    as_person(AMAL).post(f"/de/own/{house.amal.pk}/no-phone/")
    assert str(Person.objects.get().phone) == ""


def test_a_family_with_one_address_sees_each_of_them(house: House) -> None:
    person_of(name="Karim Beispiel", email=AMAL, phone="", language="ar", now=NOW)
    page = as_person(AMAL).get("/ar/own/").content.decode()
    assert ("Amal Beispiel" in page, "Karim Beispiel" in page) == (True, True)


def test_a_reason_with_html_stays_text(house: House) -> None:
    looked(house, "<script>alert(1)</script>")
    page = as_person(AMAL).get("/en/own/").content.decode()
    assert ("&lt;script&gt;alert" in page, "<script>alert" in page) == (True, False)


def test_looking_at_ones_own_data_is_an_event_too(house: House) -> None:
    as_person(AMAL).get("/de/own/")
    assert [(one.act, one.kind, one.basis) for one in AuditEvent.objects.filter(kind="own-data")] == [
        ("read", "own-data", "self")
    ]


@pytest.mark.parametrize("page", ["", "my-data.json", "my-data.pdf"])
def test_without_a_proved_contact_the_door_is_shut(house: House, page: str) -> None:
    assert Client().get(f"/de/own/{page}").status_code == 302
