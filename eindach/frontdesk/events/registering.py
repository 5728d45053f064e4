"""Register for an event day, change the hour, cancel. The event day is locked first, always: so no two get the last
place, and nobody is refused while there is one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from eindach.accounts.models import Category, Person, person_of
from eindach.booking.confirming import Contact
from eindach.booking.retry import one_transaction
from eindach.consent import trail
from eindach.directory.models import Service
from eindach.directory.queries import region
from eindach.guide.models import Matter
from eindach.notifications.deferring import defer

from ..faults import NotNow
from ..models import EventDay, Station, Step, Stop, Visit
from ..steps import of_visit
from ..visits import Planned, new_visit
from .capacity import Party, Window, windows
from .once import is_booked

MOST_MATTERS: Final = 6
OFFER_HOLDS: Final = timedelta(hours=24)
FIELDS: Final = (Category.IDENTITY, Category.CONTACT, Category.APPOINTMENTS)


class WindowFull(Exception):
    """Somebody was faster; the windows are to be shown anew."""


class AlreadyRegistered(Exception):
    """This person is registered for this day, or waits for a place."""


class HasAppointments(AlreadyRegistered):
    """This person has booked times on this day. In one house they would have two numbers, and be called twice."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks for. `start`: of the window; `languages` they speak, best first; `waits`: for a place in a
    window that is full."""

    party: Party
    start: datetime
    languages: tuple[str, ...]
    needs: tuple[str, ...] = ()
    waits: bool = False


def matters_of(day: EventDay) -> list[Matter]:
    """What is settled at this event day, in the guide's order."""
    stations = day.stations.filter(absent_since=None)
    return list(Matter.objects.filter(stations__in=stations).distinct().order_by("topic__position", "position", "key"))


@one_transaction
def register(*, day: EventDay, wanted: Wanted, contact: Contact, now: datetime) -> Visit:
    """They are expected in that hour. WindowFull, AlreadyRegistered, HasAppointments; NotNow when registration is not
    open."""
    locked = _locked(day)
    if locked.state(now) != "registering" or not 1 <= len(wanted.party.matters) <= MOST_MATTERS:
        raise NotNow
    person, _new = person_of(
        name=contact.name, email=contact.email, phone=contact.phone, language=contact.language, now=now
    )
    if Visit._base_manager.filter(event_day=locked, person=person, cancelled_at=None).exists():
        raise AlreadyRegistered
    if is_booked(person, locked):
        raise HasAppointments
    window = window_at(locked, wanted.party, wanted.start, now=now)
    if not wanted.waits and not window.places:
        raise WindowFull
    if window.places:  # there is room by now: nobody has to wait for it
        wanted = replace(wanted, waits=False)
    visit = enter(locked, wanted, window, person=person, language=contact.language, now=now)
    tell(visit, "waits" if wanted.waits else "registered")
    recorded("register", visit, now)
    return visit


def enter(day: EventDay, wanted: Wanted, window: Window, *, person: Person, language: str, now: datetime) -> Visit:
    """The rows of a registration. Nobody is told, nothing is checked."""
    visit = new_visit(
        location=day.series.location,
        day=timezone.localdate(day.during.lower, region().zone),
        came=Visit.Came.REGISTRATION,
        stops=_stops(day, wanted.party, window),
        now=now,
        event_day=day,
        person=person,
        language=language,
        languages=list(wanted.languages) or [language],
        people=wanted.party.people,
        needs=list(wanted.needs),
        window_start=window.start,
        waits_since=now if wanted.waits else None,
    )
    if wanted.waits:
        Stop._base_manager.filter(visit=visit).update(status=Stop.Status.WISHED, counter=None)
    of_visit(Step.Act.REGISTERED, visit, now=now)
    return visit


@one_transaction
def change_window(*, visit: Visit, start: datetime, now: datetime) -> Visit:
    """Another hour of the same day. WindowFull; NotNow when it has begun, or routes were told already."""
    day, locked = lock_visit(visit)
    if day.state(now) != "registering" or locked.waits_since:
        raise NotNow
    window = window_at(day, party_of(locked), start, but=locked, now=now)
    if not window.places:
        raise WindowFull
    if window.start != locked.window_start:
        left = locked.window_start
        put(locked, window)
        tell(locked, "changed", stamp=now)
        recorded("change", locked, now)
        _offer_later(day, left)
    return locked


@one_transaction
def cancel(*, visit: Visit, now: datetime) -> Visit:
    """They do not come; twice is as good as once. NotNow for who is in the house already."""
    day, locked = lock_visit(visit)
    if locked.cancelled_at:
        return locked
    if locked.arrived_at:
        raise NotNow
    locked.cancelled_at = now
    locked.save(update_fields=["cancelled_at"])
    open_stops = Stop._base_manager.filter(visit=locked, status__in=(Stop.Status.WAITING, Stop.Status.WISHED))
    open_stops.update(status=Stop.Status.MOVED, since=now)
    tell(locked, "cancelled")
    recorded("cancel", locked, now)
    _offer_later(day, locked.window_start)
    return locked


@one_transaction
def accept(*, visit: Visit, now: datetime) -> Visit:
    """Who waited takes the place that is kept for them. WindowFull when it ran out and somebody else has it."""
    day, locked = lock_visit(visit)
    if locked.cancelled_at or day.state(now) not in ("registering", "planning"):
        raise NotNow
    if not locked.waits_since:
        return locked
    assert locked.window_start  # noqa: S101 - who waits, waits for an hour
    window = window_at(day, party_of(locked), locked.window_start, but=locked, now=now)
    if not window.places:
        raise WindowFull
    put(locked, window)
    locked.waits_since = locked.offered_until = None
    locked.save(update_fields=["waits_since", "offered_until"])
    tell(locked, "registered")
    recorded("register", locked, now)
    return locked


@one_transaction
def offer_places(day: EventDay, *, now: datetime) -> list[Visit]:
    """Keep free places for those who wait, first come first; offers that ran out go to the next one."""
    locked, offered = _locked(day), []
    if locked.state(now) != "registering":
        return []
    waiting = Visit._base_manager.filter(event_day=locked, waits_since__isnull=False, cancelled_at=None)
    for visit in waiting.select_for_update().order_by("waits_since"):
        if visit.offered_until or visit.window_start is None:
            continue  # asked once: who did not answer may still take a place that is free
        window = window_at(locked, party_of(visit), visit.window_start, now=now)
        if window.places:
            visit.offered_until = min(now + OFFER_HOLDS, locked.registration_until)
            visit.save(update_fields=["offered_until"])
            put(visit, window, status=Stop.Status.WISHED)
            tell(visit, "offered")
            recorded("offer", visit, now)
            offered.append(visit)
    return offered


def numbers_of(day: UUID | None) -> dict[UUID, int]:
    """The numbers of an event day's (id) registrations, in the order in which they came. They stay, whoever cancels."""
    rows = Visit._base_manager.filter(event_day=day, came=Visit.Came.REGISTRATION).order_by("registered_at", "pk")
    return {pk: number for number, pk in enumerate(rows.values_list("pk", flat=True), 1)}


def party_of(visit: Visit) -> Party:
    """The matters of a registration, as they were asked for."""
    stops = Stop._base_manager.filter(visit=visit).exclude(status=Stop.Status.MOVED).select_related("matter")
    return Party(tuple(one.matter for one in stops), visit.people)


def window_at(day: EventDay, party: Party, start: datetime, *, but: Visit | None = None, now: datetime) -> Window:
    """NotNow when no window begins then, or it has begun."""
    for one in windows(day, party, but=but, now=now):
        if one.start == start and one.start > now:
            return one
    raise NotNow


def put(visit: Visit, window: Window, *, status: str = Stop.Status.WAITING) -> None:
    """Its stops go to the stations of the window."""
    visit.window_start = window.start
    visit.save(update_fields=["window_start"])
    for stop in Stop._base_manager.filter(visit=visit, status__in=(Stop.Status.WAITING, Stop.Status.WISHED)):
        station = window.stations[stop.matter_id]
        stop.counter, stop.organization_id = station.counter, station.counter.organization_id
        stop.service, stop.status = service_at(station, stop.matter), status
        stop.planned_at, stop.promised = None, False
        stop.save(update_fields=["counter", "organization", "service", "status", "planned_at", "promised"])


def service_at(station: Station, matter: Matter) -> Service:
    """What its partner calls it."""
    return Service.objects.filter(calendars__counter=station.counter, matters=matter).order_by("key")[0]


def lock_visit(visit: Visit) -> tuple[EventDay, Visit]:
    """The event day, then the visit: as everybody does."""
    if visit.event_day_id is None:
        raise NotNow
    day = _locked_pk(visit.event_day_id)
    return day, Visit._base_manager.select_for_update(of=("self",)).select_related("location", "person").get(
        pk=visit.pk
    )


def recorded(act: str, visit: Visit, now: datetime) -> None:
    trail.record(
        act=act, kind="visit", person=visit.person_id, object=visit.pk, basis="own-wish", fields=FIELDS, now=now
    )


def tell(visit: Visit, kind: str, *, stamp: datetime | None = None) -> None:
    """A mail, or a text message where there is only a phone; written by a job of this transaction."""
    from .letters import write_event_letter

    said = stamp.isoformat() if stamp else ""
    defer(write_event_letter, visit_id=str(visit.pk), kind=kind, stamp=said)


def _stops(day: EventDay, party: Party, window: Window) -> list[Planned]:
    """At the stations with room; for who waits at any that settles it."""
    any_station: dict[int, Station] = {}
    stations = (
        day.stations.filter(absent_since=None).select_related("counter__organization").prefetch_related("matters")
    )
    for station in stations:
        for matter in station.matters.all():
            any_station.setdefault(matter.pk, station)
    if missing := [one for one in party.matters if one.pk not in any_station]:
        raise NotNow(missing)
    planned = []
    for matter in party.matters:
        station = window.stations.get(matter.pk, any_station[matter.pk])
        planned.append(
            Planned(
                matter=matter,
                service=service_at(station, matter),
                organization=station.counter.organization,
                counter=station.counter,
                minutes=party.minutes[matter.pk],
            )
        )
    return planned


def _offer_later(day: EventDay, start: datetime | None) -> None:
    from ..jobs import offer_places_of

    waiting = Visit._base_manager.filter(event_day=day, waits_since__isnull=False, cancelled_at=None)
    if start and waiting.exists():
        defer(offer_places_of, event_day=str(day.pk))


def _locked(day: EventDay) -> EventDay:
    return _locked_pk(day.pk)


def _locked_pk(pk: UUID) -> EventDay:
    return EventDay.objects.select_for_update(of=("self",)).select_related("series__location").get(pk=pk)
