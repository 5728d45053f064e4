"""Somebody's appointments behind their secret link. Opening it changes nothing."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import queries
from ..models import Itinerary
from ..panels import panels
from ..plans import Plan
from .booked import carried
from .cards import Cards, cards
from .link import with_link


@with_link
@require_safe
def manage(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """Everything booked, an open proposal beside it, and what can be done."""
    now = timezone.now()
    shown = carried(itinerary, now)
    shown |= {"state": state(itinerary, shown["plan"], now), "said": request.GET.get("said", "")}
    shown |= {"proposal": proposal_of(itinerary, shown["plan"]), "shown_languages": settings.LANGUAGES}
    shown["panels"] = panels(request, itinerary, now)
    again = urlencode({"matter": itinerary.wish["matters"]}, doseq=True)
    shown["slot"] = f"booking:{itinerary.reference}"
    shown |= {"plan_again": f"{reverse('booking:matters')}?{again}"}
    return render(request, "booking/manage.html", shown)


def state(itinerary: Itinerary, plan: Plan | None, now: datetime) -> str:
    """cancelled | past | booked, computed from the dates."""
    if itinerary.cancelled_at or plan is None:
        return "cancelled"
    return "past" if all(one.end <= now for one in plan.appointments) else "booked"


def proposal_of(itinerary: Itinerary, plan: Plan | None) -> dict[str, Any] | None:
    """The open proposal, drawn beside the present plan; without `cards` where no new plan was possible."""
    proposal = queries.open_proposal(itinerary)
    if proposal is None:
        return None
    new = queries.proposed(proposal) if proposal.offer else None
    return {"row": proposal, "cards": _side_by_side(plan, new) if plan and new else None, "new": new, "old": plan}


def _side_by_side(old: Plan, new: Plan) -> Cards:
    """Old and new on one scale; the new one is drawn as the chosen one."""
    return cards([old, new], like=new, in_order=True)
