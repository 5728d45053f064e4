"""The source of a text was changed while its translator wrote: nothing typed is lost, and what changed is shown.

A text is called by its German words, so the one of the form is not there any more. The form says where it stood: what
stands there now is shown beside what they had before them, with their words, to be confirmed or corrected.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.http import QueryDict

from ..checks import LONGEST
from ..units import Unit

WORD: Final = re.compile(r"\S+\s*|^\s+")
FORMS: Final = 6
"""No language here has more plural forms."""


@dataclass(frozen=True)
class Piece:
    """Some words; `is_other`: they are not in the other text."""

    words: str
    is_other: bool


@dataclass(frozen=True)
class Overtaken:
    """What came in with a form whose text is called otherwise by now. `before`: the German they had before them."""

    before: str
    said: list[str]
    place: str
    reviewed: bool

    @classmethod
    def by(cls, posted: QueryDict) -> "Overtaken | None":
        """None: no form of ours says so."""
        said = [text[:LONGEST] for text in posted.getlist("said")[:FORMS]]
        if "german" not in posted or not any(said):
            return None
        return cls(posted.get("german", "")[:LONGEST], said, posted.get("place", ""), "reviewed" in posted)

    def now(self, units: Iterable[Unit]) -> Unit | None:
        """What stands in its place; None: nothing any more."""
        return next((one for one in units if self.place and one.place == self.place), None)

    def beside(self, now: Unit) -> dict[str, object]:
        """For the page: both German texts in pieces, and whether they had said that they reviewed it."""
        before, after = compared(self.before, now.german[0])
        return {"before": before, "after": after, "is_reviewed": self.reviewed}


def compared(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, word by word. In a long one, words that stand all over it find no place by themselves: each
    with each would take a minute."""
    old, new = WORD.findall(before), WORD.findall(after)
    steps = SequenceMatcher(None, [one.strip() for one in old], [one.strip() for one in new])
    ends = steps.get_opcodes()
    return (
        [Piece("".join(old[begin:end]), step != "equal") for step, begin, end, _to, _on in ends if begin < end],
        [Piece("".join(new[begin:end]), step != "equal") for step, _to, _on, begin, end in ends if begin < end],
    )
