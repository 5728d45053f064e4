"""The routes of an event day: rows to a timetable request, its answer to promised times.

The same before the day and on it: what was promised is kept where that is possible (docs/planning.md), what runs stays,
an absent station is closed, and its visitors go to another one that settles the same. Whoever did not come is left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from eindach.booking.retry import one_transaction
from eindach.directory.queries import region
from eindach.notifications.deferring import defer

from ..faults import TooLate
from ..models import AT_A_DESK, Desk, EventDay, RouteDraft, Station, Step, Stop, Visit
from ..steps import before, of_stop
from .registering import service_at, tell

EVERY: Final = 5
SECONDS: Final = 20.0
LATE: Final = timedelta(minutes=20)
"""Who is not here so long after their first time or their hour is not planned for any more."""
MINUTE: Final = timedelta(minutes=1)
LATE_STATIONS: Final = "late_stations"
"""A key beside those of the format, in the answer of a draft: number of the station -> until when nobody is there."""
PASSED: Final = timedelta(minutes=5)
"""A time is promised until so long after it: whoever it is for waits in the house, and is called first."""


@dataclass(frozen=True)
class Closed:
    """A station where nobody is for some minutes from now: an expert is late."""

    station: int
    minutes: int


@dataclass(frozen=True)
class Change:
    """A stop's time as it is told now (None: none), and as it would be (None: no place)."""

    stop: Stop
    station: Station
    was: datetime | None
    will: datetime | None

    @property
    def is_new(self) -> bool:
        return self.was != self.will or self.stop.counter_id != self.station.counter_id


def ask_for_routes(day: EventDay, *, closed: Sequence[Closed] = (), now: datetime) -> RouteDraft:
    """A job makes them; the draft says how far it is. Who was said to be late before is still late."""
    from ..jobs import make_routes

    said = {one.station for one in closed}
    late = [
        Closed(station, ceil((until - now) / MINUTE)) for station, until in still_late(day, now=now).items()
        if station not in said
    ]  # fmt: skip
    with transaction.atomic():
        draft = RouteDraft.objects.create(event_day=day, asked_at=now)
        defer(make_routes, draft=str(draft.pk), closed=[[one.station, one.minutes] for one in (*closed, *late)])
    return draft


def still_late(day: EventDay, *, now: datetime) -> dict[int, datetime]:
    """Number of a station -> when its expert will come, as was said for the last routes; not where somebody sits."""
    last = day.drafts.filter(answer__isnull=False).first()
    said = last.answer.get(LATE_STATIONS, {}) if last and last.answer else {}
    at_work = Desk.objects.filter(counter__station__event_day=day, closed_at=None)
    here = set(at_work.values_list("counter__station__number", flat=True))
    untils = {int(number): datetime.fromisoformat(until) for number, until in said.items()}
    return {number: until for number, until in untils.items() if until > now and number not in here}


def solve(draft: RouteDraft, *, closed: Sequence[Closed] = (), now: datetime, seconds: float = SECONDS) -> RouteDraft:
    """Make the timetable and keep it in the draft. Runs as long as `seconds`."""
    from eindach.planning.timetable import day_format, timetable

    RouteDraft.objects.filter(pk=draft.pk).update(begun_at=now)
    try:
        request = day_format.read(request_of(draft.event_day, closed=closed, now=now))
        answer = day_format.write(request, timetable(request, seconds=seconds))
    except Exception as fault:  # whatever it is: who waits for routes has to see that none will come
        RouteDraft.objects.filter(pk=draft.pk).update(fault=(str(fault) or type(fault).__name__)[:200])
        if not isinstance(fault, ValueError):
            raise
    else:
        start = max(now, draft.event_day.during.lower)
        answer[LATE_STATIONS] = {one.station: (start + one.minutes * MINUTE).isoformat() for one in closed}
        RouteDraft.objects.filter(pk=draft.pk).update(answer=answer, done_at=timezone.now())
    draft.refresh_from_db()
    return draft


def request_of(day: EventDay, *, closed: Sequence[Closed] = (), now: datetime) -> dict[str, Any]:
    """The request `eindach.timetable-request/1` (with the keys of the day). Visitors are visits, stations numbers."""
    clock = _Clock(day)
    stations = list(day.stations.prefetch_related("matters"))
    running = day.during.lower <= now
    visitors: dict[str, dict[str, Any]] = {}
    promised: list[dict[str, Any]] = []
    at_work: dict[int, int] = defaultdict(int)
    for station, stops in _visits_at_stations(day, stations, now):
        visit, pk = stops[0].visit, str(stops[0].visit_id)
        one = visitors.setdefault(pk, {"id": pk, "arrives": clock.text(_arrives(visit, day)), "visits": []})
        one["leaves"] = clock.text(day.during.upper)
        fact: dict[str, Any] = {"visitor": pk, "station": str(station.number)}
        if stops[0].status in AT_A_DESK:
            promised.append(fact | {"start": clock.text(_begun(stops[0], day)), "state": "running"})
            at_work[station.number] += 1
        elif (told := _told(stops)) and (not running or told >= now):
            promised.append(fact | {"start": clock.text(told)})
        minutes = sum(_lasts(stop, day, now) for stop in stops)
        one["visits"].append({"station": str(station.number), "minutes": minutes})
    for number, stop in _others_at_desks(day):
        pk, start = str(stop.visit_id), clock.text(_begun(stop, day))
        visit_there = {"station": str(number), "minutes": _lasts(stop, day, now)}
        visitors[pk] = {"id": pk, "arrives": start, "leaves": clock.text(day.during.upper), "visits": [visit_there]}
        promised.append({"visitor": pk, "station": str(number), "start": start, "state": "running"})
        at_work[number] += 1
    request: dict[str, Any] = {
        "format": "eindach.timetable-request/1",
        "date": f"{clock.opens:%Y-%m-%d}",
        "from": clock.text(day.during.lower),
        "until": clock.text(day.during.upper),
        "start_every_minutes": EVERY,
        "changeover_minutes": region().changeover_minutes,
        "objective": "waiting",
        "stations": [
            {"id": str(one.number), "desks": max(one.registrable, 1, at_work[one.number])} for one in stations
        ],
        "visitors": list(visitors.values()),
        "promised": promised,
        "closed": list(_closures(day, stations, closed, clock, now)),
    }
    return request | ({"now": clock.text(now)} if running and now < day.during.upper else {})


def changes(draft: RouteDraft) -> list[Change]:
    """What publishing would tell: every stop that waits, by visit and time. Whoever came, or was sent to another
    station, after the timetable was asked for is not in it: nothing changes for them."""
    day, asked = draft.event_day, draft.begun_at or draft.asked_at
    stations = list(day.stations.select_related("counter__organization").prefetch_related("matters"))
    answer = draft.answer or {}
    starts = {(one["visitor"], one["station"]): None for one in answer.get("unserved", [])} | {
        (one["visitor"], one["station"]): day.during.lower + timedelta(minutes=one["start_minute"])
        for one in answer.get("visits", [])
    }
    found = []
    for station, stops in _visits_at_stations(day, stations, asked):
        key = str(stops[0].visit_id), str(station.number)
        if key not in starts:
            continue
        start = starts[key]
        for stop in stops:
            if stop.status == Stop.Status.WAITING:
                found.append(Change(stop, station, stop.planned_at if stop.promised else None, start))
            start = start + timedelta(minutes=_lasts(stop, day, asked)) if start else None
    return sorted(found, key=lambda one: (str(one.stop.visit_id), one.will or day.during.upper))


def as_promised(day: EventDay) -> list[Change]:
    """What everybody has been told: the same rows without anything new."""
    stations = {one.counter_id: one for one in day.stations.select_related("counter__organization")}
    rows = Stop._base_manager.filter(visit__event_day=day, visit__cancelled_at=None, promised=True)
    rows = rows.filter(counter__in=stations).exclude(status__in=(Stop.Status.MOVED, Stop.Status.LEFT))
    rows = rows.select_related("visit", "matter").order_by("visit", "planned_at", "pk")
    return [Change(one, stations[one.counter_id], one.planned_at, one.planned_at) for one in rows if one.counter_id]


@one_transaction
def publish(draft: RouteDraft, *, now: datetime) -> list[Visit]:
    """Promise the times and tell those for whom something changes; twice is as good as once. Gives whom it told.
    TooLate: some of the times are past."""
    day = EventDay.objects.select_for_update().get(pk=draft.event_day_id)
    locked = RouteDraft.objects.select_for_update(of=("self",)).select_related("event_day__series").get(pk=draft.pk)
    if locked.state != "done":
        return []
    news = [one for one in changes(locked) if one.is_new]
    if any(one.will and one.will + PASSED < now for one in news):
        raise TooLate
    told: dict[Any, Visit] = {}
    for change in news:
        if promise(change, now=now, is_running=day.during.lower <= now):
            told[change.stop.visit_id] = change.stop.visit
    locked.published_at = now
    locked.save(update_fields=["published_at"])
    EventDay.objects.filter(pk=day.pk).update(planned_at=now)
    for visit in told.values():
        tell(visit, "route", stamp=now)
    return list(told.values())


def promise(change: Change, *, now: datetime, is_running: bool) -> bool:
    """Its time and station are the visitor's from now on; on the day itself that is a step of their way. False: they
    were called meanwhile."""
    stop, counter = change.stop, change.station.counter
    was = before(stop)
    stop.planned_at, stop.promised = change.will, change.will is not None
    if stop.counter_id != counter.pk:
        stop.counter, stop.organization = counter, counter.organization
        stop.service = service_at(change.station, stop.matter)
    values = {name: getattr(stop, name) for name in ("planned_at", "promised", "counter", "organization", "service")}
    if not Stop._base_manager.filter(pk=stop.pk, status=Stop.Status.WAITING).update(**values):
        return False
    if is_running:
        of_stop(Step.Act.MOVED, stop, now=now, was=was)
    return True


def _visits_at_stations(
    day: EventDay, stations: Sequence[Station], now: datetime
) -> Iterator[tuple[Station, list[Stop]]]:
    """The open stops of each visit at each station, whoever is at its desk first; not of who is not expected any more.
    A stop whose station is absent goes to one that settles the same, if there is one."""
    rows = Stop._base_manager.filter(
        visit__event_day=day,
        visit__cancelled_at=None,
        visit__left_at=None,
        visit__waits_since=None,
        status__in=(Stop.Status.WAITING, *AT_A_DESK),
    )
    rows = rows.select_related("visit__person", "visit__location", "matter", "counter")
    groups: dict[tuple[Any, int], list[Stop]] = defaultdict(list)
    by_number = {one.number: one for one in stations}
    for stop in rows.order_by("visit__window_start", "visit__registered_at", "visit", "planned_at", "id"):
        station = _station_of(stop, stations)
        if station and not _is_missed(stop.visit, day, now):
            groups[stop.visit_id, station.number].append(stop)
    for (_visit, number), stops in groups.items():
        yield by_number[number], sorted(stops, key=lambda stop: stop.status not in AT_A_DESK)


def _others_at_desks(day: EventDay) -> Iterator[tuple[int, Stop]]:
    """Who sits at a station without having registered: walk-ins, and whoever was passed on. Number of the station."""
    rows = Stop._base_manager.filter(counter__station__event_day=day, status__in=AT_A_DESK)
    for stop in rows.exclude(visit__event_day=day).annotate(number=F("counter__station__number")).order_by("pk"):
        yield stop.number, stop


def _begun(stop: Stop, day: EventDay) -> datetime:
    """When whoever is at a desk sat down, or was called; not before the day."""
    begun: datetime = max(stop.begun_at or stop.since, day.during.lower)
    return begun


def _lasts(stop: Stop, day: EventDay, now: datetime) -> int:
    """Minutes at a desk; who is there longer than planned is taken to leave in a few."""
    if stop.status not in AT_A_DESK:
        return stop.minutes
    return max(stop.minutes, ceil((now - _begun(stop, day)) / MINUTE) + EVERY)


def _told(stops: Sequence[Stop]) -> datetime | None:
    return min((stop.planned_at for stop in stops if stop.promised and stop.planned_at), default=None)


def _station_of(stop: Stop, stations: Sequence[Station]) -> Station | None:
    own = next((one for one in stations if one.counter_id == stop.counter_id), None)
    if own and (not own.absent_since or stop.status in AT_A_DESK):
        return own
    settling = [one for one in stations if stop.matter in one.matters.all()]
    return next((one for one in settling if not one.absent_since), own or next(iter(settling), None))


def _is_missed(visit: Visit, day: EventDay, now: datetime) -> bool:
    """Not here, although it is their time."""
    if visit.arrived_at or now < day.during.lower:
        return False
    return _arrives(visit, day) + timedelta(minutes=day.series.window_minutes) + LATE <= now


def _arrives(visit: Visit, day: EventDay) -> datetime:
    if visit.arrived_at:
        here: datetime = min(max(visit.arrived_at, day.during.lower), day.during.upper - MINUTE)
        return here
    expected: datetime = visit.window_start or day.during.lower
    return expected


def _closures(
    day: EventDay, stations: Sequence[Station], closed: Sequence[Closed], clock: "_Clock", now: datetime
) -> Iterator[dict[str, Any]]:
    for one in stations:
        if one.absent_since:
            since = max(one.absent_since, day.during.lower)
            if since < day.during.upper:
                yield {"station": str(one.number), "from": clock.text(since), "until": clock.text(day.during.upper)}
    start = max(now, day.during.lower)
    for late in closed:
        end = min(start + timedelta(minutes=late.minutes), day.during.upper)
        if start < end and any(one.number == late.station and not one.absent_since for one in stations):
            yield {"station": str(late.station), "from": clock.text(start), "until": clock.text(end)}
    breaks = Desk.objects.filter(counter__station__event_day=day, closed_at=None, back_at__gt=start + MINUTE)
    for number, back in breaks.order_by("pk").values_list("counter__station__number", "back_at"):
        if back and start + MINUTE < (end := min(back, day.during.upper)):
            yield {"station": str(number), "from": clock.text(start), "until": clock.text(end), "desks": 1}


class _Clock:
    """Moments of the day as the format has them."""

    def __init__(self, day: EventDay) -> None:
        self.zone = region().zone
        self.opens = timezone.localtime(day.during.lower, self.zone)

    def text(self, moment: datetime) -> str:
        return f"{timezone.localtime(moment, self.zone):%H:%M}"
