"""How the day of a house went, for the coordinators."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.booking.figures import FEWEST
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Location

from ..coordinating.day import LANE, SIGN, WIDTH, day_of
from ..coordinating.following_up import ACTS, follow_up

LONGEST_NUMBER = 10


@staff("manage", "plans")
@require_safe
def day(request: HttpRequest, house: str, day: str) -> HttpResponse:
    """Who came, waited, left; stations × time; what was left open."""
    location, chosen = _of(house, day)
    now = timezone.now()
    with as_program(now=now):
        found = day_of(location, chosen, now=now)
    trail.record(act="read", kind="visit", object=f"{house}:{day}", basis="role", now=now)
    shown = {"day": found, "fewest": FEWEST, "width": WIDTH, "lane": LANE, "sign": SIGN}
    return render(request, "frontdesk/day/day.html", shown)


@staff("manage", "plans")
@require_POST
def follow_day_up(request: HttpRequest, house: str, day: str) -> HttpResponse:
    """One press: whoever is behind an open end is called back, or nothing is left to be done."""
    location, chosen = _of(house, day)
    act, sort, matter = (request.POST.get(one, "") for one in ("act", "sort", "matter"))
    now = timezone.now()
    if act in ACTS and matter.isdecimal() and len(matter) < LONGEST_NUMBER:
        with as_program(now=now):
            follow_up(location, chosen, sort, int(matter), act, now=now)
        trail.record(act="write", kind="visit", object=f"{house}:{day}", basis="role", now=now)
    return redirect("frontdesk:day", house, day)


def _of(house: str, day: str) -> tuple[Location, date]:
    location = get_object_or_404(Location, key=house)
    try:
        return location, date.fromisoformat(day)
    except ValueError as fault:
        raise Http404 from fault
