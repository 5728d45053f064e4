"""Step 5: check the answers, then book. Twice is as good as once."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eindach.kernel.audience import audience

from .. import operations
from ..draft import Draft, as_data
from ..forms import ContactForm
from ..models import Itinerary
from ..operations import AlreadyBooked, Contact, NotChangeable, SlotTaken
from . import holding
from .alternatives import alternatives, in_order
from .contact import kept, lost
from .responses import personal
from .steps import at
from .when import wish_of

TEMPLATE = "booking/check.html"


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more, with links to change it; a post books the kept plan of this draft."""
    draft, now = Draft.of(request), timezone.now()
    if draft.booked:
        return redirect("booking:booked")
    form = ContactForm(as_data(draft.contact))
    if not form.is_valid():
        return redirect("booking:contact")
    shown = answers(draft, form)
    try:
        held = holding.keep(request, draft, now=now)
        if request.method == "POST":
            _book(request, draft, held, form, now)
            return redirect("booking:booked")
    except (holding.NothingChosen, NotChangeable):
        return redirect("booking:plans")
    except AlreadyBooked as fault:
        shown = shown | _twice(draft, fault, now) | kept(held, now)
        return render(request, TEMPLATE, shown, status=409)
    except (holding.Lost, SlotTaken):
        return lost(request, draft, now, TEMPLATE, shown)
    return render(request, TEMPLATE, shown | kept(held, now))


def _book(request: HttpRequest, draft: Draft, held: Itinerary, form: ContactForm, now: datetime) -> None:
    said = form.cleaned_data
    contact = Contact(
        name=said["name"],
        email=said["email"],
        phone=said["phone"].as_e164 if said["phone"] else "",
        language=said["language"],
    )
    # Idempotent by the held itinerary itself: one that is booked already stays as it is.
    booked = operations.confirm(itinerary=held, contact=contact, now=now, wants_earlier=said["wants_earlier"])
    draft.booked, draft.held, draft.offer = str(booked.pk), "", ""
    draft.keep(request)


def answers(draft: Draft, form: ContactForm) -> dict[str, object]:
    """What was answered in the steps before."""
    return {
        "form": form,
        "said": form.cleaned_data,
        "wish": wish_of(draft),
        "matters": in_order(draft.matters),
        "draft": draft,
    } | at(5)


def _twice(draft: Draft, fault: AlreadyBooked, now: datetime) -> dict[str, object]:
    """This person has such an appointment: which ones, and plans for what is left."""
    twice = {matter.key for matter in fault.matters}
    rest = Draft(matters=[key for key in draft.matters if key not in twice], when=draft.when, held=draft.held)
    found = alternatives(rest, now) if twice and rest.matters else None
    return {"twice": fault.matters, "is_twice": True, "rest": found}
