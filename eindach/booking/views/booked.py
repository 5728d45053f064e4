"""The confirmation: what to show, where first, what to bring at which station."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from eindach.kernel.audience import audience

from .. import queries
from ..draft import Draft
from ..drawing import draw
from ..models import Itinerary
from ..papers import papers
from ..plans import Plan
from ..recorded import BY_SESSION, opened
from .responses import personal

QUIET_ZONE = 2


@audience("public")
@require_safe
@personal
def booked(request: HttpRequest) -> HttpResponse:
    """What this session has just booked; the same page can be opened again by the secret link."""
    draft = Draft.of(request)
    itinerary = draft.itinerary()
    if itinerary is None or itinerary.booked_at is None:
        return redirect("booking:matters")
    if itinerary.cancelled_at:
        return redirect("booking:manage", queries.manage_token(itinerary))
    now = timezone.now()
    opened(itinerary, now, basis=BY_SESSION)
    return render(request, "booking/booked.html", carried(itinerary, now) | {"back": draft.back})


def carried(itinerary: Itinerary, now: datetime) -> dict[str, Any]:
    """Everything of an itinerary that is carried along."""
    plan = queries.planned(itinerary)
    return {
        "itinerary": itinerary,
        "token": queries.manage_token(itinerary),
        "plan": plan,
        "visits": carry(plan) if plan else [],
        "papers": papers(plan.appointments) if plan else None,
        "next": next((one for one in plan.appointments if one.end > now), None) if plan else None,
        "qr": qr(itinerary.reference),
    }


def carry(plan: Plan) -> list[dict[str, Any]]:
    """The houses of a plan as lists to read: floors with the papers they ask for, a sign wherever the place changes."""
    asked = papers(plan.appointments)
    extra = dict(zip((id(one) for one in plan.appointments), asked.extra, strict=True))
    visits = []
    for house in draw([plan]).houses[0]:
        place, floors = None, []
        for stop in house.stops:
            one = stop.appointment
            new_place = one.location if one and one.location != place else None
            place = one.location if one else place
            floors.append({"stop": stop, "place": new_place, "papers": extra.get(id(one), ()) if one else ()})
        places = {one.location.pk: one.location for one in house.appointments}
        no_steps = all(place.step_free for place in places.values())
        is_call = all(one.counter.by_phone for one in house.appointments)
        visit = {"house": house, "floors": signed(floors), "places": places, "step_free": no_steps, "is_call": is_call}
        visits.append(visit)
    return visits


def signed(floors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the sign of a house above the wait at its door: who arrives waits inside."""
    for before, after in pairwise(floors):
        if after["place"] and before["stop"].kind == "wait":
            before["place"], after["place"] = after["place"], None
    return floors


def qr(reference: str) -> SafeString:
    """The reference as a QR code for the reception: an SVG that says nothing else, least of all the secret link."""
    code = segno.make(reference, error="m", micro=False)
    drawn = code.svg_inline(border=QUIET_ZONE, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 (made here, of a reference of our own alphabet)
