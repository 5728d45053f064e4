"""The search of the staff area: whoever carries a number is found by those who may know them, and by nobody else."""

import pytest
from django.test import Client

from eindach.accounts.models import Category, Person, Role
from eindach.booking.models import Itinerary
from eindach.booking.queries import manage_token
from eindach.casework.ordering import natural
from eindach.consent.models import AuditEvent

from .office import Office

pytestmark = pytest.mark.django_db
SEARCH = "/en/staff/people/"


def leads_to(client: Client, said: str) -> str:
    """Where the search leads at once; SEARCH where it lists what it found."""
    return client.post(SEARCH, {"q": said})["Location"]


def listed(client: Client, said: str) -> list[str]:
    client.post(SEARCH, {"q": said})
    return [one.name for one, _next in client.get(SEARCH).context["people"]]


def file_of(person: Person) -> str:
    return f"/en/staff/people/{person.pk}/"


def spellings(booked: Itinerary) -> list[str]:
    reference = booked.reference
    return [
        reference,
        f" {reference[:3].lower()} {reference[3:].lower()} ",
        f"https://termine.example/de/my/{manage_token(booked)}/",
        "+49 2421 123456",
        "02421/123456",
        "AMAL@mail.example",
    ]


@pytest.mark.parametrize("spelling", range(6))
def test_a_number_leads_to_the_file_at_once(office: Office, spelling: int) -> None:
    said = spellings(office.booked)[spelling]
    assert leads_to(office.signed_in(Role.FRONT_DESK), said) == file_of(office.amal)


@pytest.mark.parametrize("spelling", range(6))
def test_a_number_of_somebody_elses_leads_nowhere(office: Office, spelling: int) -> None:
    said = spellings(office.booked)[spelling]
    stranger = office.signed_in(Role.FRONT_DESK, at="kreis")
    assert leads_to(stranger, said) == SEARCH
    assert listed(stranger, said) == []


def test_the_person_can_read_that_somebody_tried_their_number(office: Office) -> None:
    office.signed_in(Role.FRONT_DESK, at="kreis").post(SEARCH, {"q": office.booked.reference})
    event = AuditEvent.objects.get(outcome="refused")
    assert (event.act, event.kind, bool(event.subject)) == ("find", "appointment", True)


@pytest.mark.parametrize("said", ["3333333", "+49 30 9999999", "nobody@mail.example"])
def test_who_finds_nobody_leaves_an_event_about_nobody(office: Office, said: str) -> None:
    assert listed(office.signed_in(Role.FRONT_DESK), said) == []
    assert {(one.kind, one.subject) for one in AuditEvent.objects.filter(act="find")} == {("person", "")}


def test_a_number_that_was_not_said_when_booking_finds_nobody(office: Office) -> None:
    Person.objects.update(phone="+4915123456789")
    assert listed(office.signed_in(Role.FRONT_DESK), "0151 23456789") == []
    office.granted(Category.IDENTITY, Category.CONTACT)
    assert leads_to(office.signed_in(Role.FRONT_DESK), "0151 23456789") == file_of(office.amal)


def test_who_may_not_know_a_phone_does_not_find_by_it(office: Office) -> None:
    office.granted(Category.IDENTITY, to="kreis")
    adviser = office.signed_in(Role.ADVISOR, at="kreis")
    assert listed(adviser, "amal") == ["Amal Beispiel"]
    assert listed(adviser, "02421 123456") == []
    assert listed(adviser, "amal@mail.example") == []


@pytest.mark.parametrize("said", ["02421 123456", "amal@mail.example"])
def test_the_person_can_read_that_somebody_tried_their_contact(office: Office, said: str) -> None:
    office.granted(Category.IDENTITY, to="kreis")
    assert leads_to(office.signed_in(Role.ADVISOR, at="kreis"), said) == SEARCH
    event = AuditEvent.objects.get(outcome="refused")
    assert (event.act, event.kind, bool(event.subject)) == ("find", "person", True)


def test_a_name_is_listed_without_accents_and_in_any_order(office: Office) -> None:
    assert listed(office.signed_in(Role.FRONT_DESK), "béispiel amal") == ["Amal Beispiel"]


def test_what_was_looked_for_never_stands_in_an_address(office: Office) -> None:
    client = office.signed_in(Role.FRONT_DESK)
    assert leads_to(client, "amal") == SEARCH
    assert client.get(f"{SEARCH}?q=amal").context["q"] == "amal"
    assert office.signed_in(Role.ADVISOR).get(f"{SEARCH}?q=amal").context["people"] == []


def test_the_secret_of_a_link_is_not_kept(office: Office) -> None:
    client = office.signed_in(Role.FRONT_DESK, at="kreis")
    client.post(SEARCH, {"q": f"https://termine.example/de/my/{manage_token(office.booked)}/"})
    assert manage_token(office.booked) not in str(dict(client.session))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STEERING, Role.PROTECTION, Role.ADMINISTRATOR])
def test_who_has_nothing_to_do_with_people_finds_none(office: Office, role: str) -> None:
    client = office.signed_in(role)
    assert leads_to(client, office.booked.reference) == SEARCH
    assert listed(client, "amal") == []


@pytest.mark.parametrize("role", Role.values)
def test_everybody_finds_offices_counters_and_matters(office: Office, role: str) -> None:
    client = office.signed_in(role)
    client.post(SEARCH, {"q": "forum"})
    assert [one.key for one in client.get(SEARCH).context["places"].counters] == ["forum-bank"]
    client.post(SEARCH, {"q": "registration"})
    assert [one.key for one in client.get(SEARCH).context["places"].matters] == ["registration"]
    client.post(SEARCH, {"q": "stadt"})
    assert [one.key for one in client.get(SEARCH).context["places"].offices] == ["stadt"]


def test_an_office_has_a_page_with_its_counters(office: Office) -> None:
    page = office.signed_in(Role.EXPERT).get("/en/staff/offices/stadt/")
    [(_house, counters)] = page.context["office"].houses
    assert [(one.counter.key, [m.key for m in one.matters]) for one in counters] == [
        ("rathaus-1", ["registration"]),
        ("rathaus-2", ["registration"]),
    ]


def test_an_office_nobody_has_is_not_there(office: Office) -> None:
    assert office.signed_in(Role.EXPERT).get("/en/staff/offices/nowhere/").status_code == 404


def test_whoever_is_found_is_listed_with_their_next_appointment(office: Office) -> None:
    client = office.signed_in(Role.FRONT_DESK)
    client.post(SEARCH, {"q": "amal"})
    found = dict(client.get(SEARCH).context["people"])
    assert found[office.amal] is not None
    assert str(found[office.amal].matter.short_name) in client.get(SEARCH).content.decode()


def test_a_list_that_was_cut_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = office.signed_in(Role.FRONT_DESK)
    client.post(SEARCH, {"q": "amal"})
    assert "Type more of the name" not in client.get(SEARCH).content.decode()
    monkeypatch.setattr("eindach.casework.access.MOST_FOUND", 1)
    assert "Type more of the name" in client.get(SEARCH).content.decode()


def test_counters_are_counted_not_spelled() -> None:
    keys = ["schalter-11", "schalter-2", "empfang", "schalter-2-b"]
    assert sorted(keys, key=natural) == ["empfang", "schalter-2", "schalter-2-b", "schalter-11"]
