"""Step 5: check the answers, then book. Twice is as good as once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eindach.accounts.pacing import paced
from eindach.kernel.audience import audience

from .. import operations
from ..draft import Draft, as_data
from ..forms import ContactForm
from ..operations import AlreadyBooked, Contact, NotChangeable, SlotTaken
from . import holding
from .alternatives import in_order
from .contact import kept, lost
from .residents import only_residents
from .responses import personal
from .steps import at
from .twice import twice
from .when import wish_of

TEMPLATE = "booking/check.html"


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@paced(reads="search", posts="book")
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more, with links to change it; a post books the kept plan of this draft."""
    draft, now = Draft.of(request), timezone.now()
    if draft.is_booked:
        return redirect("booking:booked")
    form = ContactForm(as_data(draft.contact))
    if not form.is_valid():
        return redirect("booking:contact")
    shown, contact = answers(draft, form), _contact(form)
    try:
        held = holding.keep(request, draft, now=now)
        if request.method == "POST":
            # Idempotent by the held itinerary itself: one that is booked already stays as it is. Nothing is written
            # into the session: what says "booked" is the itinerary.
            wants_earlier = form.cleaned_data["wants_earlier"]
            operations.confirm(itinerary=held, contact=contact, now=now, wants_earlier=wants_earlier)
        if request.method == "POST" or held.booked_at:
            return redirect("booking:booked")
    except (holding.NothingChosen, NotChangeable):
        return redirect("booking:plans")
    except AlreadyBooked as fault:
        shown = shown | twice(request, draft, contact, fault, now=now) | kept(held, now)
        return render(request, TEMPLATE, shown, status=409)
    except (holding.Lost, SlotTaken):
        return lost(request, draft, now, TEMPLATE, shown)
    shown |= kept(held, now)
    limited = only_residents(shown["wish"], [shown["plan"]] if shown["plan"] else [])
    return render(request, TEMPLATE, shown | {"only_residents": limited})


def _contact(form: ContactForm) -> Contact:
    said = form.cleaned_data
    phone = said["phone"].as_e164 if said["phone"] else ""
    return Contact(name=said["name"], email=said["email"], phone=phone, language=said["language"])


def answers(draft: Draft, form: ContactForm) -> dict[str, Any]:
    """What was answered in the steps before."""
    return {
        "form": form,
        "said": form.cleaned_data,
        "wish": wish_of(draft),
        "matters": in_order(draft.matters),
        "draft": draft,
    } | at(5)
