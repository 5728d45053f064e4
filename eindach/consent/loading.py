"""What comes with the program: texts of consents and legal bases, brought into the database after every migration.

Also after a database was emptied (Django tells both alike); then it is two statements.
"""

from copy import copy
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction
from i18nfield.strings import LazyI18nString

from .models import ConsentText, LegalBasis
from .words import TextChanged, purposes

BASES: Final = Path(__file__).parent / "legal_bases.yaml"


def load(**_: Any) -> None:
    """Texts and legal bases, as far as they are not there yet. TextChanged."""
    with transaction.atomic():
        load_texts([text for purpose in purposes().values() for text in purpose.texts])
        load_bases(bases())


def load_texts(texts: list[ConsentText]) -> None:
    """Write new versions; old ones stay. TextChanged when a version that is there has other words."""
    there = {(one.purpose, one.version, one.language): one.sha256 for one in ConsentText.objects.all()}
    fresh = []
    for text in texts:
        known = there.get((text.purpose, text.version, text.language))
        if known is None:
            fresh.append(copy(text))
        elif known != text.sha256:
            raise TextChanged(f"{text} has other words now: give them version {text.version + 1} or more")
    ConsentText.objects.bulk_create(fresh)


@cache
def bases() -> tuple[dict[str, Any], ...]:
    """The lines of the file, read once a process."""
    return tuple(yaml.safe_load(BASES.read_text()))


def load_bases(lines: tuple[dict[str, Any], ...]) -> None:
    """A line follows the file until an office has confirmed it in the database; from then on it is theirs."""
    there = {one.key: one for one in LegalBasis.objects.all()}
    LegalBasis.objects.bulk_create([LegalBasis(**line) for line in lines if line["key"] not in there])
    for line in lines:
        row = there.get(line["key"])
        if row and not row.reviewed_by and any(_plain(getattr(row, name)) != value for name, value in line.items()):
            LegalBasis.objects.update_or_create(key=line["key"], defaults=line)


def _plain(value: Any) -> Any:
    return value.data if isinstance(value, LazyI18nString) else value
