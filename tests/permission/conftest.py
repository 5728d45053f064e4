"""The stages of the permission tests: the house, and the house with its canaries, sown once a file."""

from collections.abc import Iterator

import pytest

from .canaries import Canaries, set_canaries
from .house import House, set_house
from .stage import set_once


@pytest.fixture
def house(db: None) -> House:
    return set_house()


@pytest.fixture(scope="module")
def sown(django_db_setup: None, django_db_blocker: object) -> Iterator[Canaries]:
    yield from set_once(django_db_blocker, set_canaries)


@pytest.fixture
def canaries(db: None, sown: Canaries) -> Canaries:
    sown.house.users.clear()  # whoever came in a test before is rolled back
    return sown
