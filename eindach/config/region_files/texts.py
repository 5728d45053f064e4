"""Translations beside the files of a region: `texts/<language>.yaml` of a folder, for the texts of that folder.

    translation: machine draft, to be reviewed
    texts:
      steps.bank.name: {of: 5d1c02ab, text: "…"}

`of` is the fingerprint of the German text a translation was made from: where it is another one now, the translation is
outdated. Words count, not case or commas: a minor edit outdates nothing. `german` may stand beside it, for the reader.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from eindach.config.region_files.strict_yaml import NotReadable, read_yaml
from eindach.directory.region_source import Fault, Outdated
from eindach.kernel.languages import NATIVE, SOURCE
from eindach.kernel.words import fingerprint

FOLDER = "texts"


class Unit(NamedTuple):
    """A text of a folder: where it stands (`steps.bank.name`) and what it says in which language."""

    path: str
    said: dict[str, str]


def units(data: Any, path: str = "") -> Iterator[Unit]:
    """Every text of a file, in its order."""
    if _is_text(data):
        yield Unit(path, data)
        return
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, one in pairs:
        yield from units(one, f"{path}.{key}" if path else str(key))


def _is_text(data: Any) -> bool:
    return isinstance(data, dict) and SOURCE in data and all(key in NATIVE for key in data)


class Beside(NamedTuple):
    """What translations beside the files say they were made from. `outdated`: language -> path -> which; `of_today`:
    language -> German texts of just these words."""

    outdated: dict[str, dict[str, Outdated]]
    of_today: dict[str, set[str]]


@dataclass(frozen=True)
class States:
    """Of one language in one folder. `to_do`: path → {of, german, text}: missing (an empty text) and outdated ones."""

    total: int
    missing: int
    outdated: int
    to_do: dict[str, dict[str, str]]

    @property
    def up_to_date(self) -> int:
        return self.total - self.missing - self.outdated


def states(folder: Path) -> dict[str, States]:
    """Every language but German. Files that are not readable count as if they were not there."""
    readable = [(file.name, data) for file in sorted(folder.glob("*.yaml")) if (data := _read(file))]
    outdated = put_in(folder, readable, lambda _fault: None).outdated
    there = {unit.path: unit.said for _, data in readable for unit in units(data)}
    return {code: _states(there, code, outdated.get(code, {})) for code in NATIVE if code != SOURCE}


def _states(there: dict[str, dict[str, str]], code: str, outdated: Mapping[str, Outdated]) -> States:
    missing = [path for path, said in there.items() if not said.get(code)]
    to_do = {
        path: {"of": fingerprint(said[SOURCE]), "german": said[SOURCE], "text": said.get(code, "")}
        for path, said in there.items()
        if not said.get(code) or path in outdated
    }
    return States(len(there), len(missing), len(outdated), to_do)


def _read(file: Path) -> dict[str, Any]:
    try:
        return read_yaml(file)
    except NotReadable:
        return {}


def put_in(folder: Path, files: list[tuple[str, dict[str, Any]]], fault: Callable[[Fault], None]) -> Beside:
    """Fill in what the files do not say themselves. Faults: a text that is not there, or said in it already."""
    there = {unit.path: unit.said for _, data in files for unit in units(data)}
    found = Beside({}, {})
    for language, name, texts in _translations(folder, fault):
        for path, one in texts.items():
            said = there.get(path)
            if said is None:
                fault(Fault(name, f"texts.{path}", "no such text in this folder: delete the translation"))
            elif not isinstance(one, dict) or not one.get("text") or not one.get("of"):
                fault(Fault(name, f"texts.{path}", "is not {of: …, text: …}"))
            elif language in said:
                fault(Fault(name, f"texts.{path}", f"stands beside the German text already, in {language}"))
            else:
                said[language] = one["text"]
                if one["of"] != fingerprint(said[SOURCE]):
                    found.outdated.setdefault(language, {})[path] = Outdated(said[SOURCE], one["text"])
                else:
                    found.of_today.setdefault(language, set()).add(said[SOURCE])
    return found


def _translations(folder: Path, fault: Callable[[Fault], None]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for file in sorted((folder / FOLDER).glob("*.yaml")):
        name = f"{folder.name}/{FOLDER}/{file.name}"
        try:
            said = read_yaml(file).get("texts") or {}
        except NotReadable as wrong:
            fault(Fault(name, "", str(wrong)))
        else:
            yield file.stem, name, said if isinstance(said, dict) else {}
