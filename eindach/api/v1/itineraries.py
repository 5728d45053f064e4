"""POST itineraries/search: the best ways to settle several matters."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.decorators import decorate_view

from eindach.booking.search import WishFaults, search
from eindach.directory.queries import region
from eindach.kernel.audience import audience

from ..fields import PageLanguage
from ..guard import with_body
from ..metrics import SEARCHES
from ..problems import Problem
from ..published import answers
from ..rates import limited
from .answers import Itineraries
from .wishes import WishBody

router = Router(tags=["itineraries"])


@router.post(
    "/itineraries/search",
    response=answers({200: Itineraries}, 400, 411, 413, 415, 422, 429),
    summary="Coordinated appointments for one person",
)
@decorate_view(with_body, limited("search"))
@audience("public")
def search_itineraries(request: HttpRequest, wish: WishBody, lang: PageLanguage | None = None) -> Itineraries:
    """The exact Pareto frontier of days, last day and minutes on site: no itinerary here beats another in all three.
    Nothing possible: `itineraries` is empty and `impossible` says what the person can do. Searching takes no place."""
    now, zone = timezone.now(), region().zone
    if wish.empty_windows(zone):
        raise Problem("invalid-request", errors=wish.faults(now=now, zone=zone))
    try:
        found = search(wish.wish(now=now, zone=zone), now=now)
    except WishFaults as fault:
        raise Problem("invalid-request", errors=wish.named(fault)) from fault
    SEARCHES.labels("found" if found.plans else "impossible").inc()
    return Itineraries.of(found)
