"""`eindach texts --take FILE --language CODE`: what translators hand in, into the repository's own files."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from eindach.config.region_files.strict_yaml import read_yaml
from eindach.config.region_files.texts import FOLDER, units
from eindach.config.starting import set_up
from eindach.kernel.languages import SOURCE
from eindach.kernel.words import fingerprint

HEAD = "translation: machine draft, to be reviewed\n"
Said = Mapping[str, tuple[str, ...]]
"""Key of a text (translations.units.key_of) -> its forms."""


def take(file: Path, language: str, folders: Sequence[Path]) -> tuple[int, int]:
    """How many texts of the catalogue and of the regions changed. `exchange.NotReadable`, OSError."""
    set_up()
    from eindach.translations import exchange

    said = exchange.read(file.read_text(encoding="utf-8"))
    return _into_catalog(said, language), sum(_into_folder(said, language, folder) for folder in folders)


def _into_catalog(said: Said, language: str) -> int:
    from eindach.config.messages.catalogs import catalog_file, read
    from eindach.translations.units import key_of

    catalog, changed = read(language), 0
    for entry in catalog:
        texts = said.get(key_of("interface", entry.msgctxt or "", entry.msgid))
        if not texts or entry.obsolete:
            continue
        there = tuple(entry.msgstr_plural.values()) if entry.msgid_plural else (entry.msgstr,)
        if texts != there and len(texts) == len(there):
            entry.msgstr_plural = dict(enumerate(texts)) if entry.msgid_plural else {}
            entry.msgstr = "" if entry.msgid_plural else texts[0]
            changed += 1
    if changed:
        catalog.save(str(catalog_file(language)))
    return changed


def _into_folder(said: Said, language: str, folder: Path) -> int:
    """Texts that stand beside the German in the file itself stay: there a hand put them."""
    from eindach.translations.units import key_of

    file = folder / FOLDER / f"{language}.yaml"
    there = (read_yaml(file) if file.exists() else {}).get("texts") or {}
    fresh = dict(there)
    for source in sorted(folder.glob("*.yaml")):
        for unit in units(read_yaml(source)):
            texts = said.get(key_of("region", "", unit.said[SOURCE]))
            if texts and language not in unit.said:
                fresh[unit.path] = {"of": fingerprint(unit.said[SOURCE]), "text": texts[0]}
    if fresh == there:
        return 0
    file.parent.mkdir(exist_ok=True)
    lines = [
        f"  {path}: {{of: {json.dumps(one['of'])}, text: {_quoted(one['text'])}}}\n" for path, one in fresh.items()
    ]
    file.write_text(f"{HEAD}texts:\n{''.join(lines)}", encoding="utf-8")
    return sum(one != there.get(path) for path, one in fresh.items())


def _quoted(text: str) -> str:
    """A string of JSON is one of YAML."""
    return json.dumps(text, ensure_ascii=False)
