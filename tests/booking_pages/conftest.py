"""The stage is set before every page."""

import pytest

from .stage import Stage, set_stage


@pytest.fixture
def stage(db: None) -> Stage:
    return set_stage()
