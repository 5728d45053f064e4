"""Place: where a number is called to, as it stands on the sign there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language

SIGN: Final = re.compile(r"\s*(?P<word>\D*?)\s*(?P<number>\d+[a-z]?)\b")
FALLBACK: Final = "de"


@dataclass(frozen=True)
class Place:
    """`names`: language -> "Station 4 Versicherung", as pairs; `desk`: which place there, 0 when there is only one."""

    names: tuple[tuple[str, str], ...]
    desk: int = 0

    @property
    def name(self) -> str:
        """In the active language, else as on the sign."""
        names = dict(self.names)
        return names.get(get_language() or FALLBACK) or names.get(FALLBACK) or next(iter(names.values()), "")

    @property
    def word(self) -> str:
        """ "Station"; of a sign without a number the whole of it."""
        found = SIGN.match(self.name)
        return found["word"] if found else self.name

    @property
    def number(self) -> str:
        """ "4"; empty when the sign has none."""
        found = SIGN.match(self.name)
        return found["number"] if found else ""

    @property
    def sign(self) -> str:
        """ "Station 4": the number with its word, without what is done there."""
        return f"{self.word} {self.number}".strip()


def place(names: object, desk: int = 0) -> Place:
    """From the name of a counter: one text, or one a language."""
    data = getattr(names, "data", names)
    pairs = data.items() if isinstance(data, Mapping) else [(FALLBACK, str(data))]
    return Place(tuple((code, text) for code, text in pairs if text), desk)
