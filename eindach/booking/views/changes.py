"""Ask for less: where nothing is possible, one press loosens the wish and searches again."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from eindach.accounts.pacing import paced
from eindach.kernel.audience import audience

from ..draft import Draft
from ..forms.times import ALL
from ..wish import MOST_DAYS, Wish
from .responses import personal

LOOSER: dict[str, dict[str, list[str]]] = {
    "times": {"times": [half.key for half in ALL]},
    "visits": {"max_days": [str(MOST_DAYS)]},
    "languages": {"languages": []},
    "needs": {"step_free": []},
}


@audience("public")
@require_POST
@personal
@paced(posts="form")
def loosen(request: HttpRequest) -> HttpResponse:
    """Change one answer of step 2 and show the plans."""
    draft = Draft.of(request)
    answers = LOOSER.get(request.POST.get("change", ""), {})
    draft.when = draft.when | answers
    left_out = request.POST.get("without", "")
    draft.matters = [key for key in draft.matters if key != left_out]
    draft.keep(request)
    return redirect("booking:plans" if draft.matters else "booking:matters")


def possible(wish: Wish) -> list[str]:
    """What this wish could ask for less strictly, the mildest change first."""
    asked = {
        "times": bool(wish.windows),
        "visits": wish.max_days < min(MOST_DAYS, len(wish.matters)),
        "languages": bool(wish.languages),
        "needs": bool(wish.needs),
    }
    return [change for change, is_possible in asked.items() if is_possible]


def loosened(wish: Wish, change: str) -> Wish:
    """The wish after this change, to see beforehand whether it would help."""
    return {
        "times": replace(wish, windows=()),
        "visits": replace(wish, max_days=MOST_DAYS),
        "languages": replace(wish, languages=()),
        "needs": replace(wish, needs=()),
    }[change]
