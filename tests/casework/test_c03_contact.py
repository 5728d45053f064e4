"""A new address or number: a code proves it, then the old one is told, and is nobody's key any more."""

from typing import Any

import pytest
from django.test import Client

from eindach.accounts.models import Person, User, person_of
from eindach.kernel.identifiers import identity_digest
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.permission.house import House
from tests.permission.signed_in import as_person

from .newcomer import AMAL, code_sent_to, wrong

pytestmark = pytest.mark.django_db
NEW, NUMBER = "amal.neu@mail.example", "+4915123456789"


@pytest.fixture
def texts(settings: Any) -> None:
    settings.SMS_GATEWAY = "json://127.0.0.1:1/?:to={to}"


def asks(house: House, contact: str) -> Client:
    amal = as_person(AMAL)
    assert amal.post(f"/de/own/{house.amal.pk}/contact/", {"contact": contact}).status_code == 302
    return amal


def enters(amal: Client, house: House, code: str) -> Any:
    return amal.post(f"/de/own/{house.amal.pk}/contact/code/", {"code": code})


def test_nothing_changes_before_the_code(house: House) -> None:
    asks(house, NEW)
    assert (Person.objects.get().email, code_sent_to(NEW) != "", code_sent_to(AMAL)) == (AMAL, True, "")


def test_with_the_code_it_is_another_address_and_another_identity(house: House) -> None:
    amal = asks(house, NEW)
    enters(amal, house, code_sent_to(NEW))
    person = Person.objects.get()
    assert (person.email, person.identity) == (NEW, identity_digest("Amal Beispiel", NEW))
    assert amal.get("/de/own/").context["contact"].to == NEW


def test_the_old_address_is_told_and_does_not_learn_the_new_one(house: House) -> None:
    enters(asks(house, NEW), house, code_sent_to(NEW))
    told = Message.objects.get(kind="contact")
    assert (told.to, NEW in told.text) == (AMAL, False)


def test_the_old_address_opens_nothing_any_more(house: House) -> None:
    elsewhere = as_person(AMAL)
    enters(asks(house, NEW), house, code_sent_to(NEW))
    assert elsewhere.get("/de/own/").context["doors"] == []


def test_a_wrong_code_changes_nothing_and_three_are_enough(house: House) -> None:
    amal = asks(house, NEW)
    code = code_sent_to(NEW)
    assert [enters(amal, house, wrong(code)).status_code for _try in range(3)] == [422, 422, 422]
    assert enters(amal, house, code).status_code == 422
    assert Person.objects.get().email == AMAL


def test_the_code_for_one_person_is_no_use_for_another(house: House) -> None:
    karim, _new = person_of(name="Karim Beispiel", email=AMAL, phone="", language="ar", now=NOW)
    amal = asks(house, NEW)
    amal.post(f"/de/own/{karim.pk}/contact/code/", {"code": code_sent_to(NEW)})
    assert Person.objects.filter(email=AMAL).count() == 2


def test_a_mobile_number_is_proved_by_a_text(house: House, texts: None) -> None:
    amal = asks(house, "0151 23456789")
    enters(amal, house, code_sent_to(NUMBER))
    person = Person.objects.get()
    assert (str(person.phone), person.email) == (NUMBER, AMAL)
    assert person.identity == house.amal.identity
    assert User.objects.get(phone=NUMBER)


def test_who_is_known_by_this_name_and_address_already_is_told_so(house: House) -> None:
    person_of(name="amal  BEISPIEL", email=NEW, phone="", language="ar", now=NOW)
    answer = enters(asks(house, NEW), house, code_sent_to(NEW))
    assert (answer.status_code, Person.objects.filter(email=NEW).count()) == (422, 1)


def test_nobody_learns_before_the_code_whether_an_address_is_known(house: House) -> None:
    person_of(name="Amal Beispiel", email=NEW, phone="", language="ar", now=NOW)
    known = asks(house, NEW).get(f"/de/own/{house.amal.pk}/contact/code/")
    unknown = asks(house, "wer@mail.example").get(f"/de/own/{house.amal.pk}/contact/code/")
    assert [form.context["form"].errors for form in (known, unknown)] == [{}, {}]
    assert code_sent_to(NEW)
    assert code_sent_to("wer@mail.example")


def test_from_one_door_no_more_than_ten_codes_an_hour_go_out(house: House) -> None:
    for number in range(12):
        asks(house, f"someone{number}@mail.example")
    assert Message.objects.filter(kind="code").count() == 10


@pytest.mark.parametrize("said", ["nobody", "a@b", "02421 123456", ""])
def test_what_takes_no_message_comes_back_as_it_was_typed(house: House, texts: None, said: str) -> None:
    page = as_person(AMAL).post(f"/de/own/{house.amal.pk}/contact/", {"contact": said})
    assert (page.status_code, page.context["form"]["contact"].value()) == (422, said)


def test_the_language_is_chosen_without_a_code(house: House) -> None:
    as_person(AMAL).post(f"/de/own/{house.amal.pk}/language/", {"language": "uk"})
    assert Person.objects.get().language == "uk"
