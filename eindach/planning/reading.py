"""Reading JSON so that every fault is found at once, each as `JSON pointer: what is wrong, what is allowed`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 1970, 2199


class WrongInput(ValueError):
    """The input breaks its format; `faults` are sentences for the person who wrote it."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class Repeating(dict[str, Any]):
    """A JSON object in which keys stand twice (`repeated`)."""

    repeated: tuple[str, ...] = ()


def parse(text: str) -> Any:
    """The JSON value of a text. NaN and keys that stand twice are passed on: the `Reader` knows where they stand."""

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        repeating = Repeating(found)
        names = [name for name, _ in pairs]
        repeating.repeated = tuple(name for name in found if names.count(name) > 1)
        return repeating

    try:
        return json.loads(text, object_pairs_hook=made)
    except (ValueError, RecursionError) as fault:
        raise WrongInput([f": not readable as JSON ({fault}), one JSON object is allowed"]) from None


def shown(value: Any) -> str:
    """A value as its writer knows it, cut to a readable length."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):
        return "a value too large to show"
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass
class Reader:
    """Collects faults; every method returns a usable value or None after noting what is wrong.

    Pointers are those of RFC 6901: that of the whole document is the empty text, so its line begins with the colon.
    """

    faults: list[str] = field(default_factory=list)

    def fault(self, pointer: str, wrong: str, allowed: str) -> None:
        """Note one fault: one line that any terminal can show."""
        line = f"{pointer}: {wrong}, {allowed}".encode("utf-8", "backslashreplace").decode()
        self.faults.append(line.replace("\n", "\\n"))

    def stop_if_faulty(self) -> None:
        """Raise WrongInput with everything noted so far."""
        if self.faults:
            raise WrongInput(self.faults)

    def object(self, pointer: str, value: Any, needed: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Any]:
        """An object with these keys and no others."""
        names = ", ".join([*needed, *optional])
        if not isinstance(value, dict):
            self.fault(pointer, f"{shown(value)} is no object", f"an object with {names} is allowed")
            return {}
        for name in value.repeated if isinstance(value, Repeating) else ():
            self.fault(f"{pointer}/{_escaped(name)}", "stands twice in one object", "each key is allowed once")
        for name in needed:
            if name not in value:
                self.fault(f"{pointer}/{name}", "is missing", f"an object with {names} is needed")
        for name in value:
            if name not in needed and name not in optional:
                self.fault(f"{pointer}/{_escaped(name)}", "is an unknown key", f"allowed are {names}")
        return value

    def items(self, pointer: str, value: Any, of: str) -> Iterator[tuple[str, Any]]:
        """The elements of a list with their pointers."""
        if not isinstance(value, list):
            self.fault(pointer, f"{shown(value)} is no list", f"a list of {of} is allowed")
            return
        for number, element in enumerate(value):
            yield f"{pointer}/{number}", element

    def text(self, pointer: str, value: Any) -> str | None:
        """A name: a string that is not empty."""
        if isinstance(value, str) and value:
            return value
        self.fault(pointer, f"{shown(value)} is no name", "a non-empty string is allowed")
        return None

    def whole(self, pointer: str, value: Any, least: int, most: int | None = None) -> int | None:
        """A whole number within bounds; true, false, 1.0 and "1" are none."""
        if type(value) is int and value >= least and (most is None or value <= most):
            return value
        bounds = f"from {least} to {most}" if most is not None else f"of at least {least}"
        self.fault(pointer, f"{shown(value)} does not fit", f"a whole number {bounds} is allowed")
        return None

    def zone(self, pointer: str, value: Any) -> ZoneInfo | None:
        """A zone of the IANA time zone database."""
        try:
            if isinstance(value, str):
                return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
        self.fault(pointer, f"{shown(value)} is no time zone", "an IANA name such as Europe/Berlin is allowed")
        return None

    def local_time(self, pointer: str, value: Any) -> datetime | None:
        """A local date-time, also one that the clock skips."""
        allowed = f"a local date-time YYYY-MM-DDTHH:MM from {FIRST_YEAR} to {LAST_YEAR} is allowed"
        if isinstance(value, str) and LOCAL_TIME.fullmatch(value):
            try:
                local = datetime.fromisoformat(value)
            except ValueError as fault:
                self.fault(pointer, f"{shown(value)} is no date-time ({fault})", allowed)
                return None
            if FIRST_YEAR <= local.year <= LAST_YEAR:
                return local
        self.fault(pointer, f"{shown(value)} is no date-time", allowed)
        return None


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
