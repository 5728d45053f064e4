"""Plans as cards of a page: drawn, worded, one of them chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..drawing import Drawing, House, draw
from ..drawing_words import Words, words
from ..plans import Plan

FIRST_SHOWN = 3
TRACKS = {1: 2, 2: 3, 3: 4}
"""Width of a card in tracks of the grid, by its houses."""
ROW = 9


@dataclass(frozen=True)
class Card:
    """One plan of the page; `is_own`: its times are held or booked by this very person."""

    number: int
    plan: Plan
    houses: tuple[House, ...]
    words: Words
    is_chosen: bool
    is_own: bool = False

    @property
    def tracks(self) -> int:
        return TRACKS.get(len(self.houses), ROW)


@dataclass(frozen=True)
class Cards:
    """All cards, drawn to one scale."""

    cards: tuple[Card, ...]
    drawing: Drawing
    hidden: int = 0

    def __iter__(self) -> Any:
        return iter(self.cards)

    def __len__(self) -> int:
        return len(self.cards)

    @property
    def tracks(self) -> int:
        return min(ROW, sum(card.tracks for card in self.cards))

    @property
    def chosen(self) -> Card:
        return next((card for card in self.cards if card.is_chosen), self.cards[0])


def cards(plans: Sequence[Plan], *, like: Plan | None = None, everything: bool = True, in_order: bool = False) -> Cards:
    """Cards for these plans, the fewest visits first (`in_order`: as given); chosen is the one with the times of
    `like`, else the first."""
    ordered = list(plans)
    if not in_order:
        ordered.sort(key=lambda plan: (plan.days, plan.completed_on, plan.minutes_on_site))
    shown = ordered if everything else _worth_showing(ordered)
    drawing = draw(shown)
    own = next((index for index, plan in enumerate(shown) if like and times(plan) == times(like)), -1)
    said = words(shown)
    found = tuple(
        Card(index + 1, plan, drawing.houses[index], said[index], index == max(own, 0), index == own)
        for index, plan in enumerate(shown)
    )
    return Cards(found, drawing, len(ordered) - len(shown))


def times(plan: Plan) -> set[tuple[int, int, object]]:
    """What makes two plans the same: matter, calendar and start."""
    return {(planned.matter.pk, planned.calendar_id, planned.start) for planned in plan.appointments}


def _worth_showing(plans: Sequence[Plan]) -> list[Plan]:
    """The best in each respect, then the others until the page is full; in the given order."""
    best = [
        min(plans, key=lambda plan: plan.days, default=None),
        min(plans, key=lambda plan: plan.completed_on, default=None),
        min(plans, key=lambda plan: plan.minutes_on_site, default=None),
    ]
    kept: list[Plan] = []
    for plan in (*best, *plans):
        if plan is not None and plan not in kept and len(kept) < FIRST_SHOWN:
            kept.append(plan)
    return [plan for plan in plans if plan in kept]
