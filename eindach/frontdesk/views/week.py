"""The week of the coordinators: what is open, and forms that say what a change does before it is saved."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.acting import as_program
from eindach.booking.models import Opening, OpeningChange
from eindach.booking.rehearsing import OtherOutcome, Outcome, carry_out, rehearse
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Location, Organization
from eindach.guide.models import Matter

from ..coordinating.forms import ChangeForm, CloseForm, CopyForm, HoursForm, initial_of
from ..coordinating.week import Shown, week_of

FORMS: Final[dict[str, type[ChangeForm]]] = {"hours": HoursForm, "close": CloseForm, "copy": CopyForm}
FIRST, LAST = date(2000, 1, 3), date(2100, 1, 1)


@staff("manage", "plans")
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Counters × days, of one house or all."""
    now = timezone.now()
    shown, monday = _shown(request), _monday(request, now)
    with as_program(now=now):
        found = week_of(monday, shown, now=now)
    houses = Location.objects.filter(counters__isnull=False).distinct().order_by("key")
    offices = Organization.objects.filter(counters__isnull=False).distinct().order_by("key")
    said = {
        "week": found,
        "today": timezone.localdate(now).isoformat(),
        "shown": shown,
        "query": urlencode(vars(shown)),
        "houses": houses,
        "offices": offices,
        "matters": Matter.objects.order_by("key"),
        "saved": "saved" in request.GET,
    }
    return render(request, "frontdesk/week/week.html", said)


@staff("manage", "plans")
@require_http_methods(["GET", "HEAD", "POST"])
def change_week(request: HttpRequest, act: str) -> HttpResponse:
    """Hours, a closure, a copied week: asked, shown with what it does to the booked people, saved as shown."""
    if act not in FORMS:
        raise Http404
    now, shown = timezone.now(), _shown(request)
    with as_program(now=now):
        form, opening = _form(request, act, shown, now)
        changes = form.changes() if form.is_valid() else []
    if not form.is_valid():
        return _page(request, act, form, shown, status=422 if form.is_bound else 200, opening=opening)
    try:
        with as_program(now=now):
            outcome = _saved(changes, request.POST.get("mark", ""), now)
    except OtherOutcome as other:
        return _page(request, act, form, shown, status=409, outcome=other.outcome, opening=opening, is_other=True)
    if outcome:
        return _page(request, act, form, shown, outcome=outcome, opening=opening)
    for calendar in sorted({one.calendar.counter_id for one in changes}):
        trail.record(act="write", kind="counter", object=calendar, basis="role", now=now)
    asked = {**vars(shown), "day": form.cleaned_data["day"], "saved": 1}
    return HttpResponseRedirect(f"{reverse('frontdesk:week')}?{urlencode(asked)}")


def _saved(changes: Sequence[OpeningChange], mark: str, now: datetime) -> Outcome | None:
    """None when it is saved; before that, what it would do."""
    if not mark:
        return rehearse(changes, now=now)
    carry_out(changes, now=now, expected=mark)
    return None


def _form(request: HttpRequest, act: str, shown: Shown, now: datetime) -> tuple[ChangeForm, Opening | None]:
    more: dict[str, Any] = {"calendars": shown.calendars(), "now": now}
    opening = _opening(request) if act == "hours" else None
    if act == "hours":
        more["instead_of"] = opening
        if opening:
            more["calendars"] = [one for one in more["calendars"] if one.pk == opening.calendar_id]
    if request.method == "POST":
        return FORMS[act](request.POST, **more), opening
    asked = {key: request.GET[key] for key in ("counter", "day") if key in request.GET}
    initial = initial_of(opening) if opening else {"weeks": 1, **asked}
    return FORMS[act](initial=initial, **more), opening


def _page(
    request: HttpRequest, act: str, form: ChangeForm, shown: Shown, status: int = 200, **more: Any
) -> HttpResponse:
    words = {"act": act, "form": form, "shown": shown, "query": urlencode(vars(shown)), **more}
    return render(request, "frontdesk/week/change.html", words, status=status)


def _opening(request: HttpRequest) -> Opening | None:
    """The one to be changed; gone meanwhile: as if it were new hours."""
    said = request.POST.get("opening") or request.GET.get("opening", "")
    return Opening.objects.filter(pk=said).first() if said.isdecimal() and len(said) < 18 else None


def _shown(request: HttpRequest) -> Shown:
    return Shown(*(request.GET.get(one, "")[:80] for one in ("house", "office", "matter")))


def _monday(request: HttpRequest, now: datetime) -> date:
    """Of the day that was asked for; without one, of today."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = timezone.localdate(now)
    day = min(max(day, FIRST), LAST)
    return day - timedelta(days=day.weekday())
