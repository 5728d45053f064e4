"""Step 4: name and contact, while the chosen times are kept."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eindach.accounts.pacing import paced
from eindach.directory.queries import region
from eindach.kernel.audience import audience

from .. import operations, queries
from ..draft import Draft, as_data, typed
from ..forms import ContactForm
from ..holding import LONGEST, until
from ..models import Itinerary
from ..templatetags.visits import clock
from . import holding
from .alternatives import alternatives
from .cards import cards
from .responses import personal
from .steps import at


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@paced(reads="search", posts="form")
def contact(request: HttpRequest) -> HttpResponse:
    """Who it is for. When the times are gone, fresh plans stand on this same page, and nothing typed is lost."""
    draft, now = Draft.of(request), timezone.now()
    if draft.is_booked:
        return redirect("booking:booked")
    form = ContactForm(as_data(draft.contact)) if draft.contact else ContactForm(initial=_usual())
    if request.method == "POST":
        draft.contact = typed(request.POST, ContactForm.base_fields)
        draft.keep(request)
        form = ContactForm(as_data(draft.contact))
    try:
        held = holding.keep(request, draft, now=now)
    except holding.NothingChosen:
        return redirect("booking:plans")
    except holding.Lost:
        return lost(request, draft, now, "booking/contact.html", {"form": form} | at(4))
    if held.booked_at:
        return redirect("booking:booked")
    if request.method == "POST" and form.is_valid():
        return redirect("booking:check")
    status = 422 if request.method == "POST" else 200
    shown = {"form": form} | at(4)
    return render(request, "booking/contact.html", shown | kept(held, now), status=status)


def _usual() -> dict[str, str]:
    return {"language": get_language() or "de"}


def kept(held: Itinerary, now: datetime) -> dict[str, object]:
    """What the pages of a kept plan show: the plan drawn, and until when it is kept."""
    plan = queries.planned(held)
    ends = timezone.localtime(min(until(now), held.created_at + LONGEST), region().zone)
    return {"cards": cards([plan]) if plan else None, "plan": plan, "until": ends}


def lost(request: HttpRequest, draft: Draft, now: datetime, template: str, shown: dict[str, object]) -> HttpResponse:
    """Somebody was faster: the same page, with fresh plans for the same wish."""
    found = alternatives(draft, now)
    if found is None:
        return redirect("booking:when")
    return render(request, template, shown | found | {"why": "taken", "is_lost": True}, status=409)


@audience("public")
@require_POST
@personal
@paced(posts="form")
def renew(request: HttpRequest) -> HttpResponse:
    """Keep the times while somebody types; what they typed is kept too. 410 when the times are no longer kept.

    It runs in the background of a page and may be overtaken by what the person does, so it leaves the session alone.
    """
    draft, now = Draft.of(request), timezone.now()
    held = draft.itinerary()
    if any(request.POST.get(name) for name in ("name", "email", "phone")):
        draft.keep_contact(request, typed(request.POST, ContactForm.base_fields))
    ends = operations.renew(itinerary=held, now=now) if held else None
    if ends is None:
        gone = _("Your times are no longer kept. Go on to see whether they are still free, or choose again.")
        return JsonResponse({"said": gone}, status=410)
    local = timezone.localtime(ends, region().zone)
    said = _("We keep these times for you until %(time)s.") % {"time": clock(local)}
    return JsonResponse({"until": local.isoformat(), "said": said})
