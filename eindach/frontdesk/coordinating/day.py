"""How a day of a house went: figures, a drawing of stations × time, and what was left open. No names.

Tickets are said on the day itself only; later there are numbers.
"""

from collections import Counter as Counting
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median, quantiles
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from eindach.booking.figures import FEWEST
from eindach.booking.models import Counter
from eindach.booking.opening_rules import midnight
from eindach.directory.models import Location
from eindach.directory.queries import region

from ..letters import how_to_reach
from ..models import Desk, Step, Stop, Visit
from ..places import place
from ..queue import today

S: Final = Stop.Status
SERVED: Final = (S.DONE, S.PASSED_ON)
LATE: Final = timedelta(minutes=5)
WIDTH, LANE, HEAD, SIGN = 960, 44, 24, 180
"""Of the drawing: a lane for each place of a counter, the hours above, the signs at the side."""


@dataclass(frozen=True)
class Bar:
    """A span in the drawing; `said` in words (of a ticket on the day itself). `sort`: open | served | pause | wait |
    late | missed."""

    sort: str
    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True)
class Station:
    """A counter's day in numbers; the table beside the drawing."""

    name: str
    served: int
    missed: int
    late: int
    minutes: int


@dataclass(frozen=True)
class Chart:
    height: int
    hours: tuple[tuple[float, int], ...]
    signs: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Figures:
    """Visits that `came`, were `served`, were expected and did not come (`missing`), went without being served
    (`left`), are in the house. Minutes of waiting in the middle and of nine in ten; None: fewer than FEWEST waits."""

    came: int
    served: int
    missing: int
    left: int
    here: int
    median: int | None
    nine_in_ten: int | None


@dataclass(frozen=True)
class OpenEnd:
    """Something that did not come to its end, and how often; nobody has seen to it yet. `tickets` on the day itself;
    `reached`: how many by what (mail, text, call, nobody: another_day/offering.py)."""

    sort: str
    matter: str
    matter_id: int
    count: int
    tickets: tuple[str, ...]
    reached: Mapping[str, int]

    @property
    def can_be_offered(self) -> bool:
        """Somebody behind it can be reached."""
        return self.count > self.reached.get("nobody", 0)


@dataclass(frozen=True)
class DayOf:
    location: Location
    date: date
    is_today: bool
    figures: Figures
    stations: tuple[Station, ...]
    chart: Chart | None
    open_ends: tuple[OpenEnd, ...]


def day_of(location: Location, day: date, *, now: datetime) -> DayOf:
    """Five statements. As the program."""
    visits = list(Visit._base_manager.filter(location=location, day=day, cancelled_at=None, waits_since=None))
    stops = list(stops_of(location, day).select_related("matter", "counter", "desk").order_by("begun_at"))
    here = region()
    hours = midnight(day, here), midnight(day + timedelta(days=1), here)
    opened = Desk.objects.filter(counter__location=location, opened_at__gte=hours[0], opened_at__lt=hours[1])
    desks = list(opened.select_related("counter"))
    pauses = Step._base_manager.filter(location=location, day=day, desk__isnull=False, stop=None).order_by("id")
    is_today = day == today(now)
    return DayOf(
        location=location,
        date=day,
        is_today=is_today,
        figures=_figures(visits, stops, over=day < today(now)),
        stations=_stations(stops),
        chart=_Drawing(desks, stops, list(pauses), now, named=is_today).chart() if desks else None,
        open_ends=_open_ends(stops, named=is_today, over=day < today(now)),
    )


def stops_of(location: Location, day: date) -> QuerySet[Stop]:
    """With `is_followed_up`: somebody has seen to it; and with what sort_of and letters.py ask of it."""
    seen_to = Step._base_manager.filter(stop=OuterRef("pk"), act=Step.Act.FOLLOWED_UP)
    stops = Stop._base_manager.filter(visit__location=location, visit__day=day, visit__cancelled_at=None)
    joined = stops.select_related("visit__person", "visit__itinerary", "appointment")
    return joined.annotate(is_followed_up=Exists(seen_to))


def waited(stop: Stop) -> int | None:
    """Minutes from when they could be called (or the time that was promised, if later) until they sat down."""
    if not stop.begun_at or not stop.waiting_since:
        return None
    since = max(stop.waiting_since, stop.planned_at) if stop.promised and stop.planned_at else stop.waiting_since
    return max(0, int((stop.begun_at - since).total_seconds()) // 60)


def _figures(visits: Sequence[Visit], stops: Sequence[Stop], *, over: bool) -> Figures:
    served = {one.visit_id for one in stops if one.status in SERVED}
    left = {one.visit_id for one in stops if one.status == S.LEFT} - served
    waits = [minutes for one in stops if (minutes := waited(one)) is not None]
    enough = len(waits) >= FEWEST
    return Figures(
        came=sum(one.arrived_at is not None for one in visits),
        served=len(served),
        missing=sum(one.arrived_at is None for one in visits) if over else 0,
        left=len(left),
        here=sum(one.state in ("here", "away") for one in visits),
        median=round(median(waits)) if enough else None,
        nine_in_ten=round(quantiles(waits, n=10, method="inclusive")[-1]) if enough else None,
    )


def _stations(stops: Sequence[Stop]) -> tuple[Station, ...]:
    found: dict[Counter, list[Stop]] = {}
    for one in stops:
        if one.counter:
            found.setdefault(one.counter, []).append(one)
    return tuple(_station(str(counter.name), found[counter]) for counter in sorted(found, key=_as_in_the_house))


def _station(name: str, stops: Sequence[Stop]) -> Station:
    lengths = [one.ended_at - one.begun_at for one in stops if one.begun_at and one.ended_at and one.status in SERVED]
    mean = sum(lengths, timedelta()) / len(lengths) if lengths else timedelta()
    return Station(
        name=name,
        served=sum(one.status in SERVED for one in stops),
        missed=sum(one.status == S.NOSHOW for one in stops),
        late=sum(_is_late(one) for one in stops),
        minutes=round(mean.total_seconds() / 60),
    )


def _is_late(stop: Stop) -> bool:
    return bool(stop.promised and stop.planned_at and stop.begun_at and stop.begun_at > stop.planned_at + LATE)


def _open_ends(stops: Sequence[Stop], *, named: bool, over: bool) -> tuple[OpenEnd, ...]:
    found = sorted(
        (sort, str(one.matter.short_name), one.matter_id, one.visit.ticket, how_to_reach(one.visit))
        for one in stops
        if (sort := sort_of(one, over=over))
    )
    ends = []
    for (sort, matter, pk), group in groupby(found, key=lambda one: one[:3]):
        mine = list(group)
        tickets = tuple(one[3] for one in mine if one[3])
        ends.append(OpenEnd(sort, matter, pk, len(mine), tickets if named else (), Counting(one[4] for one in mine)))
    return tuple(ends)


def sort_of(stop: Stop, *, over: bool) -> str:
    """begun | passed-on | closed (their counter) | left | papers | not-come; empty: nothing is open, or somebody has
    seen to it."""
    if getattr(stop, "is_followed_up", False):
        return ""
    if stop.status == S.LEFT and stop.appointment and stop.appointment.displaced_at and not stop.begun_at:
        return "closed"
    if stop.status == S.LEFT:
        return "begun" if stop.begun_at else "passed-on" if stop.passed_from_id else "left"
    if stop.status == S.DONE and stop.outcome == Stop.Outcome.PAPERS:
        return "papers"
    if stop.status == S.NOSHOW:
        return "not-come"
    return ("passed-on" if stop.passed_from_id else "left") if over and stop.status == S.WAITING else ""


class _Drawing:
    """Stations × time."""

    def __init__(
        self, desks: Sequence[Desk], stops: Sequence[Stop], pauses: Sequence[Step], now: datetime, *, named: bool
    ) -> None:
        self.zone = region().zone
        self.lanes: dict[tuple[int, int], int] = {}
        self.signs: list[str] = []
        for desk in sorted(desks, key=lambda one: (*_as_in_the_house(one.counter), one.number)):
            if self.lanes.setdefault((desk.counter_id, desk.number), len(self.lanes)) == len(self.signs):
                self.signs.append(_sign(desk.counter, desk.number))
        self.desks, self.pauses, self.now, self.named = desks, pauses, now, named
        self.stops = [one for one in stops if one.desk and (one.desk.counter_id, one.desk.number) in self.lanes]
        self.start, self.end = self._bounds()

    def chart(self) -> Chart:
        hours = []
        moment = self.start + timedelta(minutes=-self.start.minute % 60)
        while moment <= self.end:
            hours.append((self._x(moment), moment.hour))
            moment += timedelta(hours=1)
        signs = tuple((HEAD + number * LANE + LANE * 0.55, sign) for number, sign in enumerate(self.signs))
        return Chart(HEAD + len(self.signs) * LANE + 8, tuple(hours), signs, tuple(self._bars()))

    def _bounds(self) -> tuple[datetime, datetime]:
        moments = [one.opened_at for one in self.desks]
        moments += [one.waiting_since for one in self.stops if one.waiting_since]
        ends = [self._until(one.closed_at) for one in self.desks]
        ends += [one.ended_at for one in self.stops if one.ended_at]
        first = timezone.localtime(min(moments), self.zone)
        first = first.replace(minute=first.minute // 15 * 15, second=0, microsecond=0)
        last = timezone.localtime(max(ends), self.zone)
        return first, max(last, first + timedelta(hours=1))

    def _until(self, moment: datetime | None) -> datetime:
        return moment or self.now

    def _x(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return round(SIGN + (WIDTH - SIGN) * min(max(share, 0), 1), 1)

    def _bar(self, sort: str, desk: Desk, start: datetime, end: datetime, top: int, height: int, said: str = "") -> Bar:
        y = HEAD + self.lanes[desk.counter_id, desk.number] * LANE + top
        return Bar(sort, self._x(start), y, round(max(self._x(end) - self._x(start), 1.5), 1), height, said)

    def _bars(self) -> Iterable[Bar]:
        for desk in self.desks:
            yield self._bar("open", desk, desk.opened_at, self._until(desk.closed_at), 2, LANE - 6)
        yield from self._breaks()
        for stop in self.stops:
            yield from self._of(stop)

    def _breaks(self) -> Iterable[Bar]:
        known = {one.pk: one for one in self.desks}
        begun: dict[UUID | None, datetime] = {}
        for step in self.pauses:
            if step.act == Step.Act.DESK_PAUSED:
                begun[step.desk_id] = step.at
            elif step.desk_id and step.desk_id in begun and step.desk_id in known:
                yield self._bar("pause", known[step.desk_id], begun.pop(step.desk_id), step.at, 2, LANE - 6)
        for pk, since in begun.items():
            if pk and pk in known:
                yield self._bar("pause", known[pk], since, self._until(known[pk].closed_at), 2, LANE - 6)

    def _of(self, stop: Stop) -> Iterable[Bar]:
        assert stop.desk  # noqa: S101 - others are left out
        said = stop.visit.ticket if self.named else ""
        if stop.waiting_since and stop.begun_at:
            yield self._bar("wait", stop.desk, stop.waiting_since, stop.begun_at, LANE - 12, 6, said)
        if stop.begun_at:
            yield self._bar("served", stop.desk, stop.begun_at, self._until(stop.ended_at), 4, LANE - 20, said)
            if _is_late(stop) and stop.planned_at:
                yield self._bar("late", stop.desk, stop.planned_at, stop.begun_at, 4, 4, said)
        elif stop.status == S.NOSHOW and stop.ended_at:
            yield self._bar("missed", stop.desk, stop.ended_at, stop.ended_at + timedelta(minutes=4), 4, 12, said)


def _as_in_the_house(counter: Counter) -> tuple[str, int, str, str]:
    """Station 2 before station 10."""
    at = place(counter.name)
    digits = "".join(filter(str.isdecimal, at.number))
    return at.word, int(digits or 0), at.number, counter.key


def _sign(counter: Counter, number: int) -> str:
    return f"{counter.name}, {number}" if number > 1 else str(counter.name)
