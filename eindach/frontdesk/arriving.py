"""Somebody with a booking stands in a house: do they come at the right time, to the right place? What each case needs,
and what can be done about it by one press.

    here | on-time | early | late | missed | wrong-day | wrong-house | cancelled | over

Whoever is early waits here, or begins sooner where today's counters are free. Who is late is served all the same, by
the rule of the queue, as long as the counter stays open; then today's free time is searched anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from eindach.booking import queries
from eindach.booking.attending import attend
from eindach.booking.ground import ground
from eindach.booking.models import Appointment, Itinerary, Opening
from eindach.booking.on_the_spot import itinerary_in_hand, soonest
from eindach.booking.operations import AlreadyBooked, NotChangeable, SlotTaken, move
from eindach.booking.plans import Plan, Planned
from eindach.booking.wish import Wish
from eindach.directory.models import Location
from eindach.directory.travel import Way

from .faults import NotNow
from .models import Visit
from .queue import DUE_MINUTES, today
from .returning import is_back
from .visits import LINK, arrive, visit_by_token, visit_of
from .walking_in import Asked, walk_in, walked_in

EARLY: Final = timedelta(minutes=15)
GAIN: Final = timedelta(minutes=10)
"""Nobody is asked to decide about less."""
TRIES: Final = 8


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """How somebody arrives. `appointments`: those it is about, by time (missed: what was missed; wrong-day: of the next
    visit); `minutes`: so early or late; `way`: to the house where they should be; `sooner`: what could be had now
    instead; `visit`: of who has a number already."""

    state: str
    appointments: tuple[Planned, ...] = ()
    minutes: int = 0
    way: Way | None = None
    sooner: Plan | None = None
    visit: Visit | None = None

    @property
    def first(self) -> Planned | None:
        """None where nothing is booked (any more)."""
        return self.appointments[0] if self.appointments else None


def in_hand(said: str) -> Itinerary | Visit | None:
    """What somebody shows at the door: the number or link of a booking, or the link of a visit. None: nothing of it."""
    if link := LINK.search(said):
        try:
            return visit_by_token(link[1])
        except Visit.DoesNotExist:
            return None
    return itinerary_in_hand(said)


def assess(itinerary: Itinerary, location: Location, *, now: datetime) -> Arrival:
    """How they arrive. Reads only."""
    if visit := _visit(itinerary, location, now):
        return Arrival(state="here", visit=visit)
    plan = queries.planned(itinerary)
    if plan is None:
        return Arrival(state="cancelled" if itinerary.cancelled_at else "over")
    todays = tuple(one for one in plan.appointments if one.start.date() == today(now))
    following = next((one for one in todays if one.end > now), None)
    if following and following.location.pk != location.pk:
        way = ground().ways.get((location.pk, following.location.pk))
        return Arrival(state="wrong-house", appointments=_same_house(todays, following), way=way)
    here = tuple(one for one in todays if one.location.pk == location.pk)
    if here:
        return _here(itinerary, here, location, now, alone=here == todays)
    return _another_day(itinerary, plan, location, now)


def check_in(itinerary: Itinerary, location: Location, *, now: datetime) -> Visit:
    """They are here and get their number, once. NotNow when nothing is booked here today."""
    return arrive(visit_of(itinerary, location, today(now), now=now), now=now)


def come_sooner(itinerary: Itinerary, location: Location, *, now: datetime) -> Visit:
    """Move what is booked to the soonest free time of this house, and check in. NotNow: there is none any more."""
    for _turn in range(TRIES):
        plan = assess(itinerary, location, now=now).sooner
        if plan is None:
            break
        try:
            with transaction.atomic():
                move(itinerary=itinerary, offer=plan.offer, now=now)
                return check_in(itinerary, location, now=now)
        except SlotTaken:
            continue
        except (AlreadyBooked, NotChangeable) as fault:
            raise NotNow from fault
    raise NotNow


def come_anew(itinerary: Itinerary, location: Location, *, now: datetime) -> Visit:
    """Who missed their time takes a number like somebody who walks in; the old time is given back. Twice is as good as
    once. NotNow: they have not missed it, or nothing is possible today."""
    arrival = assess(itinerary, location, now=now)
    if arrival.visit:
        return arrival.visit
    if arrival.state != "missed":
        raise NotNow
    wish = _wish(itinerary, arrival.appointments)
    asked = Asked(matters=wish.matters, language=itinerary.language, people=wish.people, needs=wish.needs)
    with transaction.atomic():
        missed = [one.appointment_id for one in arrival.appointments if one.appointment_id]
        attend(missed, Appointment.Status.NOSHOW, now=now)
        return walk_in(asked, location, key=_anew(itinerary, now), now=now)


def show_again(visit: Visit, *, now: datetime) -> bool:
    """Who has a number and shows it at a door again is there: whoever was missed, is out for a while, or was thought to
    have left, is waited on again. Whether they were."""
    try:
        is_back(visit, now=now)
    except NotNow:
        return False
    return True


def _here(
    itinerary: Itinerary, here: tuple[Planned, ...], location: Location, now: datetime, *, alone: bool
) -> Arrival:
    due = now - timedelta(minutes=DUE_MINUTES)
    possible = tuple(one for one in here if one.start >= due or _is_open_for(one, now))
    appointments = possible or here
    start = appointments[0].start
    minutes = int(abs(start - now).total_seconds() // 60)
    if now < start - EARLY:
        sooner = _sooner(itinerary, appointments, location.pk, now) if alone else None
        return Arrival(state="early", appointments=appointments, minutes=minutes, sooner=sooner)
    if start >= due:
        return Arrival(state="on-time", appointments=appointments, minutes=minutes)
    return Arrival(state="late" if possible else "missed", appointments=appointments, minutes=minutes)


def _another_day(itinerary: Itinerary, plan: Plan, location: Location, now: datetime) -> Arrival:
    """The next visit; where none comes any more, the last one, which they missed."""
    ahead = [one for one in plan.appointments if one.start > now]
    day = (ahead[0] if ahead else plan.appointments[-1]).start.date()
    of_that_day = tuple(one for one in plan.appointments if one.start.date() == day)
    if not ahead:
        return Arrival(state="missed", appointments=of_that_day)
    sooner = _sooner(itinerary, of_that_day, location.pk, now)
    return Arrival(state="wrong-day", appointments=of_that_day, sooner=sooner)


def _sooner(itinerary: Itinerary, booked: Sequence[Planned], house: UUID, now: datetime) -> Plan | None:
    """What today's free time of this house offers instead; in a language of the wish, if one can be had."""
    if any(one.status != Appointment.Status.BOOKED for one in booked):
        return None
    wish = _wish(itinerary, booked)
    for languages in dict.fromkeys((wish.languages, ())):
        plan = soonest(replace(wish, languages=languages), house=house, now=now, moving=itinerary)
        if plan and plan.appointments[0].start <= booked[0].start - GAIN:
            return plan
    return None


def _wish(itinerary: Itinerary, booked: Sequence[Planned]) -> Wish:
    base = ground()
    wish = Wish.from_json(itinerary.wish, base.region.zone)
    town = wish.municipality if wish.municipality in base.municipalities else ""
    return replace(wish, matters=tuple(one.matter.key for one in booked), municipality=town)


def _is_open_for(one: Planned, now: datetime) -> bool:
    """Will a counter that can settle it be open for as long as it takes?"""
    long_enough = (now, now + timedelta(minutes=one.minutes))
    return Opening.objects.filter(
        calendar__counter__location=one.location,
        calendar__counter__organization=one.organization,
        services__contains=[one.service.pk],
        during__contains=long_enough,
    ).exists()


def _same_house(todays: Sequence[Planned], following: Planned) -> tuple[Planned, ...]:
    later = (one for one in todays if one.start >= following.start)
    return tuple(one for one in later if one.location.pk == following.location.pk)


def _visit(itinerary: Itinerary, location: Location, now: datetime) -> Visit | None:
    """The one that has begun here today, also with a number that was taken for what was missed."""
    rows = Visit._base_manager.filter(itinerary=itinerary, location=location, day=today(now), cancelled_at=None)
    begun = rows.filter(arrived_at__isnull=False).select_related("location").first()
    return begun or walked_in(location, _anew(itinerary, now))


def _anew(itinerary: Itinerary, now: datetime) -> str:
    return f"{itinerary.pk} {today(now)}"
