"""What somebody told: nothing more than the answers, and each may be left out."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date

from eindach.planning.guidance.truth import Truth, every

Condition = Mapping[str, Set[str]]
"""Question → answers, one of which was given; all of its questions."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """`answers`: question → what was chosen (an empty set: none of it; left out: skipped) · `dates`: event → its day ·
    `has`: papers and facts already there · `done`: keys of steps somebody ticked off."""

    today: date
    answers: Mapping[str, Set[str]] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    has: Set[str] = frozenset()
    done: Set[str] = frozenset()

    def fits(self, condition: Condition) -> Truth:
        return every(self._answered(question, wanted) for question, wanted in condition.items())

    def unanswered(self, condition: Condition) -> list[str]:
        """Questions of the condition that decide it, unless another already has."""
        return [question for question in condition if question not in self.answers] if self.fits(condition) else []

    def _answered(self, question: str, wanted: Set[str]) -> Truth:
        if question not in self.answers:
            return Truth.UNKNOWN
        return Truth.YES if self.answers[question] & wanted else Truth.NO
