"""The steps of one person, in order."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from eindach.planning.guidance.situation import Situation
from eindach.planning.guidance.step import Step
from eindach.planning.guidance.truth import Truth

Standing = Literal["done", "next", "waits"]


@dataclass(frozen=True)
class Planned:
    """`due`: by the rule; None: no rule, or the day of its event is not known · `act_by`: never after `due` ·
    `hurries`: the step because of which `act_by` is earlier · `waits_for`: open steps right before it."""

    step: Step
    standing: Standing
    due: date | None
    act_by: date | None
    hurries: str | None = None
    waits_for: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    def is_late(self, today: date) -> bool:
        return self.standing != "done" and self.due is not None and self.due < today


@dataclass(frozen=True)
class Found:
    """`perhaps`: steps that hang on questions nobody answered; they order nothing."""

    steps: tuple[Planned, ...]
    perhaps: tuple[Planned, ...]


def guide(steps: Iterable[Step], situation: Situation) -> Found:
    """What is somebody's own. O(n log n + edges); steps that `check` refuses may come out in any order."""
    every = {one.key: one for one in steps if one.in_force(situation.today)}
    fits = {key: one.fits(situation) for key, one in every.items()}
    mine = {key: one for key, one in every.items() if fits[key] is Truth.YES}
    order = _order_among(mine, every)
    dues = {key: one.due.day(situation.dates) if one.due else None for key, one in mine.items()}
    is_open = {key: one for key, one in mine.items() if not one.is_done(situation)}
    act_by, hurries = _carried_back(is_open, order, dues)

    def planned(key: str) -> Planned:
        waits_for = tuple(first for first in order[key] if first in is_open)
        standing: Standing = "done" if key not in is_open else "waits" if waits_for else "next"
        return Planned(mine[key], standing, dues[key], act_by.get(key), hurries.get(key), waits_for)

    perhaps = (
        Planned(one, "waits", None, None, asks=one.asks(situation))
        for key, one in every.items()
        if fits[key] is Truth.UNKNOWN and not one.is_done(situation)
    )
    return Found(
        tuple(planned(key) for key in _sorted(mine, order, act_by)),
        tuple(sorted(perhaps, key=lambda one: (one.step.position, one.step.key))),
    )


def _order_among(mine: Mapping[str, Step], every: Mapping[str, Step]) -> dict[str, tuple[str, ...]]:
    """What comes right before each, reaching through steps that are not somebody's own."""

    @cache
    def before(key: str) -> tuple[str, ...]:
        firsts = [first for first in every[key].after if first in every]
        return tuple(dict.fromkeys(one for first in firsts for one in ([first] if first in mine else before(first))))

    return {key: before(key) for key in mine}


def _carried_back(
    steps: Mapping[str, Step], order: Mapping[str, tuple[str, ...]], dues: Mapping[str, date | None]
) -> tuple[dict[str, date], dict[str, str]]:
    """The day each open step must be begun at the latest, and for the sake of which step."""
    act_by = {key: due for key in steps if (due := dues[key]) is not None}
    hurries: dict[str, str] = {}
    for key in reversed(_sorted(steps, order, {})):
        if key not in act_by or steps[key].for_some:
            continue
        for first in order[key]:
            if first not in steps:
                continue
            needed = act_by[key] - timedelta(days=steps[first].takes_days)
            if first not in act_by or needed < act_by[first]:
                act_by[first], hurries[first] = needed, hurries.get(key, key)
    return act_by, hurries


def _sorted(steps: Mapping[str, Step], order: Mapping[str, tuple[str, ...]], act_by: Mapping[str, date]) -> list[str]:
    """Each after what comes before it; of those that may come, the one that must be begun first."""

    def rank(key: str) -> tuple[date, int, str]:
        day = date.max if steps[key].for_some else act_by.get(key, date.max)
        return day, steps[key].position, key

    open_firsts = {key: {first for first in order[key] if first in steps} for key in steps}
    followers: dict[str, list[str]] = {key: [] for key in steps}
    for key, firsts in open_firsts.items():
        for first in firsts:
            followers[first].append(key)
    ready = [rank(key) for key, firsts in open_firsts.items() if not firsts]
    heapq.heapify(ready)
    found = []
    while ready:
        key = heapq.heappop(ready)[2]
        found.append(key)
        for later in followers[key]:
            open_firsts[later].discard(key)
            if not open_firsts[later]:
                heapq.heappush(ready, rank(later))
    return found
