""" "I am here", said on one's own phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from eindach.booking.models import Itinerary
from eindach.booking.queries import manage_token
from eindach.booking.views.link import with_link

from ..by_phone import arrive_by_phone
from ..faults import NotNow
from ..visits import visit_token
from .link import record


@with_link
@require_POST
def i_am_here(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """To the page of the visit; too early, back to the booking, which says when it opens."""
    try:
        visit = arrive_by_phone(itinerary, timezone.now())
    except NotNow:
        return redirect("booking:manage", manage_token(itinerary))
    record("arrive", visit)
    return redirect("frontdesk:visitor", visit_token(visit.pk))
