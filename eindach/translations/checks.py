"""What would break in a translation, said at its field."""

import re
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from eindach.kernel.words import placeholders, tags

from .models import Wording

LONGEST = 5000
LOOSE: Final = re.compile(r'%(?:\(\w+\)[sd]|[sd%])|([%"])')
"""What must not stand alone in a text of the pages: a per cent sign that fills nothing in stops the page, a straight
quotation mark ends an attribute. Texts of a region are never filled in, and escaped wherever they are shown."""


def faults(kind: str, sources: Sequence[str], said: Sequence[str], *, forms: int) -> dict[int, str]:
    """Position of a form -> what is wrong with it; empty: all is well. `forms`: as many as the language needs."""
    if len(sources) == 1 and len(said) != 1:
        return {0: _("This text has one form.")}
    if len(sources) > 1 and len(said) != forms:
        return {0: _("This language has %(forms)d forms.") % {"forms": forms}}
    found = {number: _fault(kind, sources, text) for number, text in enumerate(said)}
    return {number: fault for number, fault in found.items() if fault}


def _fault(kind: str, sources: Sequence[str], said: str) -> str:
    if not said.strip():
        return _("Enter a text.")
    if len(said) > LONGEST:
        return _("The text is too long.")
    needed, allowed = set.intersection(*map(placeholders, sources)), set.union(*map(placeholders, sources))
    if invented := (placeholders(said) - allowed) | _loose(kind, sources, said):
        return _("The source does not have this: %(words)s") % {"words": ", ".join(sorted(invented))}
    if len(sources) == 1 and (lost := needed - placeholders(said)):
        return _("This is missing: %(words)s") % {"words": ", ".join(sorted(lost))}
    if tags(said) not in [tags(source) for source in sources]:
        return _("The marks in angle brackets must be those of the source: %(words)s") % {
            "words": " ".join(tags(sources[-1])) or "–"
        }
    return ""


def _loose(kind: str, sources: Sequence[str], said: str) -> set[str]:
    """Those the source does not have."""
    if kind == Wording.Kind.REGION:
        return set()
    return set(LOOSE.findall(said)).difference(*map(LOOSE.findall, sources), [""])
