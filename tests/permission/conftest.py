"""The stage of the permission tests."""

import pytest

from .house import House, set_house


@pytest.fixture
def house(db: None) -> House:
    return set_house()
