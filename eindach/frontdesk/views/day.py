"""How the day of a house went, for the coordinators."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.booking.figures import FEWEST
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Location

from ..coordinating.day import day_of
from ..coordinating.drawing import WIDTH
from ..coordinating.following_up import ACTS, follow_up

LONGEST_NUMBER = 10
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
HOW = ("mail", "text", "call", "nobody", "arranged")
"""another_day/offering.py."""


@staff("manage", "plans")
@require_safe
def day(request: HttpRequest, house: str, day: str) -> HttpResponse:
    """Who came, waited, left; stations × time; what was left open."""
    location, chosen = _of(house, day)
    now = timezone.now()
    with as_program(now=now):
        found = day_of(location, chosen, now=now)
    trail.record(act="read", kind="visit", object=f"{house}:{day}", basis="role", now=now)
    shown = {"day": found, "fewest": FEWEST, "width": WIDTH, "told": _told(request)}
    return render(request, "frontdesk/day/day.html", shown)


@staff("manage", "plans")
@require_POST
def follow_day_up(request: HttpRequest, house: str, day: str) -> HttpResponse:
    """One press: whoever is behind an open end is offered another day or called back, or nothing is left to be done.
    Without a kind and a matter it is about everybody of the day."""
    location, chosen = _of(house, day)
    act, sort, said = (request.POST.get(one, "") for one in ("act", "sort", "matter"))
    matter = int(said) if said.isdecimal() and len(said) < LONGEST_NUMBER else None
    page, now = reverse("frontdesk:day", args=[house, day]), timezone.now()
    if act not in ACTS or (sort == "") != (matter is None):
        return HttpResponseRedirect(page)
    with as_program(now=now):
        told = follow_up(location, chosen, act, sort=sort, matter=matter, now=now)
    trail.record(act="write", kind="visit", object=f"{house}:{day}", basis="role", now=now)
    return HttpResponseRedirect(f"{page}?{urlencode({how: told[how] for how in HOW if told[how]})}")


def _told(request: HttpRequest) -> dict[str, int]:
    """How many were reached which way by the press before this page."""
    said = {how: request.GET.get(how, "") for how in HOW}
    return {how: int(count) for how, count in said.items() if count.isdecimal() and len(count) < LONGEST_NUMBER}


def _of(house: str, day: str) -> tuple[Location, date]:
    location = get_object_or_404(Location, key=house)
    try:
        chosen = date.fromisoformat(day)
    except ValueError as fault:
        raise Http404 from fault
    if not FIRST <= chosen <= LAST:
        raise Http404
    return location, chosen
