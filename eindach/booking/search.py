"""Search: from a wish to the best plans. Reads the openings, asks the engine, signs offers; writes nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from eindach.directory.models import Municipality, Region, Service
from eindach.directory.queries import region, residents_only
from eindach.directory.travel import travel_minutes
from eindach.guide.models import Matter
from eindach.planning import itinerary as engine

from . import offers
from .expiry import expire_holds
from .free_time import FreeTime, free_time
from .impossible import explain
from .models import Calendar, Itinerary
from .plans import Found, Impossible, Leg, Plan, Planned, Ways, plan_of
from .wish import Wish, WishFaults, check_wish

__all__ = ["Found", "Impossible", "Leg", "Plan", "Planned", "Wish", "WishFaults", "search"]

START_EVERY_MINUTES = 5


@dataclass(frozen=True)
class Ground:
    """What a search stands on: the rows it speaks of, read once."""

    region: Region
    matters: tuple[Matter, ...]
    services: dict[UUID, Service]
    calendars: dict[int, Calendar]
    ways: Ways


def search(wish: Wish, *, now: datetime, moving: Itinerary | None = None, pinned: Collection[str] = ()) -> Found:
    """The best plans for a wish: the exact Pareto frontier of visits, last day, and minutes on site.

    `moving`: this itinerary's own live appointments count as free (to move it, or to search again while holding).
    `pinned`: keys of its matters that stay exactly where they are booked; the others are planned around them.
    Raises WishFaults with everything that is wrong with the wish at once.
    """
    here = region()
    today = timezone.localdate(now, here.zone)
    asked = Matter.objects.filter(key__in=wish.matters).prefetch_related("services", "after")
    by_key = {matter.key: matter for matter in asked}
    _check(wish, set(by_key), today)
    expire_holds(now=now)
    matters = tuple(by_key[key] for key in wish.matters)
    fixed = _fixed(moving, pinned) if moving and pinned else {}
    ground = _ground(here, matters, wish, fixed)
    free = [*_free(ground, wish, now, moving), *fixed.values()]
    answer = engine.plan(_request(ground, wish, free, fixed))
    plans = tuple(_plan(ground, wish, found, free, now) for found in answer.itineraries)
    impossible = tuple(explain(reason, matters, wish) for reason in answer.impossible)
    return Found(wish, plans, impossible)


def _check(wish: Wish, found: set[str], today: date) -> None:
    # All matters are read only to name them to somebody who asked for one that is not there.
    matters = found if found >= set(wish.matters) else set(Matter.objects.values_list("key", flat=True))
    towns = set(Municipality.objects.values_list("pk", flat=True)) if wish.municipality else set()
    check_wish(wish, known_matters=matters, known_municipalities=towns, today=today)


def _fixed(itinerary: Itinerary, pinned: Collection[str]) -> dict[str, FreeTime]:
    """For each pinned matter its own booked span, as the only free time it has."""
    rows = itinerary.appointments.filter(live=True, proposal=None, matter__key__in=pinned).select_related("matter")
    return {
        row.matter.key: FreeTime(
            row.calendar_id,
            frozenset({row.service_id}),
            (row.language,) if row.language else (),
            np.array([int(row.during.lower.timestamp()) // 60], np.int64),
            np.array([int(row.during.upper.timestamp()) // 60], np.int64),
        )
        for row in rows
    }


def _ground(here: Region, matters: tuple[Matter, ...], wish: Wish, fixed: dict[str, FreeTime]) -> Ground:
    services = {service.pk: service for matter in matters for service in matter.services.all()}
    if wish.municipality:
        # A town hall works for its own residents only: elsewhere they would be sent away.
        for_residents = residents_only(list(services.values()))
        services = {
            pk: service
            for pk, service in services.items()
            if wish.municipality in for_residents.get(pk, {wish.municipality})
        }
    serving = Q(pk__in=Calendar.services.through.objects.filter(service__in=services).values("calendar_id"))
    if "step-free" in wish.needs:
        serving &= Q(counter__location__step_free=True)
    calendars = Calendar.objects.filter(serving | Q(pk__in=[gap.calendar_id for gap in fixed.values()]))
    calendars = calendars.select_related("counter__location", "counter__organization")
    known = {calendar.pk: calendar for calendar in calendars}
    locations = {calendar.counter.location_id: calendar.counter.location for calendar in known.values()}
    return Ground(here, matters, services, known, travel_minutes(list(locations.values()), here))


def _free(ground: Ground, wish: Wish, now: datetime, moving: Itinerary | None) -> list[FreeTime]:
    zone = ground.region.zone
    earliest = now + timedelta(minutes=settings.LEAD_MINUTES)
    start = max(earliest, datetime.combine(wish.start, time(), zone))
    end = datetime.combine(wish.until + timedelta(days=1), time(), zone)
    if start >= end or not ground.calendars:
        return []
    return free_time(
        calendars=ground.calendars,
        services=ground.services,
        languages=wish.languages,
        start=start,
        end=end,
        shortest=min(matter.minutes_for(wish.people) for matter in ground.matters),
        own=moving,
    )


def _pairs(ground: Ground, free: list[FreeTime], fixed: dict[str, FreeTime]) -> list[tuple[int, int]]:
    """Which matter (index) can be settled in which free time (index)."""
    own = [id(gap) for gap in fixed.values()]
    pairs = []
    for number, matter in enumerate(ground.matters):
        settles = {service.pk for service in matter.services.all()} & ground.services.keys()
        for index, gap in enumerate(free):
            if gap is fixed.get(matter.key) or (
                matter.key not in fixed and id(gap) not in own and gap.services & settles
            ):
                pairs.append((number, index))
    return pairs


def _request(ground: Ground, wish: Wish, free: list[FreeTime], fixed: dict[str, FreeTime]) -> engine.Request:
    chosen = {matter.pk for matter in ground.matters}
    # A calendar may have openings of different services and languages: each of these is a counter to the engine.
    pairs = _pairs(ground, free, fixed)
    sizes = [len(free[index].starts) for _matter, index in pairs]
    return engine.Request(
        timezone=ground.region.timezone,
        start_every_minutes=START_EVERY_MINUTES,
        travel=engine.Travel(ground.region.changeover_minutes, _between(ground, free)),
        matters=tuple(
            engine.Matter(
                matter.key,
                matter.minutes_for(wish.people),
                tuple(first.key for first in matter.after.all() if first.pk in chosen),
            )
            for matter in ground.matters
        ),
        counters=tuple(
            engine.Counter(str(index), _place(ground, gap), len(gap.services)) for index, gap in enumerate(free)
        ),
        free=engine.FreeSpans(
            matter=np.repeat(np.array([m for m, _ in pairs], np.int64), sizes),
            counter=np.repeat(np.array([i for _, i in pairs], np.int64), sizes),
            start=_joined([free[index].starts for _m, index in pairs]),
            end=_joined([free[index].ends for _m, index in pairs]),
        ),
        windows=tuple((int(w.start.timestamp()) // 60, int(w.end.timestamp()) // 60) for w in wish.windows),
        max_days=wish.max_days,
        tie="whole-spans",
    )


def _joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _place(ground: Ground, gap: FreeTime) -> str:
    return str(ground.calendars[gap.calendar_id].counter.location_id)


def _between(ground: Ground, free: list[FreeTime]) -> dict[tuple[str, str], int]:
    used = {ground.calendars[gap.calendar_id].counter.location_id for gap in free}
    return {
        (str(one), str(other)): way.minutes
        for (one, other), way in ground.ways.items()
        if one in used and other in used
    }


def _plan(ground: Ground, wish: Wish, found: engine.Itinerary, free: list[FreeTime], now: datetime) -> Plan:
    by_key = {matter.key: matter for matter in ground.matters}
    planned = [_planned(ground, wish, by_key[one.matter], one, free[int(one.counter)]) for one in found.appointments]
    return plan_of(planned, ground.ways, offers.sign(planned, wish.to_json(), now=now))


def _planned(ground: Ground, wish: Wish, matter: Matter, one: engine.Appointment, gap: FreeTime) -> Planned:
    calendar = ground.calendars[gap.calendar_id]
    settling = [one for one in matter.services.all() if one.pk in gap.services]
    service = next((one for one in settling if one.pk in ground.services), settling[0])
    return Planned(
        matter=matter,
        service=service,
        organization=calendar.counter.organization,
        location=calendar.counter.location,
        counter=calendar.counter,
        calendar_id=calendar.pk,
        start=one.start,
        end=one.end,
        language=spoken(wish.languages, gap.languages),
    )


def spoken(wanted: Sequence[str], offered: Sequence[str]) -> str:
    """The first wanted language that is offered; without a wish, the counter's first."""
    return next((code for code in wanted if code in offered), offered[0] if offered else "")
