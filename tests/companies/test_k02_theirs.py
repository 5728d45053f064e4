"""What a company enters becomes the person's; a company sees neither what anybody needs nor another company's list."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from eindach.accounts.acting import acting
from eindach.accounts.models import Person
from eindach.booking.models import Itinerary
from eindach.companies.answers import leave
from eindach.companies.entering import invite_again, label_of
from eindach.companies.invitations import NoInvitation, invited
from eindach.companies.models import Answer, Company, Details, Employee, GroupVisit
from eindach.companies.progress import progress
from eindach.kernel.actor import Actor
from eindach.notifications.models import Message
from tests.permission.signed_in import as_person

from .conftest import PEOPLE, Firms, accepted, expected, sealed_of
from .test_k01_days_together import held

YES = {"name": "Jun Beispiel", "language": "en", "adults": "1", "matters": ["registration"], "book": "yes", "see": "no"}


def path(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"companies:{name}", args=args)


def contact_of(company: Company) -> Actor:
    assert company.contact_id
    return Actor(kind="person", persons=(company.contact_id,))


def test_opening_the_link_shows_what_was_entered_and_changes_nothing(firms: Firms) -> None:
    (one,) = expected(firms, PEOPLE[0])
    page = Client().get(path("invited", sealed_of(one))).content.decode()
    assert "Jun Beispiel" in page
    assert "Werk" in page
    assert not Employee.objects.filter(accepted_at__isnull=False).exists()
    assert not Answer.objects.exists()


def test_accepting_binds_it_to_the_contact_the_link_went_to_once(firms: Firms) -> None:
    (one,), client = expected(firms, PEOPLE[0]), Client()
    client.post(path("invited", sealed_of(one)), YES)
    client.post(path("invited", sealed_of(one)), YES | {"name": "Somebody Else", "see": "yes"})
    one.refresh_from_db()
    assert one.person
    assert (one.person.name, one.person.email) == ("Jun Beispiel", "jun@person.example")
    assert (one.may_book, one.may_see) == (True, False)
    assert "Jun" not in Client().get(path("invited", sealed_of(one))).content.decode()


def test_the_own_door_leads_to_ones_list_and_to_ones_employer_and_to_nobody_elses(firms: Firms) -> None:
    (one,) = accepted(firms, PEOPLE[0])
    assert one.person
    home, theirs, employer = reverse("casework:own"), path("company", firms.werk.pk), path("employer")
    seen = {who: as_person(who).get(home).content.decode() for who in (firms.werk.email, firms.fabrik.email)}
    employee = as_person(one.person.email).get(home).content.decode()
    assert [theirs.removeprefix("/en") in page for page in (*seen.values(), employee)] == [True, False, False]
    assert [employer.removeprefix("/en") in page for page in (*seen.values(), employee)] == [False, False, True]


def test_a_number_the_company_wrote_beside_the_address_opens_nobodys_door(firms: Firms) -> None:
    (one,) = accepted(firms, PEOPLE[0], phone="+4917612345678")
    assert one.person
    assert (one.person.email, str(one.person.phone)) == ("jun@person.example", "")
    (other,) = accepted(firms, PEOPLE[1], email="", phone="+4917612345678")
    assert other.person
    assert str(other.person.phone) == "+4917612345678"


def test_without_a_yes_or_no_nothing_is_accepted_and_nothing_typed_is_lost(firms: Firms) -> None:
    (one,) = expected(firms, PEOPLE[0])
    answer = Client().post(path("invited", sealed_of(one)), YES | {"book": "", "name": "Jun Berichtigt"})
    assert answer.status_code == 422
    assert "Jun Berichtigt" in answer.content.decode()
    assert not Person.objects.filter(email="jun@person.example").exists()


def test_who_declines_is_forgotten_at_once(firms: Firms) -> None:
    (one,) = expected(firms, PEOPLE[0])
    Client().post(path("invited", sealed_of(one)), {"decline": "1"})
    assert not Details.objects.exists()
    one.refresh_from_db()
    assert one.state(timezone.now()) == "ended"


@pytest.mark.parametrize("ends", ["too old", "replaced", "company ended", "forged"])
def test_a_link_that_is_no_longer_good_shows_nothing(firms: Firms, ends: str) -> None:
    (one,) = expected(firms, PEOPLE[0])
    sealed, later = sealed_of(one), firms.now + timedelta(days=31 if ends == "too old" else 1)
    if ends == "replaced":
        invite_again(employee=one, now=later)
    if ends == "company ended":
        Company.objects.update(ended_at=firms.now)
    with pytest.raises(NoInvitation):
        invited(sealed[:-2] if ends == "forged" else sealed, now=later)


def test_once_accepted_the_company_sees_no_details_any_more(firms: Firms) -> None:
    (one,) = expected(firms, PEOPLE[0])
    with acting(contact_of(firms.werk), now=firms.now):
        assert Details.objects.filter(employee=one).exists()
    Client().post(path("invited", sealed_of(one)), YES)
    with acting(contact_of(firms.werk), now=firms.now):
        assert not Details._base_manager.filter(employee=one).exists()  # the database refuses it too
        assert not Person._base_manager.filter(email="jun@person.example").exists()
        assert Employee.objects.filter(pk=one.pk).exists()


def test_another_company_sees_nobody(firms: Firms) -> None:
    expected(firms, PEOPLE[0])
    accepted(firms, PEOPLE[1])
    with acting(contact_of(firms.fabrik), now=firms.now):
        for model in (Employee, Details, Answer, GroupVisit):
            assert not model._base_manager.exists()
        assert [one.name for one in Company._base_manager.all()] == ["Fabrik"]


def test_another_company_neither_books_nor_removes_nor_opens_them(firms: Firms) -> None:
    people = accepted(firms, *PEOPLE[:2])
    group = held(firms, *people)
    assert group
    stranger, who = as_person("hr@fabrik.example"), people[0].pk
    assert stranger.get(path("company", firms.werk.pk)).status_code == 404
    assert stranger.post(path("group", group.pk), {"act": "book"}).status_code == 404
    assert stranger.post(path("change", who, "remove")).status_code == 404
    assert stranger.post(path("answer", who), {"question": "see", "answer": "yes"}).status_code == 404
    mine = {"who": str(who), "first": group.first, "last": group.last, "day": group.day, "house": "rathaus"}
    assert stranger.post(path("together", firms.fabrik.pk), mine).status_code == 422
    assert not Itinerary.objects.filter(booked_at__isnull=False).exists()


def test_the_contact_of_the_company_cannot_answer_in_their_place(firms: Firms) -> None:
    (one,) = accepted(firms, PEOPLE[0], book=False)
    hr = as_person("hr@werk.example")
    assert hr.post(path("answer", one.pk), {"question": "book", "answer": "yes"}).status_code == 404
    assert hr.post(path("change", one.pk, "remove")).status_code == 404
    one.refresh_from_db()
    assert not one.may_book


def test_the_pages_of_a_company_name_neither_matters_nor_offices_nor_contacts(firms: Firms) -> None:
    group = held(firms, *accepted(firms, *PEOPLE[:2], see=True))
    assert group
    hr = as_person("hr@werk.example")
    hr.post(path("group", group.pk), {"act": "book"})
    pages = [hr.get(path("company", firms.werk.pk)), hr.get(path("group", group.pk))]
    read = " ".join(page.content.decode() for page in pages)
    assert "Jun B." in read
    for hidden in ("person.example", "registration", "Stadt<", "anmeldung", "Jun Beispiel"):
        assert hidden not in read, hidden


def test_a_yes_taken_back_ends_what_it_allowed(firms: Firms) -> None:
    people = accepted(firms, *PEOPLE[:2], see=True)
    group = held(firms, *people)
    assert group
    hr, jun = as_person("hr@werk.example"), as_person("jun@person.example")
    hr.post(path("group", group.pk), {"act": "book"})
    assert hr.get(path("group", group.pk)).content.count(b"9:00") == 2
    for question in ("book", "see"):
        jun.post(path("answer", people[0].pk), {"question": question, "answer": "no"})
    assert hr.get(path("group", group.pk)).content.count(b"9:00") == 1
    assert list(progress(Employee.objects.all(), now=firms.now)) == [people[1].pk]
    assert Itinerary.objects.filter(person=people[0].person, cancelled_at=None).exists()  # it stays theirs


def test_ending_it_deletes_what_was_told_and_keeps_the_appointments(firms: Firms) -> None:
    (one,) = accepted(firms, PEOPLE[0])
    group = held(firms, one)
    assert group
    hr = as_person("hr@werk.example")
    hr.post(path("group", group.pk), {"act": "book"})
    assert one.person_id
    with acting(Actor(kind="person", persons=(one.person_id,)), now=firms.now):
        leave(employee=Employee.objects.select_related("details").get(), now=firms.now)
    assert not Details.objects.exists()
    assert Itinerary.objects.get(booked_at__isnull=False).cancelled_at is None


def test_a_company_that_has_ended_sees_nothing_any_more(firms: Firms) -> None:
    accepted(firms, PEOPLE[0])
    Company.objects.filter(pk=firms.werk.pk).update(ended_at=firms.now)
    hr = as_person("hr@werk.example")
    assert hr.get(path("company", firms.werk.pk)).status_code == 404
    with acting(contact_of(firms.werk), now=firms.now):
        assert not Employee._base_manager.exists()


def test_a_wish_for_access_opens_nothing_and_writes_to_nobody_but_us(firms: Firms) -> None:
    said = {"name": "Neu", "town": "Jülich", "contact_name": "N", "contact_role": "HR", "email": "n@neu.example",
            "phone": "+492461999", "about": ""}  # fmt: skip
    assert Client().post(path("register"), said | {"email": "x"}).status_code == 422
    assert Client().post(path("register"), said).status_code == 302
    assert not Message.objects.filter(to="n@neu.example").exists()
    assert as_person("n@neu.example").get(path("company", Company.objects.get(name="Neu").pk)).status_code == 404
    assert as_person("n@neu.example").get(path("company", uuid4())).status_code == 404


@pytest.mark.parametrize(
    ("name", "taken", "label"),
    [("Jun Beispiel", set(), "Jun B."), ("Jun Bär", {"Jun B."}, "Jun B. 2"), ("Jun", set(), "Jun")],
)
def test_a_label_tells_people_apart_and_no_more(name: str, taken: set[str], label: str) -> None:
    assert label_of(name, taken) == label
