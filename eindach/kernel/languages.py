"""Languages: code (BCP 47), native name, direction. The order is the order of the language row."""

from typing import NamedTuple


class Language(NamedTuple):
    """`spoken`: somebody at a counter can speak it; Einfache Sprache is only read."""

    code: str
    native: str
    rtl: bool = False
    spoken: bool = True


SOURCE = "de"
"""What is not there in a language is shown in this one, and a page says so."""

PAGES = (
    Language("de", "Deutsch"),
    Language("de-simple", "Einfache Sprache", spoken=False),
    Language("en", "English"),
    Language("ar", "العربية", rtl=True),
    Language("uk", "Українська"),
    Language("ru", "Русский"),
    Language("tr", "Türkçe"),
    Language("fa", "فارسی", rtl=True),
    Language("fr", "Français"),
    Language("ti", "ትግርኛ"),
)
"""Languages our pages are translated into."""

COMPLETE = frozenset({"de", "de-simple", "en", "ar", "uk", "ru", "tr", "fa", "fr", "ti"})
"""Those without a missing text. Add a code, and the site speaks it: docs/translations.md."""

SHIPPED = tuple(language for language in PAGES if language.code in COMPLETE)
"""What is offered to people; a language joins when it is complete, never before."""

SPOKEN = (
    *(language for language in PAGES if language.spoken),
    Language("es", "Español"),
    Language("pl", "Polski"),
    Language("ro", "Română"),
    Language("ku", "Kurmancî"),
)
"""What may be spoken at a counter."""

SPOKEN_CODES = tuple(language.code for language in SPOKEN)

KNOWN = tuple(dict.fromkeys((*PAGES, *SPOKEN)))
RTL = frozenset(language.code for language in KNOWN if language.rtl)
NATIVE = {language.code: language.native for language in KNOWN}


def is_german(code: str) -> bool:
    """German and Einfache Sprache: whoever reads one can be shown the other without a word of excuse."""
    return code.split("-")[0] == SOURCE
