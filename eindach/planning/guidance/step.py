"""A step as data: for whom, after what, until when, from which day on it is the law."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from dateutil.relativedelta import relativedelta

from eindach.planning.guidance.situation import Condition, Situation
from eindach.planning.guidance.truth import Truth, every, negated, some


class Circle(ValueError):
    """Steps come after each other in a circle; `keys` names it."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(" → ".join(keys))
        self.keys = keys


@dataclass(frozen=True)
class Due:
    """So long after an event (of the situation's dates, or `step:KEY`), or before it where the numbers are negative."""

    event: str
    months: int = 0
    days: int = 0

    def day(self, dates: Mapping[str, date]) -> date | None:
        """None: the day of the event is not known. A month later is the same day of the month, or its last."""
        known = dates.get(self.event)
        return known + relativedelta(months=self.months, days=self.days) if known else None


@dataclass(frozen=True)
class Step:
    """`when`: one of these conditions (none: for everybody) · `never`: none of these · `settled_by`: who has one of
    these needs it no more · `takes_days`: until its result is there · `for_some`: not everybody it fits needs it, so
    its day hurries nothing and moves nothing up · `valid_from`, `valid_until`: both included."""

    key: str
    position: int = 0
    when: tuple[Condition, ...] = ()
    never: tuple[Condition, ...] = ()
    after: tuple[str, ...] = ()
    settled_by: frozenset[str] = frozenset()
    due: Due | None = None
    takes_days: int = 0
    for_some: bool = False
    valid_from: date = date.min
    valid_until: date = date.max

    def fits(self, situation: Situation) -> Truth:
        mine = some(map(situation.fits, self.when)) if self.when else Truth.YES
        return every([mine, *(negated(situation.fits(one)) for one in self.never)])

    def asks(self, situation: Situation) -> tuple[str, ...]:
        """Questions whose answers would settle it, in the order of the data."""
        asked = [question for one in (*self.when, *self.never) for question in situation.unanswered(one)]
        return tuple(dict.fromkeys(asked))

    def is_done(self, situation: Situation) -> bool:
        return self.key in situation.done or bool(self.settled_by & situation.has)

    def in_force(self, today: date) -> bool:
        return self.valid_from <= today <= self.valid_until


def check(steps: Iterable[Step]) -> None:
    """ValueError: two versions of a step on one day, or a step after one that is not there, or that only some need
    (its day would not reach what comes before that); Circle."""
    versions: dict[str, list[Step]] = {}
    for one in sorted(steps, key=lambda step: step.valid_from):
        earlier = versions.setdefault(one.key, [])
        if earlier and earlier[-1].valid_until >= one.valid_from:
            raise ValueError(f"{one.key}: two versions are in force on {one.valid_from}")
        earlier.append(one)
    after = {key: {first for one in found for first in one.after} for key, found in versions.items()}
    for_some = {one.key for found in versions.values() for one in found if one.for_some}
    for key, firsts in after.items():
        if some := firsts & for_some:
            raise ValueError(f"{key}: comes after {', '.join(sorted(some))}, which only some need")
        if unknown := firsts - versions.keys():
            raise ValueError(f"{key}: comes after {', '.join(sorted(unknown))}, which is no step")
    try:
        TopologicalSorter(after).prepare()
    except CycleError as fault:
        raise Circle(list(reversed(fault.args[1]))) from None
