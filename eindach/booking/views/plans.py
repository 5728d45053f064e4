"""Step 3: the best plans, drawn side by side; the chosen one is held."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from eindach.accounts.pacing import paced
from eindach.kernel.audience import audience

from ..draft import Draft, as_data
from ..forms import ContactForm
from ..offers import OfferInvalid
from . import holding
from .alternatives import alternatives
from .responses import personal
from .steps import at


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@paced(reads="search", posts="search")
def plans(request: HttpRequest) -> HttpResponse:
    """Search and draw; a posted offer is held, then comes the contact."""
    draft, now = Draft.of(request), timezone.now()
    if draft.is_booked:
        return redirect("booking:booked")
    if request.method == "POST":
        return _choose(request, draft, now)
    found = alternatives(draft, now, everything="all" in request.GET)
    if found is None:
        return _again()
    return render(request, "booking/plans.html", found | _said(found) | at(3))


def _choose(request: HttpRequest, draft: Draft, now: datetime) -> HttpResponse:
    try:
        holding.choose(request, draft, request.POST.get("offer", ""), now=now)
    except (holding.Lost, OfferInvalid) as fault:
        found = alternatives(draft, now)
        if found is None:
            return _again()
        why = "taken" if isinstance(fault, holding.Lost) else "unread"
        return render(request, "booking/plans.html", found | _said(found) | at(3) | {"why": why}, status=409)
    # Who has given name and contact already comes back here from a lost race: on to the last step.
    return redirect("booking:check" if has_contact(draft) else "booking:contact")


def _again() -> HttpResponse:
    """Step 1 or 2 has to be answered again; the page there says what is wrong."""
    return redirect(f"{reverse('booking:when')}?again=1")


def _said(found: dict[str, Any]) -> dict[str, str]:
    """One sentence on top: how many visits it takes."""
    if not found["cards"]:
        return {}
    days = sorted({card.plan.days for card in found["cards"]})
    count = len(found["matters"])
    if days[0] > 1:
        text = ngettext("Your matter needs several visits.", "Your %(count)d matters need more than one visit.", count)
    elif days == [1]:
        text = ngettext("Your matter fits in one visit.", "Your %(count)d matters fit in one visit.", count)
    else:
        text = ngettext(
            "Your matter fits in one visit or in several.",
            "Your %(count)d matters fit in one visit or in several.",
            count,
        )
    return {"summary": text % {"count": count}}


def has_contact(draft: Draft) -> bool:
    """Was step 4 answered, and well?"""
    return bool(draft.contact) and ContactForm(as_data(draft.contact)).is_valid()
