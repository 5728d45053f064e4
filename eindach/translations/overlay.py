"""What people here said, above gettext's catalogues: Django's translation objects are made anew with our words on top.

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
_seen: dict[str, tuple[int, Decimal]] = {}
"""Language -> how many wordings, and the sum of their times: the latest alone would hide what was written before it."""
_one_at_a_time = threading.Lock()


def refresh() -> list[str]:
    """Languages whose words have changed since this process looked, made anew. One statement when nothing has."""
    with _one_at_a_time:
        interface = Wording.objects.filter(kind=Wording.Kind.INTERFACE).order_by().values("language")
        there = {
            one["language"]: (one["many"], one["times"])
            for one in interface.annotate(many=Count("pk"), times=Sum(Extract("changed_at", "epoch")))
        }
        changed = sorted(code for code in there.keys() | _seen.keys() if there.get(code) != _seen.get(code))
        for language in changed:
            make_anew(language)
        _seen.clear()
        _seen.update(there)
    return changed


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
