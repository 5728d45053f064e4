"""The house with its offices, and staff who sign in."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.accounts.staff import Desk
from tests.permission.house import House, set_house


@pytest.fixture(autouse=True)
def forget_failures(db: None) -> Iterator[None]:
    """Failures are counted in a table that is no model's: no test inherits another's."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def house(db: None) -> House:
    return set_house()


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
