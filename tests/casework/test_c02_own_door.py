"""A person's own door: what is theirs, who looked, and what they take back."""

from uuid import uuid4

import pytest
from django.test import Client

from eindach.accounts.models import Category, Person
from eindach.consent.models import AuditEvent, Grant
from tests.permission.house import House
from tests.permission.signed_in import as_person, as_staff

pytestmark = pytest.mark.django_db
AMAL = "amal@mail.example"


def test_the_person_sees_that_the_clerk_looked(house: House) -> None:
    house.grant("association", Category.IDENTITY)
    assert as_staff(house, "advisor").get(f"/de/staff/people/{house.amal.pk}/").status_code == 200
    page = as_person(AMAL).get("/en/own/")
    [look] = page.context["doors"][0].looks
    assert (look.organization, look.role, look.fields) == ("association", "advisor", ["identity"])


def test_a_consent_is_taken_back_with_one_click_and_access_ends(house: House) -> None:
    grant = house.grant("association", Category.IDENTITY, consent=True)
    adviser = as_staff(house, "advisor")
    assert adviser.get(f"/de/staff/people/{house.amal.pk}/").status_code == 200
    as_person(AMAL).post(f"/de/own/consents/{grant.consent_id}/withdraw/")
    assert adviser.get(f"/de/staff/people/{house.amal.pk}/").status_code == 404
    assert Grant.objects.get(pk=grant.pk).ended_at


def test_somebody_elses_consent_is_not_there(house: House) -> None:
    grant = house.grant("association", Category.IDENTITY, consent=True)
    answer = as_person("other@mail.example").post(f"/de/own/consents/{grant.consent_id}/withdraw/")
    assert answer.status_code == 404
    assert Grant.objects.get(pk=grant.pk).ended_at is None


def test_phone_and_language_are_corrected_and_the_proved_address_stays(house: House) -> None:
    said = {"phone": "02421 123456", "language": "uk", "email": "evil@mail.example"}
    as_person(AMAL).post(f"/de/own/{house.amal.pk}/contact/", said)
    amal = Person.objects.get(pk=house.amal.pk)
    assert (str(amal.phone), amal.language, amal.email) == ("+492421123456", "uk", AMAL)


def test_a_wrong_phone_comes_back_as_it_was_typed(house: House) -> None:
    page = as_person(AMAL).post(f"/de/own/{house.amal.pk}/contact/", {"phone": "12", "language": "uk"})
    assert (page.status_code, 'value="12"' in page.content.decode()) == (422, True)


@pytest.mark.parametrize("who", [AMAL, "other@mail.example"])
def test_another_persons_contact_is_not_there(house: House, who: str) -> None:
    somebody = house.amal.pk if who != AMAL else uuid4()
    assert as_person(who).get(f"/de/own/{somebody}/contact/").status_code == 404


def test_everything_is_downloaded_and_nothing_of_others(house: House) -> None:
    mine = as_person(AMAL).get("/de/own/my-data.json").content.decode()
    assert ("secret family" in mine, "secret notes" in mine) == (True, False)
    assert "secret" not in as_person("other@mail.example").get("/de/own/my-data.json").content.decode()


def test_looking_at_ones_own_data_is_an_event_too(house: House) -> None:
    as_person(AMAL).get("/de/own/")
    assert [(one.act, one.kind, one.basis) for one in AuditEvent.objects.filter(kind="own-data")] == [
        ("read", "own-data", "self")
    ]


def test_without_a_proved_contact_the_door_is_shut(house: House) -> None:
    assert Client().get("/de/own/").status_code == 302
