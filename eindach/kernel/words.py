"""What a translator must keep, and whether a text still says the same."""

import hashlib
import re
import unicodedata
from typing import Final

PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG: Final = re.compile(r"<[/!?a-z][^>]*>?", re.IGNORECASE)
"""Also a half one: whoever shows it ends it with the next mark of the page."""


def fingerprint(text: str) -> str:
    """Eight hexadecimal digits of the words alone: case, spaces and punctuation change nothing."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(letter if letter.isalnum() else " " for letter in folded).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]


def placeholders(text: str) -> set[str]:
    """`%(name)s`, `%d`, `{sign}`: what a program fills in."""
    return set(PLACEHOLDER.findall(text))


def tags(text: str) -> list[str]:
    """The marks of HTML in a text, sorted: a translation has the same ones, in any order."""
    return sorted(TAG.findall(text))
