from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import trans_real

from eindach.translations import overlay
from tests.cast import Cast, make_cast

from .stage import catalogues


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `overlay.refresh` has seen is rolled back with the test: so is what it has in mind."""
    monkeypatch.setattr(overlay, "_seen", {})
    monkeypatch.setattr(overlay, "_older", frozenset())


@pytest.fixture
def locale(tmp_path: Path, settings: Any, forgotten: None) -> Iterator[Path]:
    """Catalogues of the test instead of ours; what the process has in mind is forgotten afterwards."""
    catalogues(tmp_path)
    kept = dict(trans_real._translations)  # type: ignore[attr-defined]
    settings.LOCALE_PATHS = [tmp_path]
    yield tmp_path
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._translations.update(kept)  # type: ignore[attr-defined]
