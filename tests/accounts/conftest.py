"""The house with its offices, and staff who sign in."""

import pytest

from tests.accounts.staff import Desk
from tests.permission.house import House, set_house


@pytest.fixture(autouse=True)
def _failures_are_counted(db: None) -> None:
    """Whatever a test here does, and be it refused, is written down."""


@pytest.fixture
def house(db: None) -> House:
    return set_house()


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
