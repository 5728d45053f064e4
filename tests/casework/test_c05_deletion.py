"""Having one's data deleted: what can end ends, what must stay is said, the rest is answered within a month."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts.models import Category, Deletion, LegalHold, Person, ProfileEntry, User
from eindach.booking.models import Appointment, Itinerary
from eindach.casework.models import DeletionRequest
from eindach.casework.own import deletion
from eindach.consent.models import Consent, Grant
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.permission.house import House
from tests.permission.signed_in import as_person, as_staff

from .newcomer import AMAL, code_sent_to, wrong
from .newcomer import booked as booked
from .newcomer import cast as cast

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=10)
"""Everything booked is over."""


@pytest.fixture(autouse=True)
def log_file(tmp_path: Path, settings: Any) -> None:
    settings.DELETION_LOG = tmp_path / "deletions.jsonl"


def asks(house: House) -> Client:
    amal = as_person(AMAL)
    assert amal.post(f"/de/own/{house.amal.pk}/delete/").status_code == 302
    return amal


def enters(amal: Client, house: House, code: str) -> Any:
    return amal.post(f"/de/own/{house.amal.pk}/delete/code/", {"code": code})


def nothing_but_a_name(house: House) -> None:
    ProfileEntry.objects.all().delete()


def goes(house: House, now: Any = NOW) -> dict[str, str]:
    return {part.kept.key: part.goes for part in deletion.outlook(house.amal.pk, now=now).parts}


def test_nothing_is_deleted_before_the_code(house: House) -> None:
    enters(asks(house), house, wrong(code_sent_to(AMAL)))
    assert (Person.objects.count(), Deletion.objects.count(), DeletionRequest.objects.count()) == (1, 0, 0)


def test_a_code_for_signing_in_deletes_nothing(house: House) -> None:
    amal = as_person(AMAL)
    amal.post("/de/my/sign-in/", {"contact": AMAL})
    enters(amal, house, code_sent_to(AMAL))
    assert not DeletionRequest.objects.exists()


def test_who_left_nothing_but_a_name_is_gone_at_once(house: House) -> None:
    nothing_but_a_name(house)
    amal = asks(house)
    answer = enters(amal, house, code_sent_to(AMAL))
    assert (answer.url, Person.objects.count(), User.objects.filter(email=AMAL).count()) == ("/de/own/gone/", 0, 0)
    assert amal.get("/de/own/").status_code == 302
    assert set(Deletion.objects.values_list("kept", flat=True)) >= {"person", "account"}


def test_our_messages_to_them_are_emptied(house: House) -> None:
    nothing_but_a_name(house)
    enters(asks(house), house, code_sent_to(AMAL))
    assert not Message.objects.filter(to=AMAL).exists()


def test_past_appointments_forget_whose_they_were(house: House, booked: Itinerary) -> None:
    deletion.end((house.amal.pk,), ("booking",), now=LATER)
    assert not Appointment.objects.filter(person=house.amal).exists()
    assert Appointment.objects.filter(itinerary=booked).count() == 2


def test_what_is_still_to_come_stays(house: House, booked: Itinerary) -> None:
    assert deletion.outlook(house.amal.pk, now=NOW).coming == 2
    assert deletion.end((house.amal.pk,), deletion.AT_ONCE, now=NOW) == {}
    assert Appointment.objects.filter(person=house.amal, live=True).count() == 2


def test_what_offices_wrote_down_waits_for_data_protection(house: House) -> None:
    enters(asks(house), house, code_sent_to(AMAL))
    waiting = DeletionRequest.objects.get()
    assert ProfileEntry.objects.exists()
    today = timezone.localdate()
    assert (waiting.state(today), timedelta(28) <= waiting.due_on - today <= timedelta(31)) == ("open", True)


def test_the_person_sees_how_it_stands(house: House) -> None:
    amal = asks(house)
    enters(amal, house, code_sent_to(AMAL))
    assert DeletionRequest.objects.get().number in amal.get("/en/own/").content.decode()


def test_asking_twice_is_one_request(house: House) -> None:
    for _time in range(2):
        enters(asks(house), house, code_sent_to(AMAL))
    assert DeletionRequest.objects.count() == 1


def test_a_consent_stays_for_its_proof_and_the_page_names_the_law(house: House) -> None:
    house.consent("bank", Category.IDENTITY)
    assert goes(house)["consent"] == "stays"
    assert "Art. 7 Abs. 1 DSGVO" in as_person(AMAL).get(f"/en/own/{house.amal.pk}/delete/").content.decode()


def test_a_hold_keeps_everything(house: House) -> None:
    nothing_but_a_name(house)
    officer = User.objects.create_user("dsb@haus.example")
    LegalHold.objects.create(person=house.amal, reason="a complaint", placed_by=officer, placed_at=NOW)
    enters(asks(house), house, code_sent_to(AMAL))
    assert (Person.objects.count(), DeletionRequest.objects.count(), Deletion.objects.count()) == (1, 1, 0)


def answered(house: House, **said: str) -> Client:
    officer = as_staff(house, "data-protection", "authority")
    officer.post(f"/de/staff/deletions/{DeletionRequest.objects.get().pk}/", said)
    return officer


def test_data_protection_carries_it_out_and_nothing_is_left(house: House) -> None:
    house.grant("bank", Category.IDENTITY)
    enters(asks(house), house, code_sent_to(AMAL))
    answered(house, outcome="done")
    assert [ProfileEntry.objects.count(), Grant.objects.count(), Person.objects.count()] == [0, 0, 0]


def test_what_the_law_keeps_is_left_when_it_is_carried_out(house: House) -> None:
    house.say(house.consent("bank", Category.IDENTITY), "withdrawn")
    enters(asks(house), house, code_sent_to(AMAL))
    answered(house, outcome="done")
    assert [ProfileEntry.objects.count(), Consent.objects.count(), Person.objects.count()] == [0, 1, 1]
    assert DeletionRequest.objects.get().outcome == "done"


def test_a_refusal_needs_a_reason_and_the_person_reads_it(house: House) -> None:
    amal = asks(house)
    enters(amal, house, code_sent_to(AMAL))
    answered(house, outcome="refused", reason=" ")
    assert DeletionRequest.objects.get().outcome == ""
    answered(house, outcome="refused", reason="A court asked for it.")
    assert "A court asked for it." in amal.get("/en/own/").content.decode()
    assert Message.objects.filter(kind="deletion", to=AMAL).count() == 1


@pytest.mark.parametrize("role", ["advisor", "administrator", "coordinator", "abh-clerk"])
def test_nobody_else_sees_or_answers_requests(house: House, role: str) -> None:
    enters(asks(house), house, code_sent_to(AMAL))
    clerk = as_staff(house, role)
    request = DeletionRequest.objects.get()
    assert clerk.get("/de/staff/deletions/").status_code == 403
    assert clerk.post(f"/de/staff/deletions/{request.pk}/", {"outcome": "done"}).status_code == 403
    assert DeletionRequest.objects.get().outcome == ""


def test_the_list_says_number_and_day_and_no_name(house: House) -> None:
    enters(asks(house), house, code_sent_to(AMAL))
    page = as_staff(house, "data-protection", "authority").get("/en/staff/deletions/").content.decode()
    assert DeletionRequest.objects.get().number in page
    assert "Amal" not in page
