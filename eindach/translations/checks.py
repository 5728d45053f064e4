"""What would break in a translation, said at its field."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from eindach.kernel.words import placeholders, tags

LONGEST = 5000


def faults(sources: Sequence[str], said: Sequence[str], *, forms: int) -> dict[int, str]:
    """Position of a form -> what is wrong with it; empty: all is well. `forms`: as many as the language needs."""
    if len(sources) == 1 and len(said) != 1:
        return {0: _("This text has one form.")}
    if len(sources) > 1 and len(said) != forms:
        return {0: _("This language has %(forms)d forms.") % {"forms": forms}}
    found = {number: _fault(sources, text) for number, text in enumerate(said)}
    return {number: fault for number, fault in found.items() if fault}


def _fault(sources: Sequence[str], said: str) -> str:
    if not said.strip():
        return _("Enter a text.")
    if len(said) > LONGEST:
        return _("The text is too long.")
    needed, allowed = set.intersection(*map(placeholders, sources)), set.union(*map(placeholders, sources))
    if invented := placeholders(said) - allowed:
        return _("The source does not have this: %(words)s") % {"words": ", ".join(sorted(invented))}
    if len(sources) == 1 and (lost := needed - placeholders(said)):
        return _("This is missing: %(words)s") % {"words": ", ".join(sorted(lost))}
    if tags(said) not in [tags(source) for source in sources]:
        return _("The marks in angle brackets must be those of the source: %(words)s") % {
            "words": " ".join(tags(sources[-1])) or "–"
        }
    return ""
