"""The house is open."""

import pytest

from tests.frontdesk.day import Day, set_day


@pytest.fixture
def day(db: None) -> Day:
    return set_day()
