"""How a day of a house went: figures, a drawing (drawing.py), and what was left open. No names.

Tickets are said on the day itself only; later there are numbers.
"""

from collections import Counter as Counting
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median, quantiles
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from eindach.booking.figures import FEWEST
from eindach.booking.models import Counter
from eindach.booking.opening_rules import midnight
from eindach.directory.models import Location
from eindach.directory.queries import region

from ..letters import how_to_reach
from ..models import Desk, Step, Stop, Visit
from ..queue import today
from .drawing import Chart, Drawing, as_in_the_house, is_late

S: Final = Stop.Status
SERVED: Final = (S.DONE, S.PASSED_ON)


@dataclass(frozen=True)
class Station:
    """A counter's day in numbers; the table beside the drawing."""

    name: str
    served: int
    missed: int
    late: int
    minutes: int


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
        chart=Drawing(desks, stops, list(pauses), now, named=is_today).chart() if desks else None,
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
    return tuple(_station(str(counter.name), found[counter]) for counter in sorted(found, key=as_in_the_house))


def _station(name: str, stops: Sequence[Stop]) -> Station:
    lengths = [one.ended_at - one.begun_at for one in stops if one.begun_at and one.ended_at and one.status in SERVED]
    mean = sum(lengths, timedelta()) / len(lengths) if lengths else timedelta()
    return Station(
        name=name,
        served=sum(one.status in SERVED for one in stops),
        missed=sum(one.status == S.NOSHOW for one in stops),
        late=sum(is_late(one) for one in stops),
        minutes=round(mean.total_seconds() / 60),
    )


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
