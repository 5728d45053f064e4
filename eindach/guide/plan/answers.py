"""What somebody told, and the pass that carries it."""

from dataclasses import dataclass, field, replace
from datetime import date
from secrets import token_urlsafe
from typing import Any, Self

from eindach.accounts.sealed import NotSealed, seal, unseal
from eindach.planning.guidance import Situation

from .questions import ELSEWHERE, ENDED, EVENTS, PLACE, QUESTIONS, VISA

PURPOSE = "eindach.guide.plan"
FORM = 1
"""Of what is sealed; a later form reads the earlier ones."""


class NoPass(ValueError):
    """The address is cut off or was never a plan's."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """`chosen`: question → keys, a question that was skipped is not in it · `place`: AGS, `elsewhere` or None ·
    `dates`: event → its day · `done`: step → the day it was ticked off · `thread`: random, the same through all changes
    of a plan, so that a phone knows which of its copies is the older one."""

    place: str | None = None
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    done: dict[str, date] = field(default_factory=dict)
    thread: str = field(default_factory=lambda: token_urlsafe(6), compare=False)

    def situation(self, today: date) -> Situation:
        answers = {question: frozenset(keys) for question, keys in self.chosen.items()}
        if self.place:
            answers[PLACE] = frozenset({self.place})
        visa = self.dates.get("visa-ends")
        answers[VISA] = frozenset({ENDED} if visa and visa < today else ())
        ticked = {f"step:{key}": day for key, day in self.done.items()}
        return Situation(
            today=today,
            answers=answers,
            dates=self.dates | ticked,
            has=answers.get("have", frozenset()),
            done=self.done.keys(),
        )

    def not_here_before(self, today: date) -> date | None:
        """The day on which they are here and have a roof, if it is still to come."""
        told = [day for event, day in self.dates.items() if event in ("arrival", "moving-in") and day > today]
        return max(told, default=None)

    def ticked(self, step: str, today: date) -> Self:
        return replace(self, done=self.done | {step: self.done.get(step, today)})

    def unticked(self, step: str) -> Self:
        return replace(self, done={key: day for key, day in self.done.items() if key != step})

    def to_json(self) -> dict[str, Any]:
        return {
            "v": FORM,
            "p": self.place,
            "q": {question: list(keys) for question, keys in self.chosen.items()},
            "d": {event: day.isoformat() for event, day in self.dates.items()},
            "t": {step: day.isoformat() for step, day in self.done.items()},
            "i": self.thread,
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """Answers whose words have left our vocabulary since are left out."""
        chosen = {
            question: tuple(key for key in keys if key in QUESTIONS[question].answers)
            for question, keys in said["q"].items()
            if question in QUESTIONS
        }
        return cls(
            place=said["p"],
            chosen=chosen,
            dates={event: date.fromisoformat(day) for event, day in said["d"].items() if event in EVENTS},
            done={step: date.fromisoformat(day) for step, day in said["t"].items()},
            thread=said.get("i") or token_urlsafe(6),
        )

    def sealed(self) -> str:
        """The pass: letters of an address, another one each time."""
        return seal(PURPOSE, self.to_json())

    @classmethod
    def of_pass(cls, sealed: str) -> Self:
        """NoPass."""
        try:
            return cls.from_json(unseal(PURPOSE, sealed))
        except NotSealed as fault:
            raise NoPass from fault

    @property
    def municipality(self) -> str | None:
        """AGS, where one was chosen."""
        return self.place if self.place != ELSEWHERE else None
