"""Policy, querysets and the database answer alike, whoever asks for whatever at whatever time."""

import pytest

from eindach.accounts.models import Category
from tests.cast import NOW

from .house import House
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
