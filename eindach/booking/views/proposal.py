"""A proposal in place of the present plan: take it, or keep what is booked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from .. import operations, queries
from ..models import Itinerary
from ..operations import AlreadyBooked, NotChangeable, SlotTaken
from .link import with_link


@with_link
@require_POST
def answer(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """`answer=accept` or `answer=decline`, for the proposal whose id was shown."""
    now = timezone.now()
    proposal = queries.open_proposal(itinerary)
    said = "answered"
    if proposal is not None and str(proposal.pk) == request.POST.get("proposal"):
        try:
            if request.POST.get("answer") == "accept":
                operations.accept(proposal=proposal, now=now)
                said = "accepted"
            else:
                operations.decline(proposal=proposal, now=now)
                said = "declined"
        except (SlotTaken, AlreadyBooked):
            said = "gone"
        except NotChangeable:
            said = "answered"
    back = reverse("booking:manage", args=[queries.manage_token(itinerary)])
    return redirect(f"{back}?said={said}")
