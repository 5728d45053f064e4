"""The cast is there before the curtain rises."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield
