"""The coordinator's event days: stations, hours, routes and lists. What it shows is ticket, time, matter, language."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.accounts.models import Category
from eindach.accounts.policy import Refused
from eindach.booking.opening_rules import midnight
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Region
from eindach.kernel.actor import must_be_present

from ..documents.event_lists import lists_pdf
from ..events import routes
from ..events.absence import OtherConsequence, consequence, does_not_come, set_absent
from ..events.calling_off import call_off, called_off
from ..events.days import called_off_days, event_days
from ..events.overview import look, registered
from ..faults import NotNow, TooLate
from ..models import EventDay, RouteDraft, Station

LONGEST_DELAY: Final = 240


@staff("manage", "plans")
@require_safe
def event_plans(request: HttpRequest) -> HttpResponse:
    """The next event days."""
    now = must_be_present().now
    with as_program(now=now):
        shown = sorted([*_days_shown(now), *called_off_days(now=now)], key=lambda one: one.during.lower)
        days = [{"day": one, "state": one.state(now), "registered": len(registered(one))} for one in shown]
    if days:
        _recorded("list")
    return render(request, "frontdesk/events/staff_list.html", {"days": days, "said": request.GET.get("said", "")})


@staff("manage", "plans")
@require_safe
def event_plan(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """One of them. It asks again by itself while routes are being made."""
    now = must_be_present().now
    with as_program(now=now):
        seen = look(_day(day_id, shown=True), now=now)
    _recorded("list", seen.day.pk)
    return render(request, "frontdesk/events/staff_day.html", {"seen": seen, "said": request.GET.get("said", "")})


@staff("manage", "plans")
@require_POST
def event_routes(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Make routes; with a station that begins late, as things stand now."""
    now = must_be_present().now
    station, minutes = _number(request, "station", 99), _number(request, "minutes", LONGEST_DELAY)
    if (request.POST.get("station") or request.POST.get("minutes")) and not (station and minutes):
        return _back(day_id, "minutes")
    closed = [routes.Closed(station, minutes)] if station else []
    with as_program(now=now):
        draft = routes.ask_for_routes(_day(day_id), closed=closed, now=now)
    trail.record(act="plan", kind="event-day", object=draft.event_day_id, basis="role")
    return _back(day_id)


@staff("manage", "plans")
@require_POST
def event_publish(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Promise the times that were looked at, and tell people."""
    now = must_be_present().now
    try:
        with as_program(now=now):
            day = _day(day_id)
            chosen = _identifier(request.POST.get("draft", ""))
            draft = RouteDraft.objects.filter(event_day=day, pk=chosen).first() if chosen else None
            told = routes.publish(draft, now=now) if draft else []
    except TooLate:
        _recorded("list", day_id)
        return _back(day_id, "old")
    for visit in told:
        trail.record(
            act="plan",
            kind="visit",
            person=visit.person_id,
            object=visit.pk,
            basis="role",
            fields=(Category.APPOINTMENTS,),
        )
    return _back(day_id, "published" if told else "nothing")


@staff("manage", "plans")
@require_POST
def event_absent(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """A partner does not come: shown with what it does, saved as shown. Or comes after all: at once."""
    now, mark = must_be_present().now, request.POST.get("mark", "")
    absent, found, is_other = request.POST.get("absent") == "yes", None, False
    with as_program(now=now):
        day = _day(day_id)
        station = _station(day, _number(request, "station", 99), absent=not absent)
        if station is None:
            return _back(day_id)
        try:
            if not absent:
                set_absent(day, station.number, absent=False, now=now)
            elif mark:
                does_not_come(station, expected=mark, now=now)
            else:
                found = consequence(station, now=now)
        except OtherConsequence:
            found, is_other = consequence(station, now=now), True
    if found:  # not as the program: the page has the tools of whoever looks at it
        _recorded("list", day.pk)
        words = {"found": found, "is_other": is_other}
        return render(request, "frontdesk/events/absent.html", words, status=409 if is_other else 200)
    trail.record(act="absent", kind="event-day", object=day.pk, basis="role")
    return _back(day_id, "absent")


@staff("manage", "plans")
@require_POST
def event_call_off(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """The day does not take place: shown with what it does, done as shown."""
    now, mark = must_be_present().now, request.POST.get("mark", "")
    with as_program(now=now):
        day, found, is_other = _day(day_id), None, False
        try:
            if mark:
                call_off(day, expected=mark, now=now)
            else:
                found = called_off(day, now=now)
        except NotNow:
            return _back(day_id)
        except OtherConsequence:
            found, is_other = called_off(day, now=now), True
    if found:
        _recorded("list", day.pk)
        words = {"found": found, "is_other": is_other}
        return render(request, "frontdesk/events/staff_call_off.html", words, status=409 if is_other else 200)
    trail.record(act="call-off", kind="event-day", object=day.pk, basis="role")
    return HttpResponseRedirect(f"{reverse('frontdesk:event-plans')}?said=called-off")


@staff("manage", "plans")
@require_safe
def event_lists(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Lists per station and per visitor, to print."""
    now = must_be_present().now
    with as_program(now=now):
        content = lists_pdf(_day(day_id, shown=True), language=get_language() or "de", now=timezone.now())
    _recorded("print", day_id)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="Eindach-lists.pdf"'
    return response


def _days_shown(now: datetime) -> QuerySet[EventDay]:
    """Today's also when it is over: people may still be in the house. Before a region is loaded there are none."""
    here = Region.objects.first()
    return event_days(now=midnight(timezone.localdate(now, here.zone), here) if here else now)


def _day(day_id: UUID, *, shown: bool = False) -> EventDay:
    """One that something can be done about, or one to be looked at."""
    now = must_be_present().now
    found = (_days_shown(now) if shown else event_days(now=now)).filter(pk=day_id).first()
    if found is None:
        raise Refused("manage", "event-day", object=day_id)
    return found


def _station(day: EventDay, number: int, *, absent: bool) -> Station | None:
    found = day.stations.filter(number=number, absent_since__isnull=not absent)
    return found.select_related("event_day", "counter__organization").first()


def _recorded(act: str, day: object = "") -> None:
    trail.record(act=act, kind="visit", object=day, basis="role", fields=(Category.APPOINTMENTS,))


def _back(day_id: UUID, said: str = "") -> HttpResponse:
    page = reverse("frontdesk:event-plan", args=[day_id])
    return HttpResponseRedirect(f"{page}?said={said}" if said else page)


def _number(request: HttpRequest, name: str, most: int) -> int:
    """0 for what is no number up to `most`."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) <= most else 0


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
