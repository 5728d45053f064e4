"""The order in which people count."""

import re
from typing import Final

DIGITS: Final = re.compile(r"(\d+)")


def natural(name: str) -> list[str | int]:
    """A key to sort by: schalter-2 before schalter-11. Words and numbers take turns, so like is compared with like."""
    return [int(part) if part.isdigit() else part for part in DIGITS.split(name)]
