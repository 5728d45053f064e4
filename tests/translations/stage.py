"""A small catalogue in a folder of its own, a region's row, and a coordinator."""

from pathlib import Path
from typing import Any

import polib

from eindach.translations.units import Unit, units

PLURAL = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
TEXTS: dict[str, tuple[str, str]] = {  # English -> German, Ukrainian
    "Hours": ("Öffnungszeiten", "Години"),
    "Hello %(name)s": ("Hallo %(name)s", "Вітаємо, %(name)s"),
    "Call <b>us</b>": ("Rufen Sie <b>uns</b> an", ""),
}


def catalogues(locale: Path, **reviewed: str) -> None:
    """German and Ukrainian; `reviewed`: English text -> a line of the translator's comment."""
    for language, column in (("de", 0), ("uk", 1)):
        po = polib.POFile()
        po.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURAL}
        if language == "de":
            po.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
        else:
            po.metadata["X-Review"] = "machine draft"
        for text, said in TEXTS.items():
            po.append(entry(text, said[column], reviewed.get(text, "")))
        forms = {0: "Besuch", 1: "Besuche"} if language == "de" else {0: "візит", 1: "візити", 2: "візитів"}
        po.append(entry("a visit", "", "", msgid_plural="%(n)s visits", msgstr_plural=forms))
        po.append(entry("Counter", "Schalter" if language == "de" else "", "", file="eindach/guide/staff/x.py"))
        file = locale / language / "LC_MESSAGES" / "django.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        po.save(str(file))


def entry(text: str, said: str, comment: str, *, file: str = "eindach/booking/x.py", **more: Any) -> polib.POEntry:
    return polib.POEntry(msgid=text, msgstr=said, tcomment=comment, occurrences=[(file, "")], **more)


def of(text: str, language: str = "uk") -> Unit:
    """The text with this source."""
    return next(one for one in units(language) if one.sources[0] == text)
