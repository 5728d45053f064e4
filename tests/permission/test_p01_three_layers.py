"""Policy, querysets and the database answer alike, whoever asks for whatever at whatever time."""

import pytest
from django.db import connection

from eindach.accounts.acting import acting
from eindach.accounts.models import Category, Person
from eindach.accounts.policy import may
from eindach.consent.facts import file_of
from eindach.consent.models import Grant
from eindach.kernel.actor import acting_as
from eindach.questions.models import Enquiry
from tests.cast import NOW

from .canaries import set_canaries
from .house import OTHER_TOWN, TOWN, House
from .layers import by_database, by_policy, by_queryset

pytestmark = pytest.mark.django_db


def test_an_adviser_reads_what_was_granted(house: House) -> None:
    house.grant("association", Category.IDENTITY, Category.NEEDS)
    adviser = house.staff("advisor", "association")
    expected = {"identity", "needs"}
    assert by_policy(adviser, house.amal, NOW) == expected
    assert by_queryset(adviser, NOW) == expected
    assert by_database(adviser, NOW) == expected


def test_a_bank_never_reads_the_residence_status_whatever_was_consented(house: House) -> None:
    house.grant("bank", *Category, consent=True)
    clerk = house.staff("partner", "bank")
    for answer in (by_policy(clerk, house.amal, NOW), by_queryset(clerk, NOW), by_database(clerk, NOW)):
        assert answer == {"identity", "contact", "appointments"}


def test_without_a_relation_nobody_reads_anything(house: House) -> None:
    adviser = house.staff("advisor", "association")
    assert by_policy(adviser, house.amal, NOW) == by_queryset(adviser, NOW) == by_database(adviser, NOW) == set()


@pytest.mark.parametrize(("town", "expected"), [(TOWN, {"identity", "contact"}), (OTHER_TOWN, set())])
def test_an_office_of_one_town_knows_whom_it_expects_of_this_town(town: str, expected: set[str]) -> None:
    stage = set_canaries()
    Grant._base_manager.update(ended_at=stage.now)
    clerk, person = stage.house.staff("social-clerk", "municipality", town), stage.people["municipality"]
    assert by_policy(clerk, person, stage.now) == expected
    assert by_queryset(clerk, stage.now) == by_database(clerk, stage.now) == expected


@pytest.mark.parametrize(("town", "expected"), [(TOWN, {"identity", "contact"}), ("", set())])
def test_who_did_not_say_their_town_is_known_where_they_booked(town: str, expected: set[str]) -> None:
    stage = set_canaries()
    Grant._base_manager.update(ended_at=stage.now)
    person = stage.people["municipality"]
    Person._base_manager.filter(pk=person.pk).update(municipality="")
    person.refresh_from_db()
    clerk = stage.house.staff("social-clerk", "municipality", town)
    assert by_policy(clerk, person, stage.now) == expected
    assert by_queryset(clerk, stage.now) == by_database(clerk, stage.now) == expected


def test_a_grant_alone_says_no_town(house: House) -> None:
    house.grant("municipality", Category.IDENTITY)
    Person._base_manager.update(municipality="")
    house.amal.refresh_from_db()
    clerk = house.staff("social-clerk", "municipality", TOWN)
    assert by_policy(clerk, house.amal, NOW) == by_queryset(clerk, NOW) == by_database(clerk, NOW) == set()


@pytest.mark.parametrize(("granted", "as_given"), [(False, True), (True, False)])
def test_an_appointment_tells_the_contact_that_was_given_with_it(granted: bool, as_given: bool) -> None:
    stage = set_canaries()
    if not granted:
        Grant._base_manager.update(ended_at=stage.now)
    person, clerk = stage.people["bank"], stage.house.staff("partner", "bank")
    decision = may(clerk, "read", file_of(person, stage.now), now=stage.now)
    assert ("contact" in decision.fields, decision.contact_as_given) == (True, as_given)


@pytest.mark.parametrize(("role", "sees"), [("front-desk", 1), ("advisor", 1), ("expert", 0), ("data-protection", 0)])
def test_who_calls_back_sees_who_asked_for_it(house: House, role: str, sees: int) -> None:
    Enquiry.objects.create(name="Amal", phone="+492421999999", language="ar", created_at=NOW)
    actor = house.staff(role, "association")
    with acting_as(actor, now=NOW):
        assert Enquiry.objects.count() == sees
    with acting(actor, now=NOW), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM questions_enquiry")
        assert cursor.rowcount == sees
