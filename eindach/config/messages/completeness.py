"""What is missing for the translations to be complete, in sentences."""

from collections.abc import Iterator
from pathlib import Path

import polib

from eindach.config.messages.catalogs import LOCALE, forms, languages, read
from eindach.config.messages.extracting import Text
from eindach.kernel.words import placeholders
from eindach.translations.scope import is_of_staff

STAFF_LANGUAGES = ("de",)


def faults(texts: dict[Text, set[str]], locale: Path = LOCALE) -> list[str]:
    """One sentence for every text that is missing, empty, unsure, or loses a placeholder."""
    return [fault for language in languages() for fault in _of_language(language, texts, locale)]


def _of_language(language: str, texts: dict[Text, set[str]], locale: Path) -> Iterator[str]:
    used = texts.keys()
    texts = {text: files for text, files in texts.items() if language in STAFF_LANGUAGES or not is_of_staff(files)}
    known = {}
    for entry in read(language, locale):
        if not entry.obsolete:
            known[Text(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")] = entry
    for text in sorted(texts.keys() - known.keys()):
        yield f"{language}: {text.text!r} is not in the catalogue (make messages); used in {min(texts[text])}"
    for text in sorted(known.keys() - used):
        yield f"{language}: {text.text!r} is no longer used (make messages)"
    for text in sorted(known.keys() & texts.keys()):
        fault = _of_entry(known[text], language)
        if fault:
            yield f"{language}: {text.text!r} {fault}"


def _of_entry(entry: polib.POEntry, language: str) -> str | None:
    if entry.fuzzy:
        return "is marked as unsure (fuzzy)"
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(translations) != forms(language):
        return f"has {len(translations)} plural forms, not {forms(language)}"
    if not all(translations):
        return "is not translated"
    allowed = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
    for translation in translations:
        invented = placeholders(translation) - allowed
        if invented:
            return f"has a placeholder the source has not: {', '.join(sorted(invented))}"
        if not entry.msgid_plural and placeholders(translation) != allowed:
            return "loses a placeholder"
    return None
