"""The kiosk at the door: language first, then by number or without an appointment; a ticket. Nothing stays on it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.pacing import paced
from eindach.booking.recorded import opened
from eindach.booking.views.responses import personal
from eindach.directory.models import Location
from eindach.kernel.audience import audience
from eindach.kernel.identifiers import REFERENCE_ALPHABET
from eindach.kernel.languages import SHIPPED

from .. import arriving
from ..documents.ticket import ticket_name, ticket_pdf
from ..faults import NotNow
from ..house import Standing, look
from ..kiosks import house_of, slip_of, visit_of_slip
from ..models import Visit
from ..queue import today
from ..visits import arrive
from ..walk_in_form import WalkInForm
from ..walking_in import matters_here, prospect, walk_in
from .link import record

BY_DEVICE: Final = "device"
LONGEST_SAID: Final = 300
AT_ONCE: Final = ("on-time", "late")
"""States in which nobody is asked anything: the number comes at once."""
ACTS: Final[dict[str, Callable[..., Visit]]] = {
    "arrive": arriving.check_in, "sooner": arriving.come_sooner, "anew": arriving.come_anew,
}  # fmt: skip


def at_kiosk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the house whose kiosk has this address; 404 for every other."""

    @audience("device")
    @personal
    @paced(posts="form")
    @wraps(view)
    def with_it(request: HttpRequest, device: str, **more: str) -> HttpResponse:
        try:
            house = house_of(device)
        except Location.DoesNotExist as fault:
            raise Http404 from fault
        return view(request, house, device, **more)

    return with_it


@at_kiosk
@require_safe
def kiosk(request: HttpRequest, house: Location, device: str) -> HttpResponse:
    """The languages, each in its own words."""
    return _page(request, "languages", house, device, {"choices": [_choice(one.code, device) for one in SHIPPED]})


@at_kiosk
@require_safe
def begin(request: HttpRequest, house: Location, device: str) -> HttpResponse:
    """With an appointment, or without."""
    return _page(request, "begin", house, device, {})


@at_kiosk
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, house: Location, device: str) -> HttpResponse:
    """The number of the booking, typed, tapped or scanned. Who comes in time has their ticket with it."""
    shown: dict[str, Any] = {"keys": REFERENCE_ALPHABET}
    if request.method != "POST":
        return _page(request, "number", house, device, shown)
    now, said = timezone.now(), request.POST.get("q", "")[:LONGEST_SAID]
    thing = arriving.in_hand(said)
    if thing is None:
        return _page(request, "number", house, device, shown | {"unknown": True}, status=422)
    if isinstance(thing, Visit):
        return _registered(request, thing, house, device, now)
    opened(thing, now, basis=BY_DEVICE)
    act = request.POST.get("act", "")
    arrival = arriving.assess(thing, house, now=now)
    if arrival.visit:
        return _again(arrival.visit, device, now)
    failed = False
    if act in ACTS or arrival.state in AT_ONCE:
        try:
            return _given(ACTS.get(act, arriving.check_in)(thing, house, now=now), device)
        except NotNow:
            arrival, failed = arriving.assess(thing, house, now=now), True
    return _page(request, "arrival", house, device, {"arrival": arrival, "said": said, "failed": failed})


@at_kiosk
@require_http_methods(["GET", "HEAD", "POST"])
def without(request: HttpRequest, house: Location, device: str) -> HttpResponse:
    """Matters and people; what can be expected; a number."""
    now = timezone.now()
    said, page = request.POST.copy(), get_language() or ""
    said.setdefault("language", page)
    known = matters_here(house, now=now)
    form = WalkInForm(said if request.method == "POST" else None, known=known, initial={"language": page})
    shown = {"form": form, "most": range(1, 7), "page": page}
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return _page(request, "without", house, device, shown, status=status)
    asked, key = form.asked(page), form.cleaned_data["key"]
    try:
        if key and "go" in request.POST:
            return _given(walk_in(asked, house, key=str(key), now=now), device)
        found = prospect(asked, house, now=now)
    except NotNow:
        return _page(request, "without", house, device, shown | {"late": True}, status=409)
    return _page(request, "outlook", house, device, {"outlook": found, "asked": asked, "key": uuid4()})


@at_kiosk
@require_safe
def slip(request: HttpRequest, house: Location, device: str, slip: str) -> HttpResponse:
    """The number, large; for who has no printer and no phone, too."""
    visit, now = _visit(slip, house), timezone.now()
    standing = look(house.pk, now=now).standings.get(visit.pk) or Standing(visit.state, visit.ticket)
    return _page(request, "slip", house, device, {"visit": visit, "standing": standing, "slip": slip})


@at_kiosk
@require_safe
def slip_on_paper(request: HttpRequest, house: Location, device: str, slip: str) -> HttpResponse:
    """The same as PDF."""
    visit = _visit(slip, house)
    response = HttpResponse(ticket_pdf(visit, now=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{ticket_name(visit)}"'
    return response


def _visit(slip: str, house: Location) -> Visit:
    try:
        visit = visit_of_slip(slip, house)
    except Visit.DoesNotExist as fault:
        raise Http404 from fault
    record("read", visit, basis=BY_DEVICE)
    return visit


def _registered(request: HttpRequest, visit: Visit, house: Location, device: str, now: datetime) -> HttpResponse:
    """Somebody with the link of a visit: registered for an event day, or here already."""
    if visit.cancelled_at:
        return _page(request, "arrival", house, device, {"arrival": arriving.Arrival(state="cancelled")})
    if (visit.location_id, visit.day) != (house.pk, today(now)):
        return _page(request, "arrival", house, device, {"elsewhere": visit})
    if visit.arrived_at:
        return _again(visit, device, now)
    return _given(arrive(visit, now=now), device)


def _given(visit: Visit, device: str) -> HttpResponse:
    record("arrive", visit, basis=BY_DEVICE)
    return _to_ticket(visit, device)


def _again(visit: Visit, device: str, now: datetime) -> HttpResponse:
    """Somebody who has a number shows it again."""
    if arriving.show_again(visit, now=now):
        record("come-back", visit, basis=BY_DEVICE)
    return _to_ticket(visit, device)


def _to_ticket(visit: Visit, device: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("frontdesk:kiosk-slip", args=[device, slip_of(visit)]))


def _choice(code: str, device: str) -> dict[str, str]:
    """One language: its name, a word of welcome, where it leads."""
    with translation.override(code):
        return {
            "code": code,
            "native": next(one.native for one in SHIPPED if one.code == code),
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "welcome": translation.gettext("Welcome"),
            "url": reverse("frontdesk:kiosk-begin", args=[device]),
        }


def _page(
    request: HttpRequest, step: str, house: Location, device: str, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shown = {"house": house, "device": device, "step": step, "now": timezone.now()}
    return render(request, f"frontdesk/kiosk/{step}.html", shown | more, status=status)
