"""From a step's data to the engine's step. What the rule of a step may say is checked when a region is loaded."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field, model_validator

from eindach.directory.region_format import Entry
from eindach.guide.models import Step
from eindach.planning import guidance

from .questions import DERIVED, EVENTS, PLACE, QUESTIONS

Answered = dict[str, list[str]]
ANSWERS = {key: tuple(one.answers) for key, one in QUESTIONS.items()} | DERIVED
"""Question -> what may be answered."""


class DueEntry(Entry):
    """`{of: moving-in, days: 14}`; negative: before it. `of: step:KEY` counts from the day that step was ticked off."""

    of: str
    days: int = 0
    months: int = 0

    @model_validator(mode="after")
    def _known(self) -> "DueEntry":
        if self.of not in EVENTS and not self.of.startswith("step:"):
            raise ValueError(f"no such event; allowed: {', '.join(EVENTS)}, step:KEY")
        return self


class RuleEntry(Entry):
    """Whose step it is, after which, until when. `decides`: whether what comes after it is right is known only then, so
    the two are no one visit."""

    when: list[Answered] = []
    never: list[Answered] = []
    after: list[str] = []
    settled_by: list[str] = []
    due: DueEntry | None = None
    takes_days: int = Field(0, ge=0, le=730)
    for_some: bool = False
    decides: bool = False

    @model_validator(mode="after")
    def _in_our_words(self) -> "RuleEntry":
        for condition in (*self.when, *self.never):
            for question, answers in condition.items():
                _check(question, answers)
        if unknown := set(self.settled_by) - set(QUESTIONS["have"].answers):
            raise ValueError(f"{', '.join(sorted(unknown))}: nobody is asked whether they have that")
        return self


def _check(question: str, answers: Iterable[str]) -> None:
    if question == PLACE:
        return
    known = ANSWERS.get(question)
    if known is None:
        raise ValueError(f"no question {question!r}; allowed: {', '.join(ANSWERS)}, {PLACE}")
    if unknown := set(answers) - set(known):
        raise ValueError(f"{', '.join(sorted(unknown))}: no answer to {question}; allowed: {', '.join(known)}")


def for_engine(key: str, position: int, rule: dict[str, Any], begins: date, ends: date | None) -> guidance.Step:
    """`rule` as RuleEntry dumps it."""
    said = RuleEntry.model_validate(rule)
    return guidance.Step(
        key,
        position,
        when=tuple(_sets(one) for one in said.when),
        never=tuple(_sets(one) for one in said.never),
        after=tuple(said.after),
        settled_by=frozenset(said.settled_by),
        due=guidance.Due(said.due.of, said.due.months, said.due.days) if said.due else None,
        takes_days=said.takes_days,
        for_some=said.for_some,
        valid_from=begins,
        valid_until=ends or date.max,
    )


def of_row(step: Step) -> guidance.Step:
    return for_engine(step.key, step.position, step.rule, step.valid_from, step.valid_until)


def _sets(condition: Answered) -> dict[str, frozenset[str]]:
    return {question: frozenset(answers) for question, answers in condition.items()}
