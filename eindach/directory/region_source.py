"""A region's raw data as read from its files, and every fault found in it.

The parts parse their own sections from one `RegionSource`; nobody stops at the first fault.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from eindach.directory.region_format import Entry

Form = TypeVar("Form", bound=Entry)
NOWHERE = "region.yaml"


class Fault(NamedTuple):
    """`file`: relative to the folder of regions · `path`: dotted, from the section down."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.message}" if self.path else f"{self.file}: {self.message}"


class Outdated(NamedTuple):
    """`said` was made from other German words than those of today."""

    german: str
    said: str


@dataclass
class RegionSource:
    """`sections`: section -> key -> entry as written · `files`: (section, key) -> the file it stands in ·
    `outdated`: language -> path -> a translation of an older German text · `of_today`: language -> German texts whose
    translation is said to be of just these words."""

    key: str
    sections: dict[str, dict[str, Any]]
    files: dict[tuple[str, str], str]
    faults: list[Fault] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    outdated: dict[str, dict[str, Outdated]] = field(default_factory=dict)
    of_today: dict[str, set[str]] = field(default_factory=dict)

    def keys(self, section: str) -> set[str]:
        return set(self.sections.get(section, {}))

    def fault(self, section: str, key: str, message: str, *path: str | int) -> None:
        """Note a fault of one entry; `path` leads on from the entry."""
        file = self.files.get((section, key), NOWHERE)
        self.faults.append(Fault(file, ".".join([section, key, *map(str, path)]), message))

    def parse(self, section: str, form: type[Form]) -> dict[str, Form]:
        """The entries that are well formed, in the order of the files; the others become faults."""
        good = {}
        for key, raw in self.sections.get(section, {}).items():
            try:
                good[key] = form.model_validate(raw, context={"languages": self.languages})
            except ValidationError as wrong:
                for error in wrong.errors():
                    self.fault(section, key, _in_words(error, form), *_path(error))
        return good

    def refer(self, section: str, key: str, path: str, target: str, wanted: Iterable[str]) -> None:
        """Each of `wanted` must be the key of an entry of `target`."""
        known = self.keys(target)
        for name in wanted:
            if name not in known:
                allowed = ", ".join(sorted(known)) or "nothing yet"
                self.fault(section, key, f"{name!r} is not in {target}; allowed: {allowed}", path)


def _path(error: ErrorDetails) -> list[str | int]:
    # pydantic names the branch of a union or the validator inside the location; people need keys only.
    return [part for part in error["loc"] if isinstance(part, int) or part.replace("_", "").replace("-", "").isalnum()]


def _in_words(error: ErrorDetails, form: type[Entry]) -> str:
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "extra_forbidden":
        return f"is not known here; allowed: {', '.join(form.fields_at(error['loc'][:-1]))}"
    message = error["msg"].removeprefix("Value error, ")
    found = error["input"]
    return f"{message}; found {found!r}" if isinstance(found, str) else message
