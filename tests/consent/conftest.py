"""The stage of the consent tests: the house of the permission tests, and who speaks in it."""

import pytest

from tests.permission.house import House, set_house

from .people import Stage


@pytest.fixture
def house(db: None) -> House:
    return set_house()


@pytest.fixture
def stage(house: House) -> Stage:
    return Stage(house)
