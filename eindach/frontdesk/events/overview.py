"""An event day as the coordinator sees it: stations, hours as bars, routes before they are told. No names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from eindach.booking.documents.sheet import clock
from eindach.directory.queries import region

from ..models import EventDay, RouteDraft, Station, Stop, Visit
from ..places import place
from .capacity import spans
from .registering import numbers_of
from .routes import Change, as_promised, changes, still_late

PATIENCE: Final = timedelta(minutes=2)
"""Routes that are not there so long after they were asked for will not come: a worker was killed."""


@dataclass(frozen=True)
class Bar:
    """A row of a drawn table; `length` in per cent of the longest."""

    label: str
    said: str
    length: int


@dataclass(frozen=True)
class Line:
    """A stop of a route: where and what; times as "9:20", "" for none."""

    sign: str
    matter: str
    was: str
    will: str
    is_new: bool


@dataclass(frozen=True)
class Route:
    """`who`: the ticket, or the hour and a number within it; `language` code."""

    who: str
    language: str
    people: int
    lines: tuple[Line, ...]

    @property
    def is_new(self) -> bool:
        return any(one.is_new for one in self.lines)


@dataclass(frozen=True)
class Without:
    """Somebody for whose matter the last routes found no time. `why`: absent (the partner, and nobody else settles it)
    | station-full | other-visits | stay-too-short (planning/timetable/reasons.py)."""

    who: str
    sign: str
    matter: str
    why: str


@dataclass(frozen=True)
class Overview:
    """`state` of the day; `making` of the routes: "" or as RouteDraft says it. `late`: stations whose expert comes
    later, and when; `gap`: minutes of the objective above its proven bound, in per cent."""

    day: EventDay
    state: str
    making: str
    late: Sequence[tuple[Station, str]]
    stations: Sequence[Station]
    bars: Sequence[Bar]
    registered: int
    waiting: int
    draft: RouteDraft | None
    routes: Sequence[Route]
    without: Sequence[Without]
    gap: float | None

    @property
    def changed(self) -> Sequence[Route]:
        return [one for one in self.routes if one.is_new]


def registered(day: EventDay) -> Sequence[Visit]:
    """Who is expected or here, by hour and order of registration."""
    rows = Visit._base_manager.filter(event_day=day, cancelled_at=None, waits_since=None, came="registration")
    return list(rows.order_by("window_start", "registered_at", "pk"))


def names(visits: Sequence[Visit]) -> dict[UUID, str]:
    """What stands on lists instead of a name: the ticket, else the hour and the number of the registration, which the
    visitor knows as well: "9:00 no. 12"."""
    numbers = numbers_of(visits[0].event_day_id) if visits else {}
    return {
        one.pk: one.ticket
        or _("%(hour)s no. %(number)s") % {"hour": _clock(one.window_start), "number": numbers[one.pk]}
        for one in visits
    }


def look(day: EventDay, *, now: datetime) -> Overview:
    stations = list(day.stations.select_related("counter__organization").prefetch_related("matters"))
    visits = registered(day)
    waiting = Visit._base_manager.filter(event_day=day, cancelled_at=None, waits_since__isnull=False).count()
    draft = day.drafts.first()
    making = _making(draft, now)
    planned = changes(draft) if draft and draft.answer else []
    called = names(visits)
    routes = _routes(planned if making == "done" else as_promised(day), visits, called)
    comes = still_late(day, now=now)
    return Overview(
        day=day,
        state=day.state(now),
        making=making,
        late=[(one, _clock(comes[one.number])) for one in stations if one.number in comes],
        stations=stations,
        bars=_bars(day, visits),
        registered=len(visits),
        waiting=waiting,
        draft=draft,
        routes=routes,
        without=list(_without(draft, planned, called)),
        gap=_gap(draft),
    )


def _making(draft: RouteDraft | None, now: datetime) -> str:
    if draft is None:
        return ""
    is_lost = draft.state in ("waiting", "running") and draft.asked_at + PATIENCE < now
    return "failed" if is_lost else draft.state


def _bars(day: EventDay, visits: Sequence[Visit]) -> list[Bar]:
    count = Counter(one.window_start for one in visits)
    most = max([1, *count.values()])
    zone = region().zone
    return [
        Bar(clock(start.astimezone(zone)), str(count[start]), 100 * count[start] // most) for start, _end in spans(day)
    ]


def _routes(found: Sequence[Change], visits: Sequence[Visit], called: Mapping[UUID, str]) -> list[Route]:
    by_visit = dict[UUID, list[Change]]()
    for one in found:
        by_visit.setdefault(one.stop.visit_id, []).append(one)
    return [
        Route(called[visit.pk], visit.language, visit.people, tuple(_line(one) for one in by_visit[visit.pk]))
        for visit in visits
        if visit.pk in by_visit
    ]


def _without(draft: RouteDraft | None, planned: Sequence[Change], called: Mapping[UUID, str]) -> Iterator[Without]:
    unserved = (draft.answer or {}).get("unserved", []) if draft else []
    reasons = {(one["visitor"], one["station"]): one["reason"] for one in unserved}
    for one in planned:
        reason = reasons.get((str(one.stop.visit_id), str(one.station.number)))
        if reason and one.stop.visit_id in called:
            line = _line(one)
            why = "absent" if one.station.absent_since else reason
            yield Without(called[one.stop.visit_id], line.sign, line.matter, why)


def _line(one: Change) -> Line:
    sign = place(one.station.counter.name).sign
    return Line(sign, str(one.stop.matter.short_name), _clock(one.was), _clock(one.will), one.is_new)


def _clock(moment: datetime | None) -> str:
    return clock(timezone.localtime(moment, region().zone)) if moment else ""


def _gap(draft: RouteDraft | None) -> float | None:
    if draft is None or not draft.answer:
        return None
    minutes, bound = draft.answer["objective"]["waiting_minutes"], draft.answer["bound"]
    return round(100 * (minutes - bound) / bound, 1) if bound else 0.0


def stops_of(day: EventDay) -> Sequence[Stop]:
    """All open stops of who is registered, with what the lists show."""
    rows = Stop._base_manager.filter(visit__in=registered(day)).exclude(status__in=("moved", "left", "wished"))
    rows = rows.select_related("visit", "matter", "counter")
    return list(rows.order_by("planned_at", "visit__window_start", "pk"))
