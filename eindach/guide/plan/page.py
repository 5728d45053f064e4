"""What the page of a plan shows, wherever the plan stands: in its address, or kept at its owner's own door."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from .answers import Answers
from .forms import PAGES
from .mine import AT_ONCE, Plan

ORDER = tuple(PAGES)
ENTRIES, ENTRIES_OF_A_STEP = 24, 3
"""Pages of the directory that are kept on a phone with a plan."""


def shown(plan: Plan, answers: Answers, *, tick: str, ask: Callable[[str], str]) -> dict[str, Any]:
    """`tick`: where a step is ticked off · `ask`: question → where its answer is changed."""
    with_office = plan.open("office")
    return {
        "plan": plan,
        "sealed": answers.sealed(),
        "done": plan.done,
        "with_office": with_office[:AT_ONCE],
        "later": with_office[AT_ONCE:],
        "nowhere": plan.open("nowhere"),
        "alone": plan.open("alone"),
        "asks": [(question, ask(question.key)) for question in plan.asks],
        "changes": [(PAGES[page].title, ask(page)) for page in ORDER],
        "tick": tick,
        "slot": f"plan:{answers.thread}",
        "entries": entries(plan),
    } | together(plan, answers)


def together(plan: Plan, answers: Answers) -> dict[str, str]:
    """The way into coordinated booking with the open steps that need an office, and to an example of such a day."""
    if not plan.together:
        return {"together": "", "example": ""}
    settled = {one.row.matter.key for one in plan.done if one.row.matter}
    said = [("matter", one.key) for one in plan.together]
    said += [("settled", key) for key in sorted(settled)]
    said += [("municipality", answers.municipality)] if answers.municipality else []
    wish = urlencode(said)
    return {
        "together": f"{reverse('booking:matters')}?{wish}",
        "example": f"{reverse('booking:example')}?{wish}",
    }


def entries(plan: Plan) -> list[str]:
    """Addresses of the directory's pages about the offices of the open steps, the next first."""
    keys = dict.fromkeys(
        place.service.key for _, one in plan.open("office") for place in one.places[:ENTRIES_OF_A_STEP]
    )
    return [reverse("guide:service", args=[key]) for key in list(keys)[:ENTRIES]]
