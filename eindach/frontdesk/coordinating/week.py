"""A week of counters: what is open, how much of it is booked, in which languages; closed days, holidays, event days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from eindach.booking.models import Calendar
from eindach.booking.opening_rules import midnight
from eindach.directory import hours
from eindach.directory.models import ScheduleException
from eindach.directory.queries import region
from eindach.guide.models import Matter

from ..models import EventDay
from .languages import Spoken, spoken

DAWN, DUSK = 7, 20
"""Hours between which the drawing shows a day; what is earlier or later stands at its edge."""
DRAWN: Final = 100
"""Width of the drawing of a day."""

# Sums of time only: whose the appointments are is not read.
OPENINGS: Final = """
SELECT o.id, o.calendar_id, lower(o.during), upper(o.during), o.services, o.languages,
       coalesce((SELECT sum(upper(f) - lower(f)) FROM unnest(o.free) f), interval '0')
FROM booking_opening o
WHERE o.calendar_id = ANY(%s) AND o.during && tstzrange(%s, %s) ORDER BY lower(o.during)
"""


@dataclass(frozen=True)
class Block:
    """An opening. `booked`: percent of its time; `x`, `width`: where it lies in the drawing of its day."""

    id: int
    start: datetime
    end: datetime
    services: tuple[UUID, ...]
    languages: tuple[str, ...]
    booked: int

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds()) // 60

    @property
    def x(self) -> float:
        return _place(self.start)

    @property
    def width(self) -> float:
        return round(max(_place(self.end) - self.x, 1), 1)

    @property
    def filled(self) -> float:
        return round(self.width * self.booked / 100, 1)


@dataclass(frozen=True)
class Cell:
    """A counter on a day."""

    day: date
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Row:
    """A counter's week. `minutes` open, of which `booked` percent."""

    calendar: Calendar
    cells: tuple[Cell, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for cell in self.cells for one in cell.blocks)

    @property
    def booked(self) -> int:
        taken = sum(one.minutes * one.booked / 100 for cell in self.cells for one in cell.blocks)
        return round(100 * taken / self.minutes) if self.minutes else 0

    @property
    def languages(self) -> list[str]:
        return sorted({code for cell in self.cells for one in cell.blocks for code in one.languages})

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class DayHead:
    """A day with what is special about it; `counters`: open at all."""

    date: date
    holiday: str
    exceptions: tuple[ScheduleException, ...]
    events: tuple[EventDay, ...]
    counters: int
    is_past: bool


@dataclass(frozen=True)
class Week:
    monday: date
    days: tuple[DayHead, ...]
    rows: tuple[Row, ...]
    spoken: tuple[Spoken, ...] = ()

    @property
    def is_open(self) -> bool:
        """At least one counter, at least once."""
        return any(day.counters for day in self.days)

    @property
    def before(self) -> date:
        return self.monday - timedelta(weeks=1)

    @property
    def after(self) -> date:
        return self.monday + timedelta(weeks=1)


@dataclass(frozen=True)
class Shown:
    """Which counters are looked at; empty: all."""

    house: str = ""
    office: str = ""
    matter: str = ""

    def calendars(self) -> Sequence[Calendar]:
        """Without stations: their hours are those of their event day."""
        found = Calendar.objects.filter(counter__station=None)
        found = found.select_related("counter__location", "counter__organization")
        if self.house:
            found = found.filter(counter__location__key=self.house)
        if self.office:
            found = found.filter(counter__organization__key=self.office)
        if self.matter:
            settling = Matter.objects.filter(key=self.matter).values("services")
            found = found.filter(services__in=settling).distinct()
        return list(found.order_by("counter__location__key", "counter__key"))


def week_of(monday: date, shown: Shown, *, now: datetime) -> Week:
    """Nine statements, however many counters there are. As the program."""
    calendars = shown.calendars()
    if not calendars:
        return Week(monday, (), ())
    here = region()
    blocks = _blocks([one.pk for one in calendars], midnight(monday, here), midnight(monday + timedelta(days=7), here))
    dates = [monday + timedelta(days=number) for number in range(7)]
    rows = tuple(Row(one, tuple(Cell(day, tuple(blocks[one.pk, day])) for day in dates)) for one in calendars)
    houses = {one.counter.location_id for one in calendars}
    return Week(monday, _heads(dates, rows, houses, now), rows, spoken(rows))


def _blocks(calendars: Sequence[int], start: datetime, end: datetime) -> Mapping[tuple[int, date], list[Block]]:
    found: dict[tuple[int, date], list[Block]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(OPENINGS, [list(calendars), start, end])
        for pk, calendar, lower, upper, services, languages, free in cursor.fetchall():
            begins, ends = timezone.localtime(lower, start.tzinfo), timezone.localtime(upper, start.tzinfo)
            booked = round(100 * (1 - free / (upper - lower)))
            block = Block(pk, begins, ends, tuple(services), tuple(languages), booked)
            found[calendar, begins.date()].append(block)
    return found


def _heads(dates: Sequence[date], rows: Sequence[Row], houses: set[UUID], now: datetime) -> tuple[DayHead, ...]:
    here = region()
    differing = ScheduleException.objects.filter(date__in=dates, location__in=houses).select_related("location")
    span = midnight(dates[0], here), midnight(dates[-1] + timedelta(days=1), here)
    events = EventDay.objects.filter(during__overlap=span, cancelled_at=None).select_related("series")
    exceptions, at_events = list(differing), list(events)
    today = timezone.localdate(now, here.zone)
    return tuple(
        DayHead(
            date=day,
            holiday=hours.holiday_on(day, here.state),
            exceptions=tuple(one for one in exceptions if one.date == day),
            events=tuple(one for one in at_events if timezone.localdate(one.during.lower, here.zone) == day),
            counters=sum(bool(row.cells[number].blocks) for row in rows),
            is_past=day < today,
        )
        for number, day in enumerate(dates)
    )


def _place(moment: datetime) -> float:
    """0 to DRAWN, on the wall clock."""
    clock = moment.hour + moment.minute / 60
    return round(DRAWN * min(max(clock - DAWN, 0), DUSK - DAWN) / (DUSK - DAWN), 1)
