"""Whoever walks in: three questions (language, matters, people), and the best way through this house for now.

A matter with free time today gets a place there, kept in the calendar so that nobody books it meanwhile; one without
joins the queue of its counter while that is open; what would not be reached today is said beforehand, and can be booked
for another day. Nobody is promised a time: tickets are called by waiting time (queue.py), so what is told is a
forecast. A counter that speaks the language is preferred, and never required.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import IntegrityError

from eindach.booking.ground import Ground, ground
from eindach.booking.models import Appointment, Opening
from eindach.booking.on_the_spot import book_on_the_spot, soonest
from eindach.booking.opening_rules import midnight
from eindach.booking.operations import SlotTaken
from eindach.booking.plans import Plan
from eindach.booking.plans import Planned as Kept
from eindach.booking.retry import one_transaction
from eindach.booking.wish import MOST_MATTERS, MOST_PEOPLE, Wish
from eindach.directory.models import Location, Organization, Service
from eindach.guide.models import Matter
from eindach.kernel.identifiers import stable_uuid

from .events.days import stations_now
from .expecting import expect
from .faults import NotNow
from .house_rows import Rows, read
from .models import Visit
from .queue import today
from .visits import Planned, arrive, new_visit

TRIES: Final = 8
OpenNow = dict[UUID, Organization]
"""Service -> whose counter in this house settles it in the rest of today."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The three answers: matters by key, language of the page, how many people; `speaks`: the language of the
    conversation where it is another one; `needs` as in booking's wish."""

    matters: tuple[str, ...]
    language: str
    speaks: str = ""
    people: int = 1
    needs: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        return self.speaks or self.language


@dataclass(frozen=True)
class Outlook:
    """What becomes of a matter today. `how`: kept (a place in the calendar) | queue (without one) | not-today; `at`:
    when they will be called, as far as anybody can tell."""

    matter: Matter
    how: str
    at: datetime | None = None
    kept: Kept | None = None


@dataclass(frozen=True)
class Prospect:
    """The way through the house as it would be now; `offer`: of the places that can be kept, "" for none."""

    outlooks: tuple[Outlook, ...]
    offer: str = ""

    @property
    def possible(self) -> list[Outlook]:
        """In the order in which they will be called; unknown last."""
        coming = [one for one in self.outlooks if one.how != "not-today"]
        return sorted(coming, key=lambda one: (one.at is None, one.at.timestamp() if one.at else 0))

    @property
    def another_day(self) -> list[Matter]:
        return [one.matter for one in self.outlooks if one.how == "not-today"]


def matters_here(house: Location, *, now: datetime) -> list[Matter]:
    """What can be settled in this house in the rest of today, in the guide's order."""
    open_now, base = _open_today(house, now), ground()
    found = (one for one in base.matters.values() if any(it.pk in open_now for it in base.settled_by[one.pk]))
    return sorted(found, key=lambda one: (one.topic_id, one.position, one.key))


def prospect(asked: Asked, house: Location, *, now: datetime) -> Prospect:
    """What they can expect. Reads only. NotNow: nothing was asked for, or what is not known here."""
    base = ground()
    known = [base.matters[key] for key in dict.fromkeys(asked.matters) if key in base.matters]
    if not 1 <= len(known) <= MOST_MATTERS or not 1 <= asked.people <= MOST_PEOPLE:
        raise NotNow
    open_now = _open_today(house, now)
    here = [one for one in known if _settling(base, one, open_now)]
    plan = _plan(asked, here, house, now)
    kept = {one.matter.pk: one for one in plan.appointments} if plan else {}
    rows = read(house.pk, now=now)
    stops = {one.pk: _expected(one, asked, base, open_now, kept.get(one.pk), now) for one in here}
    starts = {pk: moment.start for pk, moment in expect(replace(rows, stops=(*rows.stops, *stops.values()))).items()}
    outlooks = (_outlook(one, kept.get(one.pk), stops.get(one.pk), starts, rows) for one in known)
    return Prospect(tuple(outlooks), plan.offer if plan else "")


def walk_in(asked: Asked, house: Location, *, key: str, now: datetime) -> Visit:
    """They take a number; the same key again gives the same one. NotNow when nothing is possible today."""
    for _turn in range(TRIES):
        if known := walked_in(house, key):
            return known
        try:
            return _come(asked, prospect(asked, house, now=now), house, _pk(house, key), now)
        except (SlotTaken, IntegrityError):
            continue  # a place was taken between the look and the lock, or the same press came twice: look again
    raise NotNow


def walked_in(house: Location, key: str) -> Visit | None:
    """Who took a number with this key."""
    return Visit._base_manager.filter(pk=_pk(house, key)).select_related("location").first()


def _pk(house: Location, key: str) -> UUID:
    return stable_uuid("walk-in", str(house.pk), key)


@one_transaction
def _come(asked: Asked, found: Prospect, house: Location, pk: UUID, now: datetime) -> Visit:
    if not found.possible:
        raise NotNow
    itinerary = book_on_the_spot(offer=found.offer, language=asked.language, now=now) if found.offer else None
    booked = Appointment._base_manager.filter(itinerary=itinerary) if itinerary else Appointment._base_manager.none()
    appointments = {one.matter_id: one for one in booked.select_related("service", "calendar__counter__organization")}
    open_now, base = _open_today(house, now), ground()
    visit = new_visit(
        pk=pk,
        location=house,
        day=today(now),
        came=Visit.Came.WALK_IN,
        stops=[_planned(one, asked, base, open_now, appointments.get(one.matter.pk)) for one in found.possible],
        now=now,
        itinerary=itinerary,
        language=asked.language,
        languages=[asked.spoken],
        people=asked.people,
        needs=list(asked.needs),
    )
    return arrive(visit, now=now)


def _planned(one: Outlook, asked: Asked, base: Ground, open_now: OpenNow, booked: Appointment | None) -> Planned:
    service = booked.service if booked else _settling(base, one.matter, open_now)[0]
    counter = booked.calendar.counter if booked else None
    return Planned(
        matter=one.matter,
        service=service,
        organization=counter.organization if counter else open_now[service.pk],
        # Only where it speaks their language they wait for this very counter; else whoever there is free first.
        counter=counter if booked and booked.language == asked.spoken else None,
        minutes=one.matter.minutes_for(asked.people),
        at=booked.during.lower if booked else None,
        appointment=booked,
    )


def _plan(asked: Asked, here: Sequence[Matter], house: Location, now: datetime) -> Plan | None:
    """As many of the matters as have free time today, all of them if possible."""
    if not here:
        return None
    if plan := _soonest(asked, here, house, now):
        return plan
    best, fitting = None, list[Matter]()
    for one in here:
        if plan := _soonest(asked, [*fitting, one], house, now):
            best, fitting = plan, [*fitting, one]
    return best


def _soonest(asked: Asked, matters: Sequence[Matter], house: Location, now: datetime) -> Plan | None:
    keys, day = tuple(one.key for one in matters), today(now)
    wish = Wish(keys, day, day, people=asked.people, needs=asked.needs, max_days=1)
    for languages in ((asked.spoken,), ()):
        if plan := soonest(replace(wish, languages=languages), house=house.pk, now=now):
            return plan
    return None


def _open_today(house: Location, now: datetime) -> OpenNow:
    rest = now, midnight(today(now) + timedelta(days=1), ground().region)
    rows = Opening.objects.filter(calendar__counter__location=house, during__overlap=rest).order_by("pk")
    found = rows.select_related("calendar__counter__organization")
    booked = {service: one.calendar.counter.organization for one in found for service in one.services}
    stations = [one.counter for one in stations_now(house, now=now)]  # of an event day: they have no openings
    return booked | {service.pk: one.organization for one in stations for service in one.calendar.services.all()}


def _settling(base: Ground, matter: Matter, open_now: OpenNow) -> list[Service]:
    return [one for one in base.settled_by[matter.pk] if one.pk in open_now]


def _expected(matter: Matter, asked: Asked, base: Ground, open_now: OpenNow, kept: Kept | None, now: datetime) -> Any:
    """A row of the house as it would be (house_rows.py)."""
    service = kept.service if kept else _settling(base, matter, open_now)[0]
    organization = kept.organization if kept else open_now[service.pk]
    visit = {"arrived_at": now, "away_since": None, "left_at": None, "window_start": None}
    return SimpleNamespace(
        id=uuid4(),
        visit_id="walks in",
        counter_id=kept.counter.pk if kept and kept.language == asked.spoken else None,
        organization_id=organization.pk,
        service_id=service.pk,
        matter_id=matter.pk,
        status="waiting",
        planned_at=kept.start if kept else None,
        promised=False,
        minutes=matter.minutes_for(asked.people),
        waiting_since=now,
        urgent="",
        **{f"visit__{name}": value for name, value in visit.items()},
    )


def _outlook(matter: Matter, kept: Kept | None, stop: Any, starts: dict[UUID, int], rows: Rows) -> Outlook:
    start = starts.get(stop.id) if stop else None
    at = datetime.fromtimestamp(start * 60, UTC) if start is not None else None
    if kept:
        return Outlook(matter, "kept", at or kept.start, kept)
    if stop is None:
        return Outlook(matter, "not-today")
    at_work = {desk.counter_id for desk in rows.desks}
    is_full = at is None and bool(at_work & set(rows.able(stop)))  # whoever works there is busy until the door closes
    return Outlook(matter, "not-today" if is_full else "queue", at)
