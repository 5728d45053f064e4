"""The front desk: who is expected, who is here; check in by number or with one press; whoever walks in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.accounts.policy import Refused
from eindach.booking.models import Itinerary
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Location
from eindach.kernel.actor import must_be_present

from .. import access, arriving, returning
from ..documents.event_names import names_pdf
from ..documents.ticket import ticket_name, ticket_pdf
from ..faults import NotNow
from ..interpreting.asking import asked_in
from ..interpreting.panel import for_me
from ..models import Visit
from ..queue import today
from ..reception import expected, my_house, my_houses, my_visit, present, registered_names, seal, unseal
from ..visits import arrive
from ..walk_in_form import WalkInForm
from ..walking_in import matters_here, prospect, walk_in
from ..why import URGENT_WORDS

LONGEST_SAID: Final = 300
ARRIVING: Final[dict[str, Callable[..., Visit]]] = {
    "arrive": arriving.check_in, "sooner": arriving.come_sooner, "anew": arriving.come_anew,
}  # fmt: skip
TOLD: Final = {"leave": "go-home", "come-back": "come-back", "urgent": "make-urgent"}
"""What the trail calls an act (consent/trail_words.py)."""


@staff("open", "arrivals")
@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request: HttpRequest) -> HttpResponse:
    """The house today; a posted number, or what a scanner types, is looked up. The number stays out of the address."""
    house, now = _house(request), timezone.now()
    found: dict[str, Any] = {}
    if request.method == "POST":
        found = _found(house, request.POST.get("q", "")[:LONGEST_SAID], now)
    elif given := request.GET.get("given", ""):
        found = {"visit": my_visit(_uuid(given))}
    return _page(request, house, now, {"found": found, "said": request.GET.get("said", "")})


@staff("open", "arrivals")
@require_POST
def check_in(request: HttpRequest) -> HttpResponse:
    """One press: they are here, or begin sooner, or take a number for what they missed."""
    house, now = _house(request), timezone.now()
    thing = unseal(house, request.POST.get("of", ""), now=now)
    act = ARRIVING.get(request.POST.get("act", ""), arriving.check_in)
    try:
        with as_program(now=now):
            visit = act(thing, house, now=now) if isinstance(thing, Itinerary) else arrive(thing, now=now)
    except NotNow:
        return _back(house, said="not-today" if act is arriving.come_anew else "not-now")
    access.written("arrive", visit)
    return _back(house, given=visit.pk)


@staff("open", "arrivals")
@require_POST
def change(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """They have left, are back, or it is urgent."""
    visit, now = my_visit(visit_id), timezone.now()
    act, user = request.POST.get("act", ""), must_be_present().actor.user
    acts: dict[str, Callable[[], None]] = {
        "leave": lambda: returning.has_left(visit, now=now, user=user),
        "come-back": lambda: returning.is_back(visit, now=now, user=user),
        "urgent": lambda: returning.make_urgent(visit, request.POST.get("why", ""), now=now),
    }
    if act not in acts:
        raise Refused("write", "visit", object=visit_id)
    try:
        with as_program(now=now):
            acts[act]()
    except (NotNow, ValueError):
        return _back(visit.location, said="not-now")
    access.written(TOLD[act], visit)
    return _back(visit.location)


@staff("open", "arrivals")
@require_safe
def ticket(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The number on paper."""
    visit, now = my_visit(visit_id), timezone.now()
    if not visit.number:
        raise Refused("read", "visit", object=visit_id)
    with as_program(now=now):
        content = ticket_pdf(visit, now=now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{ticket_name(visit)}"'
    return response


@staff("open", "arrivals")
@require_safe
def names_list(request: HttpRequest) -> HttpResponse:
    """Who registered for today, with names, on paper."""
    house, now = _house(request), timezone.now()
    found = registered_names(house, now=now)
    visits, names = [one for one, _name in found], {one.pk: name for one, name in found}
    content = names_pdf(house, visits, names, language=get_language() or "de", now=now)
    trail.record(act="print", kind="visit", object=house.pk, basis=access.BASIS, fields=access.FIELDS)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="Eindach-names.pdf"'
    return response


@staff("open", "arrivals")
@require_http_methods(["GET", "HEAD", "POST"])
def walk_ins(request: HttpRequest) -> HttpResponse:
    """Three answers; then what can be expected; then a number."""
    house, now = _house(request), timezone.now()
    form = WalkInForm(request.POST or None, known=matters_here(house, now=now))
    if not form.is_valid():
        return _page(request, house, now, {"form": form}, status=200 if request.method == "GET" else 422)
    asked, key = form.asked(), form.cleaned_data["key"]
    try:
        with as_program(now=now):
            visit = walk_in(asked, house, key=str(key), now=now) if key and "go" in request.POST else None
            outlook = None if visit else prospect(asked, house, now=now)
    except NotNow:
        return _back(house, said="not-today")
    if visit is None:  # the page itself is shown to staff, not to the program
        return _page(request, house, now, {"form": form, "outlook": outlook, "key": uuid4(), "wants": asked})
    access.written("arrive", visit)
    return _back(house, given=visit.pk)


def _found(house: Location, said: str, now: datetime) -> dict[str, Any]:
    """What a number leads to; the look is recorded for whose it is."""
    with as_program(now=now):
        thing = arriving.in_hand(said)
        arrival = arriving.assess(thing, house, now=now) if isinstance(thing, Itinerary) else None
    person = thing.person_id if thing else None
    trail.record(act="find", kind="visit", person=person, object=thing.pk if thing else "", basis=access.BASIS)
    if thing is None:
        return {"nothing": True}
    if isinstance(thing, Visit) and thing.cancelled_at:
        return {"arrival": arriving.Arrival(state="cancelled")}
    if isinstance(thing, Visit) and (thing.location_id, thing.day) != (house.pk, today(now)):
        return {"elsewhere": thing}
    if isinstance(thing, Visit):
        return {"visit": thing} if thing.arrived_at else {"registered": thing, "seal": seal(house, thing)}
    if arrival and arrival.visit:
        return {"visit": arrival.visit}
    return {"arrival": arrival, "number": thing.reference, "wish": thing.wish, "seal": seal(house, thing)}


def _page(
    request: HttpRequest, house: Location, now: datetime, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    trail.record(act="list", kind="visit", object=house.pk, basis=access.BASIS, fields=access.FIELDS)
    inside, user = present(house, now=now), must_be_present().actor.user
    assert user is not None  # noqa: S101 - staff have one
    with as_program(now=now):
        asked = for_me(asked_in(house.pk, now=now), user)
    shown = {
        "house": house,
        "houses": my_houses(),
        "now": now,
        "hours": expected(house, now=now),
        "registered": Visit.objects.filter(location=house, day=today(now), came=Visit.Came.REGISTRATION).exists(),
        "inside": [one for one in inside if one.standing.state != "left"],
        "gone": [one for one in inside if one.standing.state == "left"],
        "waiting": sum(one.standing.state == "waiting" for one in inside),
        "long": sum(one.waits_long for one in inside),
        "urgent": URGENT_WORDS.items(),
        "events": f"{settings.EVENTS_URL}/events/changes?house={house.key}" if settings.EVENTS_URL else "",
        "asked": asked,
        "form": more.get("form") or WalkInForm(known=matters_here(house, now=now)),
    }
    if visit := more.get("found", {}).get("visit"):
        shown["one"] = next((one for one in inside if one.visit.pk == visit.pk), None)
    return render(request, "frontdesk/arrivals.html", shown | more, status=status)


def _house(request: HttpRequest) -> Location:
    return my_house(request.POST.get("house", "") or request.GET.get("house", ""))


def _back(house: Location, **said: object) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('frontdesk:arrivals')}?{urlencode({'house': house.key} | said)}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise Refused("read", "visit") from fault
