"""The waiting list for a shorter or earlier plan: joined or left after booking."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from .. import operations, queries
from ..models import Itinerary
from ..operations import NotChangeable
from .link import with_link


@with_link
@require_POST
def earlier(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """`wants=yes` or `wants=no`."""
    wants = request.POST.get("wants") == "yes"
    back = reverse("booking:manage", args=[queries.manage_token(itinerary)])
    try:
        operations.want_earlier(itinerary=itinerary, wants=wants, now=timezone.now())
    except NotChangeable:
        return redirect(back)
    return redirect(f"{back}?said={'earlier' if wants else 'not-earlier'}")
