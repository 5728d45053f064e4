"""The parts of a page that change by themselves: rendered for the page, and sent alike to whoever has it open."""

from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_noop

from eindach.directory.queries import region
from eindach.kernel.languages import SHIPPED

from .house import Call, House, Standing

FIXED: Final = ("de", "en")
"""Languages whose sentence always stands on the display; the others of the region come in turn."""
BEFORE: Final = gettext_noop("Before")
KEPT: Final = 2000


def display(house: House) -> str:
    """The inner part of a call display."""
    return _display(house.calls, languages())


def now(standing: Standing, language: str) -> str:
    """The inner part of a visitor's page: what is to be done now."""
    return _now(standing, language)


def languages() -> tuple[str, ...]:
    """Of the region, those that are shipped; German and English first."""
    wanted = {*FIXED, *region().languages}
    rest = (one.code for one in SHIPPED if one.code not in FIXED)
    return (*FIXED, *(code for code in rest if code in wanted))


@lru_cache(maxsize=16)
def _display(calls: tuple[Call, ...], codes: tuple[str, ...]) -> str:
    shown = {
        "call": calls[0] if calls else None,
        "before": calls[1:],
        "sentences": _sentences(calls, codes),
        "one_word": len({call.place.word for call in calls}) == 1,
        "heading": " · ".join(_said(BEFORE, code) for code in FIXED),
    }
    with translation.override("de"):
        return render_to_string("frontdesk/parts/display.html", shown)


def _sentences(calls: tuple[Call, ...], codes: tuple[str, ...]) -> list[dict[str, object]]:
    found = []
    for code in codes:
        with translation.override(code):
            words = render_to_string("frontdesk/parts/sentence.html", {"call": calls[0] if calls else None})
            found.append({"code": code, "rtl": translation.get_language_bidi(), "words": words.strip()})
    return found


def _said(words: str, code: str) -> str:
    with translation.override(code):
        return translation.gettext(words)


@lru_cache(maxsize=KEPT)
def _now(standing: Standing, language: str) -> str:
    with translation.override(language):
        return render_to_string("frontdesk/parts/now.html", {"standing": standing})
