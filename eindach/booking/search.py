"""Search: from a wish to the best plans. Reads the openings, asks the engine, signs offers; books nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

import numpy as np
from django.conf import settings
from django.utils import timezone

from eindach.directory.models import Service
from eindach.guide.models import Matter
from eindach.planning import itinerary as engine

from . import offers
from .expiry import expire_holds
from .free_time import FreeTime, free_time, without
from .ground import Ground, ground
from .impossible import explain
from .locks import Wanted
from .models import Itinerary
from .ordering import Order, by_papers, must
from .plans import Found, Impossible, Leg, Plan, Planned, plan_of
from .wish import Wish, WishFaults, check_wish

__all__ = ["Found", "Impossible", "Leg", "Plan", "Planned", "Wish", "WishFaults", "search"]

START_EVERY_MINUTES = 5
SOONER = timedelta(days=7)
"""By so much another office must be sooner than the contact person of one's own town to be proposed beside them."""


@dataclass(frozen=True)
class Question:
    """A wish on its ground: the matters, what settles each, where time is free, and what is fixed already."""

    wish: Wish
    ground: Ground
    matters: tuple[Matter, ...]
    settling: dict[int, dict[UUID, Service]]
    free: list[FreeTime]
    fixed: dict[str, FreeTime]


def search(
    wish: Wish,
    *,
    now: datetime,
    moving: Itinerary | None = None,
    pinned: Collection[str] = (),
    house: UUID | None = None,
    taken: Collection[Wanted] = (),
) -> Found:
    """The best plans for a wish: the exact Pareto frontier of visits, last day, and minutes on site.

    `moving`: this itinerary's own live appointments count as free (to move it, or to search again while holding).
    `pinned`: keys of its matters that stay exactly where they are booked; the others are planned around them.
    `house`: they stand in this location, so only its counters count, and from the next minute on.
    `taken`: places that others want who come along, and that count as taken.
    Raises WishFaults with everything that is wrong with the wish at once.
    """
    base = ground()
    check_wish(
        wish,
        known_matters=base.matters.keys(),
        known_municipalities=base.municipalities,
        today=timezone.localdate(now, base.region.zone),
    )
    expire_holds(now=now)
    question = _question(wish, base, now, moving, pinned, house, taken)
    answer = _answer(question)
    plans = tuple(_plan(question, found, now) for found in answer.itineraries)
    impossible = tuple(explain(reason, question.matters, wish) for reason in answer.impossible)
    return Found(wish, plans, impossible)


def _question(
    wish: Wish,
    base: Ground,
    now: datetime,
    moving: Itinerary | None,
    pinned: Collection[str],
    house: UUID | None,
    taken: Collection[Wanted],
) -> Question:
    matters = tuple(base.matters[key] for key in wish.matters)
    settling = {
        matter.pk: {service.pk: service for service in base.services_for(matter, wish.municipality)}
        for matter in matters
    }
    fixed = _fixed(moving, pinned) if moving and pinned else {}
    free = _free(wish, base, matters, settling, now, moving, house)
    free = [*(without(free, taken) if taken else free), *fixed.values()]
    return Question(wish, base, matters, settling, free, fixed)


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


def _free(
    wish: Wish,
    base: Ground,
    matters: tuple[Matter, ...],
    settling: dict[int, dict[UUID, Service]],
    now: datetime,
    moving: Itinerary | None,
    house: UUID | None,
) -> list[FreeTime]:
    zone = base.region.zone
    earliest = now + timedelta(minutes=1 if house else settings.LEAD_MINUTES)
    start = max(earliest, datetime.combine(wish.start, time(), zone))
    end = datetime.combine(wish.until + timedelta(days=1), time(), zone)
    services = {service for settles in settling.values() for service in settles}
    calendars = _calendars(base, services, wish, house)
    if start >= end or not calendars:
        return []
    return free_time(
        calendars=calendars,
        services=services,
        languages=wish.languages,
        start=start,
        end=end,
        shortest=min(matter.minutes_for(wish.people) for matter in matters),
        own=moving,
    )


def _calendars(base: Ground, services: set[UUID], wish: Wish, house: UUID | None) -> set[int]:
    calendars = {calendar for service in services for calendar in base.serving.get(service, ())}
    calendars = {one for one in calendars if base.calendars[one].counter.by_phone == wish.by_phone}
    if house:
        calendars = {one for one in calendars if base.calendars[one].counter.location_id == house}
    if "step-free" in wish.needs:
        return {one for one in calendars if base.calendars[one].counter.location.step_free}
    return calendars


Pairs = list[tuple[int, int]]
"""Which matter (index) can be settled in which free time (index)."""


def _pairs(question: Question) -> tuple[Pairs, Pairs]:
    """All, and with none but the contact person of one's own town where that one has time for a matter."""
    own = {id(gap) for gap in question.fixed.values()}
    mine, of_others = question.ground.contacts_for(question.wish.municipality)
    every: Pairs = []
    with_contact: Pairs = []
    for number, matter in enumerate(question.matters):
        fixed, settles = question.fixed.get(matter.key), question.settling[matter.pk].keys()
        for index, gap in enumerate(question.free):
            if gap is fixed:
                every.append((number, index))
            elif fixed is None and id(gap) not in own:
                here = {(service, gap.calendar_id) for service in gap.services & settles} - of_others
                every += [(number, index)] if here else []
                with_contact += [(number, index)] if here & mine else []
    led = {number for number, _index in with_contact}
    return every, [pair for pair in every if pair[0] not in led] + with_contact


def _answer(question: Question) -> engine.Itineraries:
    """One's own contact person first: other offices come in where without them nothing is possible, for fewer visits,
    and where all is done a week sooner (who has just moved in has two weeks to register)."""
    every, with_contact = _pairs(question)
    mine = _in_order(question, with_contact)
    soon = question.wish.start + SOONER
    if len(with_contact) == len(every) or any(one.days == 1 and one.completed_on < soon for one in mine.itineraries):
        return mine
    others = _in_order(question, every)
    better = tuple(one for one in others.itineraries if not any(_serves(own, one) for own in mine.itineraries))
    return engine.Itineraries((*better, *mine.itineraries), () if mine.itineraries else others.impossible)


def _serves(own: engine.Itinerary, other: engine.Itinerary) -> bool:
    """Whether the plan with the contact person is good enough to leave the other away."""
    return own.days <= other.days and own.completed_on < other.completed_on + SOONER


def _in_order(question: Question, pairs: Pairs) -> engine.Itineraries:
    """In the order of papers; without it, where that alone makes everything impossible."""
    hard = must(question.ground, question.matters)
    order = by_papers(question.ground, question.matters, question.settling, question.fixed)
    answer = engine.plan(_request(question, pairs, order))
    if order == hard or not any(reason.kind == "never-together" for reason in answer.impossible):
        return answer
    return engine.plan(_request(question, pairs, hard))


def _request(question: Question, pairs: Pairs, order: Order) -> engine.Request:
    base, free = question.ground, question.free
    # A calendar may have openings of different services and languages: each of these is a counter to the engine.
    sizes = [len(free[index].starts) for _matter, index in pairs]
    places = [base.calendars[gap.calendar_id].counter.location_id for gap in free]
    return engine.Request(
        timezone=base.region.timezone,
        start_every_minutes=START_EVERY_MINUTES,
        travel=engine.Travel(base.region.changeover_minutes, _between(base, set(places))),
        matters=tuple(
            engine.Matter(matter.key, matter.minutes_for(question.wish.people), order[matter.key])
            for matter in question.matters
        ),
        counters=tuple(
            engine.Counter(str(index), str(place), len(free[index].services)) for index, place in enumerate(places)
        ),
        free=engine.FreeSpans(
            matter=np.repeat(np.array([matter for matter, _index in pairs], np.int64), sizes),
            counter=np.repeat(np.array([index for _matter, index in pairs], np.int64), sizes),
            start=_joined([free[index].starts for _matter, index in pairs]),
            end=_joined([free[index].ends for _matter, index in pairs]),
        ),
        windows=tuple((int(w.start.timestamp()) // 60, int(w.end.timestamp()) // 60) for w in question.wish.windows),
        max_days=question.wish.max_days,
        tie="whole-spans",
    )


def _joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _between(base: Ground, places: set[UUID]) -> dict[tuple[str, str], int]:
    return {
        (str(one), str(other)): base.ways[one, other].minutes
        for one in places
        for other in places
        if (one, other) in base.ways
    }


def _plan(question: Question, found: engine.Itinerary, now: datetime) -> Plan:
    planned = [_planned(question, one) for one in found.appointments]
    return plan_of(planned, question.ground.ways, offers.sign(planned, question.wish.to_json(), now=now))


def _planned(question: Question, one: engine.Appointment) -> Planned:
    gap, matter = question.free[int(one.counter)], question.ground.matters[one.matter]
    counter = question.ground.calendars[gap.calendar_id].counter
    settling = [service for service in question.ground.settled_by[matter.pk] if service.pk in gap.services]
    service = next((it for it in settling if it.pk in question.settling[matter.pk]), settling[0])
    return Planned(
        matter=matter,
        service=service,
        organization=counter.organization,
        location=counter.location,
        counter=counter,
        calendar_id=gap.calendar_id,
        start=one.start,
        end=one.end,
        language=spoken(question.wish.languages, gap.languages),
    )


def spoken(wanted: Sequence[str], offered: Sequence[str]) -> str:
    """The first wanted language that is offered; without a wish, the counter's first."""
    return next((code for code in wanted if code in offered), offered[0] if offered else "")
