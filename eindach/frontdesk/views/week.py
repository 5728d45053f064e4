"""The week of the coordinators: what is open, and forms that say what a change does before it is saved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.acting import as_program
from eindach.booking.documents.sheet import clock, day_text
from eindach.booking.models import Calendar, Opening
from eindach.booking.rehearsing import OtherOutcome, Outcome, carry_out, rehearse
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Location, Organization
from eindach.guide.models import Matter

from ..coordinating.copying import CopyForm
from ..coordinating.forms import ChangeForm, CloseForm, HoursForm, SignsTwice, initial_of
from ..coordinating.house_days import AsAlwaysForm, HouseDayForm, by_hand
from ..coordinating.week import Shown, week_of
from ..signs import said

FORMS: Final[dict[str, type[ChangeForm]]] = {
    "hours": HoursForm,
    "close": CloseForm,
    "copy": CopyForm,
    "house": HouseDayForm,
    "as-always": AsAlwaysForm,
}
TITLES: Final = {
    "hours": gettext_lazy("Add hours"),
    "close": gettext_lazy("Close counters"),
    "copy": gettext_lazy("Copy this week"),
    "house": gettext_lazy("Days on which a house differs"),
    "as-always": gettext_lazy("As always again"),
}
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
    """Hours, closures, days of a house, a copied week: asked, shown with what it does to the booked people, saved as
    shown."""
    if act not in FORMS:
        raise Http404
    now, shown = timezone.now(), _shown(request)
    with as_program(now=now):
        form, opening = _form(request, act, shown, now)
        answer = _tried(form, request.POST.get("mark", ""), now) if form.is_valid() else None
    more: dict[str, Any] = {"opening": opening}
    if answer is None:
        return _page(request, act, form, shown, status=422 if form.is_bound else 200, **more)
    if not answer.is_saved:
        return _page(request, act, form, shown, status=409 if answer.is_other else 200, answer=answer, **more)
    for counter in sorted(answer.touched):
        trail.record(act="write", kind="counter", object=counter, basis="role", now=now)
    asked = {**vars(shown), "day": form.cleaned_data["day"], "saved": 1}
    return HttpResponseRedirect(f"{reverse('frontdesk:week')}?{urlencode(asked)}")


@dataclass(frozen=True)
class Answer:
    """To a valid form: what it does (`outcome`) and what else is to be known; `is_other`: not what was shown."""

    outcome: Outcome | None
    notes: Sequence[str] = ()
    is_other: bool = False
    is_saved: bool = False
    touched: Collection[int] = ()


def _tried(form: ChangeForm, mark: str, now: datetime) -> Answer | None:
    """Saved if the mark is that of what it does; without one only looked at. None: the form has a fault after all."""
    try:
        touched = form.touched()
        if not mark:
            return Answer(rehearse(form.do, now=now), form.notes())
        carry_out(form.do, now=now, expected=mark)
    except OtherOutcome as other:
        return Answer(other.outcome, form.notes(), is_other=True)
    except SignsTwice as fault:
        for sign, calendar, start in said(fault.found):
            form.add_error(None, _twice_said(sign, calendar, start))
        return None
    return Answer(None, is_saved=True, touched=touched)


def _twice_said(sign: str, calendar: Calendar, start: datetime) -> str:
    """Which counter of the house has this sign already."""
    return _(
        "%(sign)s is also the sign of %(organization)s on %(day)s at %(time)s. Numbers are called to signs: choose "
        "another time."
    ) % {
        "sign": sign,
        "organization": calendar.counter.organization.short_name,
        "day": day_text(timezone.localdate(start)),
        "time": clock(timezone.localtime(start)),
    }


def _form(request: HttpRequest, act: str, shown: Shown, now: datetime) -> tuple[ChangeForm, Opening | None]:
    more: dict[str, Any] = {"calendars": shown.calendars(), "now": now}
    opening = _opening(request) if act == "hours" else None
    if act == "hours":
        more["instead_of"] = opening
        if opening:
            more["calendars"] = [one for one in more["calendars"] if one.pk == opening.calendar_id]
    if request.method == "POST":
        return FORMS[act](request.POST, **more), opening
    asked = {key: request.GET[key] for key in ("counter", "day", "location", "row") if key in request.GET}
    initial = initial_of(opening) if opening else {"weeks": 1, **asked}
    return FORMS[act](initial=initial, **more), opening


def _page(
    request: HttpRequest, act: str, form: ChangeForm, shown: Shown, status: int = 200, **more: Any
) -> HttpResponse:
    title = _("Change hours") if more.get("opening") else TITLES[act]
    words = {"act": act, "title": title, "form": form, "shown": shown, "query": urlencode(vars(shown)), **more}
    if isinstance(form, HouseDayForm):
        words["days"] = by_hand(form.houses.values(), form.now)
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
