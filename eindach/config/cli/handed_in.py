"""`eindach texts --take FILE --language CODE`: what translators hand in, into the repository's own files."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from eindach.config.region_files.strict_yaml import read_yaml
from eindach.config.region_files.texts import FOLDER, units
from eindach.config.starting import set_up
from eindach.kernel.languages import SOURCE
from eindach.kernel.words import fingerprint

if TYPE_CHECKING:
    from eindach.translations.exchange import Brought

HEAD = "translation: machine draft, to be reviewed\n"
Said = Mapping[str, tuple[str, ...]]
"""Key of a text (translations.units.key_of) -> its forms."""


class Taken(NamedTuple):
    """How many texts changed; `refused`: what would break a page, and stays as it is: the text, and why."""

    of_pages: int
    of_regions: int
    refused: list[str]


def take(file: Path, language: str, folders: Sequence[Path]) -> Taken:
    """`exchange.NotReadable`, OSError. What comes in is held against the same checks as on the translators' page."""
    set_up()
    from django.utils import translation

    from eindach.translations import exchange

    brought, refused = exchange.read(file.read_text(encoding="utf-8")), list[str]()
    with translation.override("en"):
        of_pages = _into_catalog(brought.said, language, refused)
        of_regions = sum(_into_folder(brought, language, folder, refused) for folder in folders)
    return Taken(of_pages, of_regions, refused)


def _fit(kind: str, sources: Sequence[str], said: Sequence[str], forms: int, refused: list[str]) -> tuple[str, ...]:
    """As it is kept; empty: refused."""
    from eindach.translations import checks, storing

    texts = storing.trimmed(sources[0], said)
    if faults := checks.faults(kind, sources, texts, forms=forms):
        refused.append(f"{sources[0]!r}: {'; '.join(faults.values())}")
        return ()
    return texts


def _into_catalog(said: Said, language: str, refused: list[str]) -> int:
    from eindach.config.messages.catalogs import catalog_file, forms, read
    from eindach.translations.units import REVIEWED, key_of

    catalog, changed = read(language), 0
    for entry in catalog:
        written = said.get(key_of("interface", entry.msgctxt or "", entry.msgid))
        if not written or entry.obsolete:
            continue
        there = tuple(entry.msgstr_plural.values()) if entry.msgid_plural else (entry.msgstr,)
        sources = (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)
        texts = written if written == there else _fit("interface", sources, written, forms(language), refused)
        if texts and texts != there:
            entry.msgstr_plural = dict(enumerate(texts)) if entry.msgid_plural else {}
            entry.msgstr = "" if entry.msgid_plural else texts[0]
            entry.tcomment = REVIEWED.sub("", entry.tcomment).strip()  # it was of the words before
            changed += 1
    if changed:
        catalog.save(str(catalog_file(language)))
    return changed


def _into_folder(brought: "Brought", language: str, folder: Path, refused: list[str]) -> int:
    """Texts that stand beside the German in the file itself stay: there a hand put them."""
    from eindach.translations.units import key_of

    file = folder / FOLDER / f"{language}.yaml"
    there = (read_yaml(file) if file.exists() else {}).get("texts") or {}
    fresh = dict(there)
    for source in sorted(folder.glob("*.yaml")):
        data = read_yaml(source)
        for unit in units(data):
            german = unit.said[SOURCE]
            key = key_of("region", town_of(unit.path, data), german)
            written, now = brought.said.get(key), there.get(unit.path, {}).get("text")
            if not written or language in unit.said or (written[0] == now and key not in brought.confirmed):
                continue
            if texts := _fit("region", (german,), written, 1, refused):
                fresh[unit.path] = {"of": fingerprint(german), "text": texts[0]}
    if fresh == there:
        return 0
    file.parent.mkdir(exist_ok=True)
    lines = [
        f"  {path}: {{of: {json.dumps(one['of'])}, text: {_quoted(one['text'])}}}\n" for path, one in fresh.items()
    ]
    file.write_text(f"{HEAD}texts:\n{''.join(lines)}", encoding="utf-8")
    return sum(one != there.get(path) for path, one in fresh.items())


def town_of(path: str, data: Mapping[str, Any]) -> str:
    """Key of the municipality whose own text stands there; "" for the district's."""
    section, key = path.split(".")[:2]
    if section == "municipality_pages":
        return key
    if section not in ("municipality_pictures", "municipality_events"):
        return ""
    entries = data[section]
    return str((entries[int(key)] if isinstance(entries, list) else entries[key])["municipality"])


def _quoted(text: str) -> str:
    """A string of JSON is one of YAML."""
    return json.dumps(text, ensure_ascii=False)
