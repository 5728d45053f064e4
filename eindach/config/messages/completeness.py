"""What is missing for the translations to be complete, in sentences."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib

from eindach.config.messages.catalogs import LOCALE, forms, languages, read
from eindach.config.messages.extracting import Text

STAFF = re.compile(
    r"""eindach/(
    casework/(templates/casework/((boards|parts)/.*|[^/]+\.html)|(charts|figures_page|file_page|forms)\.py|start/.*)
    |frontdesk/(templates/frontdesk/(arrivals|counter|day|events/sta(ff|te)|week)([_/].*|\.html)|views/(arrivals|counter\w*|week|day)\.py)
    |frontdesk/templates/frontdesk/kiosk_addresses\.html
    |frontdesk/(out_of_turn|passing_on|follow_up|why|workplace|coordinating/\w+|documents/event_lists|events/overview)\.py
    |site/(templates/site/staff\.html|templatetags/staff\.py)
    |accounts/(templates/((mfa|socialaccount)/.*|account/(?!logout\.html).*)|(names|forms_allauth|adapters)\.py)
    |accounts/templates/accounts/(arrive|demo|invit\w+|member|remove|second_factor|switch|users|parts/.*)\.html
    |consent/(templates/consent/.*|(asking|answering|breaking|destroying|forms|granting|holding|labels|trail_\w+)\.py|views/.*)
    |[a-z]+/(templates/.*/)?staff(/.*|_\w+\.py|_\w+\.html)
    )""",
    re.VERBOSE,
)
"""Sources only people who work here read: the staff area speaks German and English."""
STAFF_LANGUAGES = ("de",)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def faults(texts: dict[Text, set[str]], locale: Path = LOCALE) -> list[str]:
    """One sentence for every text that is missing, empty, unsure, or loses a placeholder."""
    return [fault for language in languages() for fault in _of_language(language, texts, locale)]


def _of_language(language: str, texts: dict[Text, set[str]], locale: Path) -> Iterator[str]:
    used = texts.keys()
    texts = {text: files for text, files in texts.items() if language in STAFF_LANGUAGES or not _of_staff(files)}
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


def _of_staff(files: set[str]) -> bool:
    return all(STAFF.fullmatch(file) for file in files)


def _of_entry(entry: polib.POEntry, language: str) -> str | None:
    if entry.fuzzy:
        return "is marked as unsure (fuzzy)"
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(translations) != forms(language):
        return f"has {len(translations)} plural forms, not {forms(language)}"
    if not all(translations):
        return "is not translated"
    allowed = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
    for translation in translations:
        invented = _placeholders(translation) - allowed
        if invented:
            return f"has a placeholder the source has not: {', '.join(sorted(invented))}"
        if not entry.msgid_plural and _placeholders(translation) != allowed:
            return "loses a placeholder"
    return None


def _placeholders(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDER.finditer(text)}
