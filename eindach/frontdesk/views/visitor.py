"""A visitor's own page on the phone: their number, what is to be done now, the way through the house today."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from .. import fragments, leaving
from ..another_day.left_open import left_open
from ..by_phone import arrive_registered, opens_for
from ..faults import NotNow
from ..house import House, Standing, look
from ..models import Visit
from ..queue import today
from ..remedies import open_remedies
from ..route import floors, to_bring
from ..visits import visit_token
from .link import record, with_visit
from .registration import window_end


@with_visit
@require_safe
def visitor(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Opening it changes nothing. Loaded anew it shows what live events would have brought."""
    now, language = timezone.now(), get_language() or visit.language
    house, opens = look(visit.location_id, now=now), opens_for(visit, now)
    standing, stops = _standing(visit, house, now), floors(visit, house.starts)
    is_over = standing.state in ("over", "cancelled")
    is_waiting = standing.state == "expected" and visit.waits_since is not None
    shown = {
        "visit": visit,
        "token": visit_token(visit.pk),
        "standing": standing,
        "now": mark_safe(fragments.now(standing, language)),  # noqa: S308 - our own template
        "floors": stops,
        "papers": to_bring(stops),
        "is_today": visit.day == today(now),
        "is_over": is_over,
        "is_waiting": is_waiting,
        "events": "" if is_over or is_waiting else _events(visit, language),
        "too_late": "too-late" in request.GET,
        "arrives_until": None if any(one.at for one in stops) else window_end(visit),
        "opens": opens,
        "is_open": opens is not None and now >= opens,
        "remedies": open_remedies([visit.pk]),
        "open_ends": left_open(visit, now=now) if standing.state in ("over", "left", "missed", "cancelled") else [],
    }
    return render(request, "frontdesk/visitor.html", shown)


@with_visit
@require_POST
def arrived(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who registered is at the door and gets the number here."""
    return _and_back(visit, arrive_registered, "arrive")


@with_visit
@require_POST
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """They have to go out for a while."""
    return _and_back(visit, leaving.go_out, "leave")


@with_visit
@require_POST
def back(request: HttpRequest, visit: Visit) -> HttpResponse:
    """They are in the house again."""
    return _and_back(visit, leaving.come_back, "come-back")


def _and_back(visit: Visit, act: Callable[..., object], word: str) -> HttpResponse:
    page = reverse("frontdesk:visitor", args=[visit_token(visit.pk)])
    try:
        act(visit=visit, now=timezone.now())
    except NotNow:
        return HttpResponseRedirect(f"{page}?too-late")
    record(word, visit)
    return HttpResponseRedirect(page)


def _standing(visit: Visit, house: House, now: datetime) -> Standing:
    if visit.cancelled_at:
        return Standing("cancelled", visit.ticket)
    if visit.day != today(now):
        return Standing("over" if visit.day < today(now) else "expected", visit.ticket)
    return house.standings.get(visit.pk) or Standing(visit.state, visit.ticket)


def _events(visit: Visit, language: str) -> str:
    asked = urlencode({"token": visit_token(visit.pk), "language": language})
    return f"{settings.EVENTS_URL}/events/visit?{asked}" if settings.EVENTS_URL else ""
