"""Move all appointments or one: other times drawn beside each other; the old ones are given back only afterwards."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eindach.accounts.pacing import paced
from eindach.directory.queries import region

from .. import moving, operations, queries
from ..forms.move import MoveForm
from ..models import Itinerary
from ..offers import OfferInvalid
from ..operations import AlreadyBooked, NotChangeable, SlotTaken
from ..plans import Plan, Planned
from ..wish import Wish
from .cards import cards
from .link import with_link
from .when import half_days


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
@paced(reads="search")
def move(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """`?which=` names one appointment, else all are moved; a posted offer is booked in the place of the old times."""
    now = timezone.now()
    plan = queries.planned(itinerary)
    can_move = moving.movable(plan, now) if plan else []
    back = reverse("booking:manage", args=[queries.manage_token(itinerary)])
    if plan is None or not can_move:
        return redirect(back)
    why = ""
    if request.method == "POST":
        try:
            operations.move(itinerary=itinerary, offer=request.POST.get("offer", ""), now=now)
            return redirect(f"{back}?said=moved")
        except NotChangeable:
            return redirect(back)
        except (SlotTaken, AlreadyBooked, OfferInvalid):
            why = "taken"
    shown = _page(request, itinerary, plan, can_move, now) | {"why": why, "back_url": back}
    return render(request, "booking/move.html", shown, status=409 if why else 200)


def _page(
    request: HttpRequest, itinerary: Itinerary, plan: Plan, can_move: list[Planned], now: datetime
) -> dict[str, Any]:
    here = region()
    wish = Wish.from_json(itinerary.wish, here.zone)
    today = timezone.localdate(now, here.zone)
    which = next((one for one in can_move if str(one.appointment_id) == request.GET.get("which")), None)
    form = MoveForm(request.GET if "first" in request.GET else MoveForm.usual_data(today), today=today)
    found: list[Plan] = []
    if form.is_valid():
        asked = form.other_times(wish, [one.matter.key for one in can_move], here.zone)
        found = (
            moving.plans_for_one(itinerary, can_move, which, asked, now=now)
            if which
            else moving.plans_for_all(itinerary, plan, asked, now=now)
        )
    kept = request.GET.copy()
    kept.pop("which", None)
    return {
        "keep": kept.urlencode(),
        "itinerary": itinerary,
        "token": queries.manage_token(itinerary),
        "form": form,
        "weeks": half_days(form),
        "plan": plan,
        "can_move": can_move,
        "which": which,
        "cards": cards(found, everything="all" in request.GET) if found else None,
    }
