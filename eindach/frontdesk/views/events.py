"""Registering for an event day: which day, what for, when and who."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.pacing import paced
from eindach.booking.confirming import Contact
from eindach.booking.documents.sheet import clock
from eindach.booking.views.responses import personal
from eindach.kernel.audience import audience
from eindach.kernel.languages import SPOKEN

from ..events.capacity import Party, Window, spans, windows
from ..events.days import called_off_days, event_days
from ..events.forms import RegisterForm, WishForm
from ..events.registering import AlreadyRegistered, HasAppointments, Wanted, WindowFull, matters_of, register
from ..faults import NotNow
from ..models import EventDay
from ..visits import visit_token

WAITS: Final = "wait:"
"""Before the hour of who asks for the waiting list."""


@audience("public")
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The next event days, and from when on one can register."""
    now = timezone.now()
    coming = sorted([*event_days(now=now), *called_off_days(now=now)], key=lambda one: one.during.lower)
    days = [{"day": one, "state": one.state(now), "span": _span(one)} for one in coming]
    return render(request, "frontdesk/events/list.html", {"days": days})


@audience("public")
@require_safe
def event(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """What for: the first of two steps. It stands in the address of the next one and is nobody's data."""
    day = _open_day(day_id)
    form = WishForm(initial=_usual(), matters=matters_of(day))
    return render(request, "frontdesk/events/wish.html", _step(1, day) | {"form": form})


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@paced(posts="form")
def event_hour(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """When and who. A full hour leads to its waiting list."""
    day, now = _open_day(day_id), timezone.now()
    wish = WishForm(request.GET, matters=matters_of(day))
    if not wish.is_valid():
        return render(request, "frontdesk/events/wish.html", _step(1, day) | {"form": wish}, status=422)
    party = Party(tuple(wish.cleaned_data["matters"]), wish.cleaned_data["people"])
    if request.method != "POST":
        form = RegisterForm(initial=_usual(), hours=_hours(windows(day, party, now=now), now))
        return _page(request, day, form)
    form = RegisterForm(request.POST, hours=_hours(windows(day, party, now=now), now))
    if not form.is_valid():
        return _page(request, day, form, status=422)
    said = form.cleaned_data
    asked = said["window"].removeprefix(WAITS)
    wanted = Wanted(
        party=party,
        start=datetime.fromisoformat(asked),
        languages=(wish.cleaned_data["language"],),
        waits=asked != said["window"],
    )
    contact = Contact(said["name"], said["email"], str(said["phone"] or ""), said["language"])
    try:
        visit = register(day=day, wanted=wanted, contact=contact, now=now)
    except WindowFull:
        form = RegisterForm(request.POST, hours=_hours(windows(day, party, now=now), now))
        form.is_valid()
        return _page(request, day, form, status=409)
    except HasAppointments:
        form.add_error(None, _("You have appointments on this day already. Add what you need to your booking."))
        return _page(request, day, form, status=409)
    except AlreadyRegistered:
        form.add_error(None, _("You are registered for this day already. The link is in the mail you got from us."))
        return _page(request, day, form, status=409)
    except NotNow:
        return redirect("frontdesk:events")
    return redirect("frontdesk:registration", visit_token(visit.pk))


def _page(request: HttpRequest, day: EventDay, form: RegisterForm, status: int = 200) -> HttpResponse:
    back = f"{reverse('frontdesk:event', args=[day.pk])}"
    shown = _step(2, day) | {"form": form, "back_url": back}
    return render(request, "frontdesk/events/hour.html", shown, status=status)


def hour_words(window: Window) -> str:
    """ "9:00 to 10:00: 4 places"."""
    span = _("%(start)s to %(end)s") % {"start": clock(window.start), "end": clock(window.end)}
    if window.places:
        said = ngettext("%(count)d place", "%(count)d places", window.places) % {"count": window.places}
        return f"{span} · {said}"
    return _("%(span)s · full, put me on the waiting list") % {"span": span}


def _hours(found: Sequence[Window], now: datetime) -> list[tuple[str, str]]:
    """Those that are still to come and long enough; full ones lead to the waiting list."""
    coming = [one for one in found if one.start > now and not one.short]
    return [(f"{'' if one.places else WAITS}{one.start.isoformat()}", hour_words(one)) for one in coming]


def _open_day(day_id: UUID) -> EventDay:
    now = timezone.now()
    day = event_days(now=now).filter(pk=day_id).first()
    if day is None or day.state(now) != "registering":
        raise Http404(_("Nobody can register for this day now."))
    return day


def _step(number: int, day: EventDay) -> dict[str, object]:
    names = {1: _("What you need"), 2: _("When you come, and how we reach you")}
    shown = {"step_now": number, "step_total": 2, "step_name": names[number], "day": day, "span": _span(day)}
    return shown | {"back_url": reverse("frontdesk:events")}


def _span(day: EventDay) -> tuple[datetime, datetime]:
    hours = spans(day)
    return hours[0][0], hours[-1][1]


def _usual() -> dict[str, str]:
    language = get_language() or "de"
    return {"language": language if language in {one.code for one in SPOKEN} else "de", "people": "1"}
