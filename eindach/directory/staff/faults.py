"""What cannot be taken, in sentences for those who typed it."""

from collections.abc import Sequence
from typing import Any


class CellFault(ValueError):
    """This text cannot stand in this cell; the message says what can."""


class FileFault(ValueError):
    """This file cannot be read at all; the message says why and what to do."""


class Overtaken(Exception):
    """The directory has changed since the changes were shown. `changes`: those whose old text is not there any more."""

    def __init__(self, changes: Sequence[Any]) -> None:
        super().__init__(f"{len(changes)} cells have changed meanwhile")
        self.changes = changes
