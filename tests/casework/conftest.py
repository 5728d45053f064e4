"""The house of the permission tests, once more, and a town hall with somebody to come."""

import pytest

from tests.permission.conftest import house as house

from .office import Office, set_office


@pytest.fixture
def office(db: None) -> Office:
    return set_office()
