"""Behind the link of a registration: show it, take it along, another hour, cancel, take an offered place."""

from collections.abc import Callable
from datetime import datetime

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..events import registering
from ..events.capacity import spans, windows
from ..events.letters import calendar_file
from ..events.registering import WindowFull, party_of
from ..faults import NotNow
from ..models import EventDay, Stop, Visit
from ..visits import visit_token
from .events import hour_words
from .link import with_visit


@with_visit
@require_safe
def registration(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Opening it changes nothing."""
    day, now = _day(visit), timezone.now()
    rows = Stop._base_manager.filter(visit=visit).exclude(status=Stop.Status.MOVED)
    stops = rows.select_related("matter", "counter", "organization").order_by("planned_at", "matter__position")
    changeable = day.state(now) == "registering" and not visit.arrived_at and not visit.cancelled_at
    found = windows(day, party_of(visit), but=visit, now=now) if changeable and not visit.waits_since else []
    others = [one for one in found if one.places and one.start > now and one.start != visit.window_start]
    token = visit_token(visit.pk)
    shown = {
        "visit": visit,
        "day": day,
        "token": token,
        "number": registering.numbers_of(day.pk)[visit.pk],
        "state": _state(visit, now),
        "stops": stops,
        "first": next((one.planned_at for one in stops if one.promised), None),
        "settled": {one.pk for one in registering.matters_of(day)},
        "hours": [(one.start.isoformat(), hour_words(one)) for one in others],
        "ends": window_end(visit),
        "qr": _qr(settings.PUBLIC_URL + reverse("frontdesk:visitor", args=[token])),
        "said": request.GET.get("said", ""),
    }
    return render(request, "frontdesk/events/registration.html", shown)


@with_visit
@require_safe
def registration_calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """iCalendar (RFC 5545), for who is registered: who waits has no time yet, who cancelled none any more."""
    _day(visit)
    now = timezone.now()
    if _state(visit, now) not in ("registered", "here"):
        raise Http404(_("There is nothing to put in your calendar now."))
    response = HttpResponse(calendar_file(visit, now=now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return response


@with_visit
@require_POST
def registration_hour(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Another hour."""
    try:
        start = datetime.fromisoformat(request.POST.get("hour", ""))
    except ValueError:
        return _back(visit, "choose")
    if timezone.is_naive(start):
        return _back(visit, "choose")
    return _do(visit, lambda: registering.change_window(visit=visit, start=start, now=timezone.now()), "changed")


@with_visit
@require_POST
def registration_cancel(request: HttpRequest, visit: Visit) -> HttpResponse:
    """They do not come."""
    return _do(visit, lambda: registering.cancel(visit=visit, now=timezone.now()), "")


@with_visit
@require_POST
def registration_accept(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who waited takes the place."""
    return _do(visit, lambda: registering.accept(visit=visit, now=timezone.now()), "registered")


def _do(visit: Visit, act: Callable[[], Visit], said: str) -> HttpResponse:
    _day(visit)
    try:
        act()
    except WindowFull:
        return _back(visit, "full")
    except NotNow:
        return _back(visit, "too-late")
    return _back(visit, said)


def _back(visit: Visit, said: str) -> HttpResponse:
    page = reverse("frontdesk:registration", args=[visit_token(visit.pk)])
    return HttpResponseRedirect(f"{page}?said={said}") if said else redirect(page)


def _day(visit: Visit) -> EventDay:
    if visit.event_day is None:
        raise Http404(_("This link leads to no visit."))
    return visit.event_day


def _state(visit: Visit, now: datetime) -> str:
    if visit.cancelled_at:
        return "called-off" if visit.is_called_off else "cancelled"
    if visit.waits_since:
        return "offered" if visit.offered_until and visit.offered_until > now else "waits"
    return "here" if visit.arrived_at else "registered"


def window_end(visit: Visit) -> datetime | None:
    """Until when whoever registered for an hour of an event day is to arrive."""
    day = visit.event_day
    if visit.window_start is None or day is None:
        return None
    return next((end for start, end in spans(day) if start == visit.window_start), day.during.upper)


def _qr(address: str) -> str:
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 - made here, of a link of ours
