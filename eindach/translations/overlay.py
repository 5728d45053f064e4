"""What people here said, above gettext's catalogues: Django's translation objects are made anew with our words on top.
And which translations of the region's texts are outdated, so that a page says so without a question to the database.

A process makes them anew when it saved something itself, and looks every few seconds whether another process did
(`watch`). A message catalogue is process-wide and kept by Django under `trans_real._translations`, which has no door of
its own for this; `make_anew` is the only place that reaches inside.
"""

import threading
from decimal import Decimal
from time import sleep
from typing import Any, Final

import structlog
from django.db import DatabaseError, connection
from django.db.models import Count, Sum
from django.db.models.functions import Extract
from django.utils.translation import trans_real

from .models import Wording

SECONDS: Final = 5.0
log = structlog.get_logger(__name__)
_seen: dict[tuple[str, str], tuple[int, Decimal]] = {}
"""Kind, language -> how many wordings, and the sum of their times: the latest alone would hide what was written before
it."""
_older: frozenset[tuple[str, str, str]] = frozenset()
"""Language, German, translation: of the region's texts, those made from other German words."""
_one_at_a_time = threading.Lock()


def refresh() -> list[str]:
    """Languages whose words have changed since this process looked, made anew. One statement when nothing has."""
    global _older
    with _one_at_a_time:
        rows = Wording.objects.order_by().values("kind", "language")
        there = {
            (one["kind"], one["language"]): (one["many"], one["times"])
            for one in rows.annotate(many=Count("pk"), times=Sum(Extract("changed_at", "epoch")))
        }
        changed = sorted(one for one in there.keys() | _seen.keys() if there.get(one) != _seen.get(one))
        languages = [language for kind, language in changed if kind == Wording.Kind.INTERFACE]
        for language in languages:
            make_anew(language)
        if len(changed) > len(languages):
            of_a_region = Wording.objects.filter(kind=Wording.Kind.REGION)
            _older = frozenset((one.language, one.text, one.said[0]) for one in of_a_region if one.is_outdated)
        _seen.clear()
        _seen.update(there)
    return languages


def is_older(language: str, german: str, said: str) -> bool:
    """Whether this translation of a region's text was made from other German words; as of the last `refresh`."""
    return (language, german, said) in _older


def words() -> tuple[object, object]:
    """What texts in the reader's language are made of now, as a part of a key of what is kept: another one as soon as
    somebody's words are heard here."""
    return trans_real.catalog(), _older


def make_anew(language: str) -> None:
    """The catalogue of this language as in the files, with our words on top. Requests under way keep the old one."""
    fresh: Any = trans_real.DjangoTranslation(language)
    for one in Wording.objects.filter(language=language, kind=Wording.Kind.INTERFACE):
        name = f"{one.context}{trans_real.CONTEXT_SEPARATOR}{one.text}" if one.context else one.text
        if len(one.said) == 1:
            fresh._catalog[name] = one.said[0]
        else:
            for form, said in enumerate(one.said):
                fresh._catalog[name, form] = said
    trans_real._translations[language] = fresh  # type: ignore[attr-defined]


def watch() -> None:
    """Look again and again, beside the requests, as long as the process lives. Called where a server starts."""
    threading.Thread(target=_look, name="wordings", daemon=True).start()


def _look() -> None:
    while True:
        try:
            refresh()
        except DatabaseError as fault:  # it comes back, or the process ends: we only say what it was
            log.warning("wordings not read", fault=str(fault).splitlines()[0])
        finally:
            connection.close()
        sleep(SECONDS)
