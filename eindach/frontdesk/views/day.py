"""How the day of a house went, for the coordinators."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from eindach.accounts.acting import as_program
from eindach.booking.figures import FEWEST
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Location

from ..coordinating.day import LANE, SIGN, WIDTH, day_of


@staff("manage", "plans")
@require_safe
def day(request: HttpRequest, house: str, day: str) -> HttpResponse:
    """Who came, waited, left; stations × time; what was left open."""
    location = get_object_or_404(Location, key=house)
    try:
        chosen = date.fromisoformat(day)
    except ValueError as fault:
        raise Http404 from fault
    now = timezone.now()
    with as_program(now=now):
        found = day_of(location, chosen, now=now)
    trail.record(act="read", kind="visit", object=f"{house}:{day}", basis="role", now=now)
    shown = {"day": found, "fewest": FEWEST, "width": WIDTH, "lane": LANE, "sign": SIGN}
    return render(request, "frontdesk/day/day.html", shown)
