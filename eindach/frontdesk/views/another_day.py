"""What was left open in a visit gets another time: the normal booking with exactly these matters, or an event day."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eindach.booking.draft import Draft
from eindach.booking.forms.when import WhenForm
from eindach.booking.views.when import spoken_for
from eindach.guide.models import Matter

from ..another_day.left_open import Coming, coming_days, left_open
from ..models import Visit
from ..queue import today
from ..visits import visit_token
from .link import record, with_visit


@with_visit
@require_http_methods(["GET", "HEAD", "POST"])
def another_day(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Opening it changes nothing. A press takes the chosen matters along to the booking, where nothing of them stands
    in an address; who they are is asked there again, because a link may be in other hands."""
    stops = left_open(visit, now=timezone.now())
    chosen = [one.matter for one in stops if one.matter.key in request.POST.getlist("matter")]
    if request.method == "POST" and chosen:
        record("find", visit)
        return _to_the_booking(request, visit, chosen)
    shown = {
        "visit": visit,
        "token": visit_token(visit.pk),
        "matters": [one.matter for one in stops],
        "coming": [(one, _register(one, visit)) for one in coming_days(stops, now=timezone.now())],
        "fault": _("Choose at least one matter.") if request.method == "POST" and stops else "",
    }
    return render(request, "frontdesk/another_day.html", shown, status=422 if shown["fault"] else 200)


def _to_the_booking(request: HttpRequest, visit: Visit, matters: Sequence[Matter]) -> HttpResponse:
    """A fresh draft: what has to come first was clear when they came."""
    draft = Draft.of(request).renewed()
    draft.matters = [one.key for one in matters]
    first = {one.key for matter in matters for one in matter.after.all()}
    draft.settled = sorted(first - {*draft.matters})
    draft.when = _as_they_came(visit, draft.matters)
    draft.keep(request)
    return redirect("booking:when")


def _as_they_came(visit: Visit, matters: Sequence[str]) -> dict[str, list[str]]:
    """From tomorrow on; so many people, the same town, and a language of theirs in which all of it can be settled."""
    tomorrow = today(timezone.now()) + timedelta(days=1)
    everywhere = {one.code for one in spoken_for(matters) if one.everywhere}
    town = visit.itinerary.wish.get("municipality", "") if visit.itinerary else ""
    said = WhenForm.usual(tomorrow, [code for code in visit.languages if code in everywhere])
    said |= {"people": [str(visit.people)], "municipality": [town]}
    return said | ({"step_free": ["on"]} if "step-free" in visit.needs else {})


def _register(coming: Coming, visit: Visit) -> str:
    """The address of the hours of an event day for these matters: it is nobody's data (views/events.py)."""
    asked = [("matters", one.key) for one in coming.matters]
    said = [*asked, ("people", visit.people), ("language", (visit.languages or [visit.language])[0])]
    return f"{reverse('frontdesk:event-hour', args=[coming.day.pk])}?{urlencode(said)}"
