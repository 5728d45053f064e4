"""The .po files: one a language, sorted by text, without line numbers or dates, so that differences stay small."""

from pathlib import Path

import polib
from django.utils.translation import to_locale

from eindach.config.messages.extracting import PACKAGE, Text
from eindach.kernel.languages import PAGES, SHIPPED
from eindach.kernel.words import fingerprint, placeholders

LOCALE = PACKAGE / "locale"
SOURCE_LANGUAGE = "en"
WIDTH = 100

# How many forms a noun has after a number, and which; whole numbers only. Source: Unicode CLDR, plural rules.
ONE_AND_MORE = "nplurals=2; plural=(n != 1);"
NONE_OR_ONE_AND_MORE = "nplurals=2; plural=(n > 1);"
SLAVIC = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
PLURALS = {
    "de": ONE_AND_MORE,
    "de-simple": ONE_AND_MORE,
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "uk": SLAVIC,
    "ru": SLAVIC,
    "tr": ONE_AND_MORE,
    "fa": NONE_OR_ONE_AND_MORE,
    "fr": NONE_OR_ONE_AND_MORE,
    "ti": NONE_OR_ONE_AND_MORE,
}


def languages() -> list[str]:
    """The languages whose catalogue must be complete: the shipped ones without the language of the sources."""
    return [language.code for language in SHIPPED if language.code != SOURCE_LANGUAGE]


def begun(locale: Path = LOCALE) -> list[str]:
    """These, and the ones somebody is translating into."""
    wanted = [language.code for language in PAGES if language.code != SOURCE_LANGUAGE]
    return [code for code in wanted if code in languages() or catalog_file(code, locale).exists()]


def catalog_file(language: str, locale: Path = LOCALE) -> Path:
    """Where a language's catalogue lies."""
    return locale / to_locale(language) / "LC_MESSAGES" / "django.po"


def read(language: str, locale: Path = LOCALE) -> polib.POFile:
    """A language's catalogue; an empty one where there is none yet."""
    file = catalog_file(language, locale)
    return polib.pofile(str(file), wrapwidth=WIDTH) if file.exists() else polib.POFile(wrapwidth=WIDTH)


def merge(language: str, texts: dict[Text, set[str]], locale: Path = LOCALE) -> int:
    """Bring one catalogue in step with the sources; returns how many texts wait for a translation.

    What the sources no longer use stays at the end of the file as obsolete, and comes back when they use it again. A
    text of which only case, commas or spaces changed keeps its translation: a minor edit outdates nothing.
    """
    entries = sorted(read(language, locale), key=lambda entry: not entry.obsolete)  # of two, the one in use counts
    known = {Text(entry.msgid, entry.msgctxt or "", entry.msgid_plural or ""): entry for entry in entries}
    by_words = {_words(text): text for text in known.keys() - texts.keys()}
    fresh = polib.POFile(wrapwidth=WIDTH)
    fresh.metadata = _metadata(language)
    for text in sorted(texts):
        entry = known.pop(text, None) or _renamed(known.pop(by_words.get(_words(text), text), None), text)
        entry = entry or _entry(text, language)
        entry.obsolete = False
        entry.occurrences = [(file, "") for file in sorted(texts[text])]
        fresh.append(entry)
    for _, entry in sorted(known.items()):
        if _has_words(entry):
            entry.obsolete, entry.occurrences = True, []
            fresh.append(entry)
    file = catalog_file(language, locale)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(file))
    return len(fresh.untranslated_entries())


def _words(text: Text) -> tuple[str, str, str, frozenset[str]]:
    """What makes a text the same text to a translator."""
    return fingerprint(text.text), text.context, fingerprint(text.plural), frozenset(placeholders(text.text))


def _renamed(entry: polib.POEntry | None, text: Text) -> polib.POEntry | None:
    if entry:
        entry.msgid, entry.msgid_plural = text.text, text.plural
    return entry


def _has_words(entry: polib.POEntry) -> bool:
    """polib's `translated()` says no for whatever is obsolete."""
    return bool(entry.msgstr) or any(entry.msgstr_plural.values())


def _entry(text: Text, language: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.text, msgctxt=text.context or None, msgid_plural=text.plural)
    if text.plural:
        entry.msgstr_plural = dict.fromkeys(range(forms(language)), "")
    if "%(" in text.text or "%s" in text.text:
        entry.flags = ["python-format"]
    return entry


def forms(language: str) -> int:
    """How many plural forms the language has."""
    return int(PLURALS[language].split("nplurals=")[1].split(";")[0])


MACHINE_DRAFTS = frozenset(PLURALS) - {"de"}
"""Languages whose texts no native reader has gone through yet; the label stands in the file itself."""


def _metadata(language: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "Eindach",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
        **({"X-Review": "machine draft, to be reviewed by a native reader"} if language in MACHINE_DRAFTS else {}),
    }
