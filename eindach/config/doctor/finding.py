"""What the doctor finds."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """`NOTE` is worth knowing and stops nothing; `BROKEN` must be mended."""

    FINE = "fine"
    NOTE = "note"
    BROKEN = "BROKEN"


@dataclass(frozen=True)
class Finding:
    """One sentence on what is, and for all that is not fine one on what to do."""

    level: Level
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        told = f"  {self.level.value:<7} {self.what}"
        return f"{told}\n          -> {self.remedy}" if self.remedy else told


def fine(what: str) -> Finding:
    """All is well."""
    return Finding(Level.FINE, what)


def note(what: str, remedy: str) -> Finding:
    """Worth knowing."""
    return Finding(Level.NOTE, what, remedy)


def broken(what: str, remedy: str) -> Finding:
    """Must be mended."""
    return Finding(Level.BROKEN, what, remedy)
