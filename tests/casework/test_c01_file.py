"""A person's file: who may open it sees what the task needs, and leaves an event; for others it is not there."""

import pytest

from eindach.accounts.acting import acting
from eindach.accounts.models import Category, Person, ProfileEntry
from eindach.accounts.policy import Refused
from eindach.casework import access, operations
from eindach.consent.models import AuditEvent
from eindach.consent.trail import collecting
from eindach.kernel.actor import Actor
from tests.cast import NOW
from tests.permission.house import House

pytestmark = pytest.mark.django_db


def opened(actor: Actor, person: Person) -> access.PersonFile:
    with collecting(), acting(actor, now=NOW):
        return access.open_file(person.pk)


def test_an_adviser_sees_what_was_granted_and_what_is_kept_back_is_not_there(house: House) -> None:
    house.grant("association", Category.IDENTITY, Category.NEEDS)
    file = opened(house.staff("advisor", "association"), house.amal)
    assert [fact.category for fact in file.facts] == ["identity", "needs"]
    assert (file.person.name, file.email, file.phones) == ("Amal Beispiel", "", ())


def test_opening_a_file_leaves_an_event_with_its_basis(house: House) -> None:
    house.grant("association", Category.IDENTITY)
    actor = house.staff("advisor", "association")
    opened(actor, house.amal)
    event = AuditEvent.objects.get()
    assert (event.act, event.user, event.basis, event.fields) == ("read", actor.user, "law:advice", ["identity"])


def test_whom_one_may_not_know_is_not_there(house: House) -> None:
    with pytest.raises(Refused):
        opened(house.staff("advisor", "association"), house.amal)


def test_the_social_office_of_another_town_finds_nobody(house: House) -> None:
    house.grant("municipality", Category.IDENTITY)
    with pytest.raises(Refused):
        opened(house.staff("social-clerk", "municipality", "05358024"), house.amal)
    assert opened(house.staff("social-clerk", "municipality", "05358008"), house.amal).person == house.amal


def test_search_finds_only_whom_one_may_open(house: House) -> None:
    actor = house.staff("advisor", "association")
    with collecting(), acting(actor, now=NOW):
        assert access.find("amal") == []
    house.grant("association", Category.IDENTITY)
    with collecting(), acting(actor, now=NOW):
        assert access.find("béispiel AMAL") == [house.amal]
        assert access.find("a") == []


def test_a_fact_is_written_and_belongs_to_the_office(house: House) -> None:
    house.grant("jobcenter", Category.IDENTITY, Category.WORK)
    clerk = house.staff("jobcenter-clerk", "jobcenter")
    with collecting(), acting(clerk, now=NOW):
        operations.write_fact(person_id=house.amal.pk, category="work", key="job", value="baker", now=NOW)
    entry = ProfileEntry.objects.get(key="job")
    assert (entry.value, entry.written_by) == ("baker", house.offices["jobcenter"])


@pytest.mark.parametrize("category", ["residence", "notes", "identity"])
def test_what_is_not_the_task_is_not_written(house: House, category: str) -> None:
    house.grant("jobcenter", *Category)
    clerk = house.staff("jobcenter-clerk", "jobcenter")
    with pytest.raises(Refused), collecting(), acting(clerk, now=NOW):
        operations.write_fact(person_id=house.amal.pk, category=category, key="x", value="y", now=NOW)
    assert not ProfileEntry.objects.filter(key="x").exists()


def test_a_fact_of_another_office_is_not_overwritten(house: House) -> None:
    house.grant("jobcenter", *Category)
    clerk = house.staff("jobcenter-clerk", "jobcenter")
    with collecting(), acting(clerk, now=NOW):
        operations.write_fact(person_id=house.amal.pk, category="work", key="a-work", value="y", now=NOW)
    assert set(ProfileEntry.objects.filter(key="a-work").values_list("value", flat=True)) == {"secret work", "y"}


@pytest.mark.parametrize("key", ["a-notes", "a-health", "nobody wrote this"])
def test_a_word_that_is_taken_tells_nothing_about_hidden_facts(house: House, key: str) -> None:
    house.grant("jobcenter", Category.IDENTITY, Category.WORK)
    clerk = house.staff("jobcenter-clerk", "jobcenter")
    with collecting(), acting(clerk, now=NOW):
        for value in ("baker", "cook"):
            operations.write_fact(person_id=house.amal.pk, category="work", key=key, value=value, now=NOW)
    assert ProfileEntry.objects.get(key=key, written_by=house.offices["jobcenter"]).value == "cook"
