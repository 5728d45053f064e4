"""Every text in a language, with its state. States are computed, never stored.

Interface texts are those of the catalogues (`locale/<language>/LC_MESSAGES/django.po`), by the part that uses them;
texts of the region are those of its rows, each German text once however many rows say it.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

import polib
from django.conf import settings
from django.utils.translation import to_locale

from eindach.kernel.languages import PAGES, SOURCE
from eindach.kernel.words import fingerprint

from . import rows
from .models import Wording
from .scope import is_of_staff

ENGLISH: Final = "en"
TARGETS: Final = tuple(language for language in PAGES if language.code != SOURCE)
"""What is translated into here; into English only texts of the region: those of the pages are written in it."""
REVIEWED: Final = re.compile(r"reviewed (?P<on>\d{4}-\d\d-\d\d) of (?P<of>[0-9a-f]{8})(?: by (?P<by>.+))?")
"""A line of a translator's comment in a .po file: a review is of certain words, other words need another."""


class State(StrEnum):
    MISSING = "missing"
    OUTDATED = "outdated"
    DRAFTED = "drafted"
    UP_TO_DATE = "up-to-date"
    REVIEWED = "reviewed"


@dataclass(frozen=True)
class Unit:
    """A text in one language. `sources`: what is translated (one, or one and many); `said`: empty where it is missing;
    `part`: of the program or of the region's data; `context`: as in Wording; `reviewed`: when and by which office;
    `place`: where a text of the region stands first, by which it is found again when its words are others."""

    key: str
    kind: str
    part: str
    context: str
    sources: tuple[str, ...]
    german: tuple[str, ...]
    english: tuple[str, ...]
    said: tuple[str, ...]
    state: State
    reviewed: str = ""
    is_ours: bool = False
    place: str = ""

    @property
    def of(self) -> str:
        return fingerprint(self.sources[0])


def key_of(kind: str, context: str, text: str) -> str:
    """Twenty hexadecimal digits: what a text is called in addresses and files."""
    return hashlib.sha256("\x04".join((kind, context, text)).encode()).hexdigest()[:20]


def catalog_file(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "django.po"


def catalog(language: str) -> polib.POFile:
    """A language's catalogue, empty where nobody began one. Read again when it has changed."""
    file = catalog_file(language)
    return _read(file, file.stat().st_mtime_ns) if file.exists() else polib.POFile()


@lru_cache(maxsize=2)
def _read(file: Path, _changed: int) -> polib.POFile:
    return polib.pofile(str(file))


def units(language: str) -> list[Unit]:
    """All texts newcomers read, in the order of the catalogue; then those of the region."""
    ours = {one.key: one for one in Wording.objects.filter(language=language)}
    of_pages = [] if language == ENGLISH else _interface(language, ours)
    return [*of_pages, *_region(language, rows.texts(), ours)]


def units_of_town(town: str, languages: Iterable[str]) -> dict[str, list[Unit]]:
    """Language -> the texts that are this municipality's own."""
    texts, ours = list(rows.texts(town)), defaultdict[str, dict[str, Wording]](dict)
    for one in Wording.objects.filter(kind=Wording.Kind.REGION, context=town):
        ours[one.language][one.key] = one
    return {code: list(_region(code, texts, ours[code])) for code in languages}


def texts_of_sources() -> Iterator[tuple[str, str, str]]:
    """(kind, context, text) of everything that can be translated."""
    for entry in catalog(SOURCE):
        if not entry.obsolete:
            yield Wording.Kind.INTERFACE, entry.msgctxt or "", entry.msgid
    for place, text in rows.texts():
        if german := text.get(SOURCE):
            yield Wording.Kind.REGION, place.town, german


def forms(language: str) -> int:
    """How many plural forms the language has, as its catalogue says; two where there is none yet."""
    found = re.search(r"nplurals=(\d)", catalog(language).metadata.get("Plural-Forms", ""))
    return int(found[1]) if found else 2


def _interface(language: str, ours: Mapping[str, Wording]) -> Iterator[Unit]:
    there = {(entry.msgctxt or "", entry.msgid): entry for entry in catalog(language) if not entry.obsolete}
    is_draft = "X-Review" in catalog(language).metadata
    for german in catalog(SOURCE):
        files = [file for file, _line in german.occurrences]
        if german.obsolete or is_of_staff(files):
            continue
        context = german.msgctxt or ""
        key = key_of(Wording.Kind.INTERFACE, context, german.msgid)
        entry = there.get((context, german.msgid))
        said, state, reviewed = _of_catalog(entry, is_draft=is_draft)
        if key in ours:
            said, state, reviewed = _of_wording(ours[key])
        sources = (german.msgid, german.msgid_plural) if german.msgid_plural else (german.msgid,)
        yield Unit(
            key, Wording.Kind.INTERFACE, _part(files), context, sources, _said(german), sources, said, state, reviewed,
            _is_ours(ours.get(key)),
        )  # fmt: skip


def _of_catalog(entry: polib.POEntry | None, *, is_draft: bool) -> tuple[tuple[str, ...], State, str]:
    said = _said(entry) if entry else ()
    if not entry or not all(said):
        return (), State.MISSING, ""
    if entry.fuzzy:
        return said, State.OUTDATED, ""
    found = REVIEWED.search(entry.tcomment or "")
    if found and found["of"] == fingerprint(entry.msgid):
        return said, State.REVIEWED, f"{found['on']} {found['by'] or ''}".strip()
    return said, State.DRAFTED if is_draft else State.UP_TO_DATE, ""


def _of_wording(one: Wording) -> tuple[tuple[str, ...], State, str]:
    if one.is_outdated:
        return tuple(one.said), State.OUTDATED, ""
    if one.drafted:
        return tuple(one.said), State.DRAFTED, ""
    if one.reviewed_at:
        return tuple(one.said), State.REVIEWED, f"{one.reviewed_at:%Y-%m-%d} {one.reviewed_by}".strip()
    return tuple(one.said), State.UP_TO_DATE, ""


def _said(entry: polib.POEntry) -> tuple[str, ...]:
    if not entry.msgid_plural:
        return (entry.msgstr,)
    return tuple(entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural))


def _part(files: Iterable[str]) -> str:
    """Of eindach/booking/views/when.py: booking. Of a text several parts say: the first."""
    return min(file.split("/")[1] for file in files)


def _of_row(said: str) -> tuple[tuple[str, ...], State, str]:
    return ((said,), State.DRAFTED, "") if said else ((), State.MISSING, "")


def _is_ours(one: Wording | None) -> bool:
    return one is not None and not one.drafted


def _region(
    language: str, texts: Iterable[tuple[rows.Place, rows.Said]], ours: Mapping[str, Wording]
) -> Iterator[Unit]:
    said: dict[tuple[str, str], rows.Said] = {}
    parts: dict[tuple[str, str], set[str]] = defaultdict(set)
    first: dict[tuple[str, str], str] = {}
    for place, text in texts:
        if german := text.get(SOURCE):
            parts[place.town, german].add(place.part)
            first.setdefault((place.town, german), place.address)
            there = said.setdefault((place.town, german), {})
            there.update({code: words for code, words in text.items() if words and code not in there})
    for (town, german), text in said.items():
        key = key_of(Wording.Kind.REGION, town, german)
        translated, state, reviewed = _of_row(text.get(language, ""))
        if key in ours:
            translated, state, reviewed = _of_wording(ours[key])
        yield Unit(
            key, Wording.Kind.REGION, min(parts[town, german]), town, (german,), (german,), (text.get(ENGLISH, ""),),
            translated, state, reviewed, _is_ours(ours.get(key)), first[town, german],
        )  # fmt: skip
