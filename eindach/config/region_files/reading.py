"""From the files of a region to one `RegionSource`: YAML, base data, what every municipality has."""

import os
from pathlib import Path
from typing import Any

from eindach.config.region_files import texts as texts_beside
from eindach.config.region_files.strict_yaml import NotReadable, read_yaml
from eindach.directory.region_source import Fault, RegionSource

SECTIONS = frozenset({
    "municipalities", "organizations", "locations", "papers", "services", "events", "travel",
    "topics", "matters", "steps", "signs", "counters", "event_days", "interpreters",
    "municipality_pages", "municipality_facts", "municipality_pictures", "municipality_events",
    "accessibility", "barriers", "videos", "search_words",
})  # fmt: skip
EVERY = "every_municipality"
"""Entries that each municipality with `fill` gets; {key}, {name} and the words of `fill` are put in."""
NOT_SECTIONS = frozenset({"region", "based_on", "translation", EVERY})
ONLY_WORDS = frozenset({"matters"})
"""Sections of which base data holds the words only: an entry is used where the region names it."""


def regions_folder() -> Path:
    """`$EINDACH_REGIONS`, else the folder beside the package in a checkout, else in the present folder."""
    chosen = os.environ.get("EINDACH_REGIONS")
    beside = Path(__file__).resolve().parents[3] / "regions"
    return Path(chosen) if chosen else beside if beside.is_dir() else Path.cwd() / "regions"


def known_regions(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/region.yaml"))


def read_folder(name: str, folder: Path) -> RegionSource:
    """All files of `folder/name`, on top of those of the folders it is based on. Faults are noted, not raised."""
    source = RegionSource(name, {section: {} for section in SECTIONS}, {})
    own = _files(folder / name, folder, source)
    words: dict[str, dict[str, Any]] = {}
    for lower in _based_on(own, folder, source):
        for file, data in _files(folder / lower, folder, source):
            _add(file, data, source, words)
    for file, data in own:
        _add(file, data, source, {})
    for section in ONLY_WORDS:
        base, entries = words.get(section, {}), source.sections[section]
        source.sections[section] = {key: _merged(base.get(key, {}), one) for key, one in entries.items()}
    _expand(own, source)
    source.languages = _languages(source)
    return source


def _based_on(own: list[tuple[str, dict[str, Any]]], folder: Path, source: RegionSource) -> list[str]:
    names = [(file, name) for file, data in own for name in str(data.get("based_on", "")).split()]
    for file, name in names:
        if not (folder / name).is_dir():
            source.faults.append(Fault(file, "based_on", f"there is no folder {name!r} beside this one"))
    return [name for _file, name in names]


def _files(path: Path, folder: Path, source: RegionSource) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for file in sorted(path.glob("*.yaml")):
        name = str(file.relative_to(folder))
        try:
            found.append((name, read_yaml(file)))
        except NotReadable as wrong:
            source.faults.append(Fault(name, "", str(wrong)))
    beside = texts_beside.put_in(path, found, source.faults.append)
    for language, texts in beside.outdated.items():
        source.outdated.setdefault(language, {}).update(texts)
    for language, said in beside.of_today.items():
        source.of_today.setdefault(language, set()).update(said)
    return found


def _add(file: str, data: dict[str, Any], source: RegionSource, words: dict[str, dict[str, Any]]) -> None:
    for section, entries in data.items():
        if section in NOT_SECTIONS:
            if section == "region":
                _put(file, "region", {source.key: entries}, source)
        elif section not in SECTIONS:
            allowed = ", ".join(sorted(SECTIONS | NOT_SECTIONS))
            source.faults.append(Fault(file, section, f"no such section; allowed: {allowed}"))
        elif section in ONLY_WORDS and words is not None and file.split("/")[0] != source.key:
            words.setdefault(section, {}).update(entries)
        else:
            _put(file, section, _keyed(entries), source)


def _keyed(entries: Any) -> Any:
    return {str(number): one for number, one in enumerate(entries)} if isinstance(entries, list) else entries


def _put(file: str, section: str, entries: Any, source: RegionSource) -> None:
    if not isinstance(entries, dict):
        source.faults.append(Fault(file, section, "is not a mapping of keys to entries"))
        return
    there = source.sections.setdefault(section, {})
    for key, one in entries.items():
        earlier = source.files.get((section, key))
        if earlier and earlier.split("/")[0] == file.split("/")[0]:
            source.faults.append(Fault(file, f"{section}.{key}", f"stands in {earlier} already"))
        source.files[section, key] = file
        there[key] = _merged(there.get(key, {}), one)


def _merged(base: Any, own: Any) -> Any:
    """The region's word over the base's, key by key."""
    if isinstance(base, dict) and isinstance(own, dict):
        return base | {key: _merged(base.get(key), value) for key, value in own.items()}
    return base if own == "" and isinstance(base, dict) else own


def _expand(own: list[tuple[str, dict[str, Any]]], source: RegionSource) -> None:
    towns = {
        key: {"key": key, "name": town.get("name", key), **town["fill"]}
        for key, town in source.sections["municipalities"].items()
        if isinstance(town, dict) and isinstance(town.get("fill"), dict)
    }
    for file, data in own:
        for section, entries in data.get(EVERY, {}).items():
            for fill in towns.values():
                _put(file, section, _filled(entries, fill), source)


def _filled(entry: Any, fill: dict[str, str]) -> Any:
    if isinstance(entry, dict):
        return {_filled(key, fill): _filled(value, fill) for key, value in entry.items()}
    if isinstance(entry, list):
        return [_filled(one, fill) for one in entry]
    for word, value in fill.items():
        entry = entry.replace("{" + word + "}", value)
    return entry


def _languages(source: RegionSource) -> tuple[str, ...]:
    region = source.sections.get("region", {}).get(source.key)
    named = region.get("languages") if isinstance(region, dict) else None
    return tuple(named) if isinstance(named, list) else ("de",)
