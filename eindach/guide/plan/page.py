"""What the page of a plan shows, wherever the plan stands: in its address, or kept at its owner's own door."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from .answers import Answers
from .forms import PAGES
from .mine import MyStep, Plan

ORDER = tuple(PAGES)
Numbered = tuple[int, MyStep]
ENTRIES, ENTRIES_OF_A_STEP, MATTERS = 22, 3, 16
"""Pages of offices, and of matters that several settle, that are kept on a phone with a plan: with it and the list of
what is there as many as a phone keeps (worker.js)."""


def shown(plan: Plan, answers: Answers, *, today: date, tick: str, ask: Callable[[str], str]) -> dict[str, Any]:
    """`tick`: where a step is ticked off · `ask`: question → where its answer is changed."""
    house, alone = plan.house, plan.open("alone")
    before = _before(house, alone)
    return {
        "plan": plan,
        "sealed": answers.sealed(),
        "done": plan.done,
        "with_office": house,
        "later": [one for one in plan.open("office") if one not in house],
        "nowhere": plan.open("nowhere"),
        "before": before,
        "alone": [one for one in alone if one not in before],
        "asks": [(question, ask(question.key)) for question in plan.asks],
        "changes": [(PAGES[page].title, ask(page)) for page in ORDER],
        "tick": tick,
        "slot": f"plan:{answers.thread}",
        "entries": entries(plan),
    } | together(plan, answers, today)


def _before(house: Sequence[Numbered], alone: Sequence[Numbered]) -> list[Numbered]:
    """What one does oneself before the house can be entered: below it nobody would find it in time."""
    needed = {row.key for _, one in house for row in one.waits_for}
    found: list[Numbered] = []
    for number, one in reversed(alone):
        if one.key in needed:
            found.insert(0, (number, one))
            needed |= {row.key for row in one.waits_for}
    return found


def together(plan: Plan, answers: Answers, today: date) -> dict[str, str]:
    """The way into coordinated booking with the open steps that need an office, and to an example of such a day."""
    if not plan.together:
        return {"together": "", "example": ""}
    settled = {one.row.matter.key for one in plan.done if one.row.matter}
    said = [("matter", one.key) for one in plan.together]
    said += [("settled", key) for key in sorted(settled)]
    said += [("municipality", answers.municipality)] if answers.municipality else []
    said += [("from", begins.isoformat())] if (begins := answers.not_here_before(today)) else []
    wish = urlencode(said)
    return {
        "together": f"{reverse('booking:matters')}?{wish}",
        "example": f"{reverse('booking:example')}?{wish}",
    }


def entries(plan: Plan) -> list[str]:
    """Addresses of the directory's pages about the offices of the open steps, the next first; then of the pages that
    list them where there are several."""
    steps = [one for _, one in plan.open("office")]
    keys = dict.fromkeys(place.service.key for one in steps for place in one.places[:ENTRIES_OF_A_STEP])
    matters = dict.fromkeys(one.row.matter.key for one in steps if one.row.matter and len(one.places) > 1)
    return [
        *(reverse("guide:service", args=[key]) for key in list(keys)[:ENTRIES]),
        *(reverse("guide:matter", args=[key]) for key in list(matters)[:MATTERS]),
    ]
