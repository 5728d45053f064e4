"""The drawing of a day: places of counters × time. Below what a place did stand those who waited for it, each in a row
of their own where waits overlap; whoever waited and was served at none of them has a lane at the end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from eindach.booking.models import Counter
from eindach.directory.queries import region

from ..models import Desk, Step, Stop
from ..places import place

S: Final = Stop.Status
LATE: Final = timedelta(minutes=5)
WIDTH, HEAD, SIGN = 960, 24, 180
"""The hours above, the signs at the side."""
WORK, ROW, WAIT, GAP, SIGN_LINE = 30, 6, 5, 8, 24
"""Of a lane: its upper part, a row of waits, the bar in it, the space below; where its sign is written."""
Lane = tuple[int, int] | None
"""Counter and number of the place; None: of nobody."""


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
class Chart:
    height: int
    hours: tuple[tuple[float, int], ...]
    signs: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


class Drawing:
    """Of at least one desk."""

    def __init__(
        self, desks: Sequence[Desk], stops: Sequence[Stop], pauses: Sequence[Step], now: datetime, *, named: bool
    ) -> None:
        self.zone = region().zone
        self.desks, self.pauses, self.now, self.named = desks, pauses, now, named
        self.signs: dict[Lane, str] = {}
        for desk in sorted(desks, key=lambda one: (*as_in_the_house(one.counter), one.number)):
            self.signs.setdefault((desk.counter_id, desk.number), _sign(desk.counter, desk.number))
        self.at_desks = [one for one in stops if self._lane(one)]
        self.waited = [one for one in stops if one.waiting_since and (self._lane(one) or not one.desk) and _waited(one)]
        self.start, self.end = self._bounds()
        self.rows = self._rows()
        if None in self.rows:
            self.signs[None] = _("not served")
        self.tops: dict[Lane, int] = {}
        self.bottom = HEAD
        for lane in self.signs:
            self.tops[lane] = self.bottom
            self.bottom += self._height(lane)

    def chart(self) -> Chart:
        hours = []
        moment = self.start + timedelta(minutes=-self.start.minute % 60)
        while moment <= self.end:
            hours.append((self._x(moment), moment.hour))
            moment += timedelta(hours=1)
        signs = tuple((self.tops[lane] + SIGN_LINE, sign) for lane, sign in self.signs.items())
        return Chart(self.bottom + GAP, tuple(hours), signs, tuple(self._bars()))

    def _lane(self, stop: Stop) -> Lane:
        """Of the desk it was at, when that is drawn."""
        lane = (stop.desk.counter_id, stop.desk.number) if stop.desk else None
        return lane if lane in self.signs else None

    def _waits_in(self, stop: Stop) -> Lane:
        """Of the desk it was at, else the first place of the counter it was meant for."""
        return self._lane(stop) or next((one for one in self.signs if one and one[0] == stop.counter_id), None)

    def _rows(self) -> dict[Lane, list[list[Stop]]]:
        """Waits that overlap are in different rows of their lane."""
        found: dict[Lane, list[list[Stop]]] = {}
        for stop in sorted(self.waited, key=lambda one: (one.waiting_since or self.now, one.visit.number or 0, one.pk)):
            rows = found.setdefault(self._waits_in(stop), [])
            start = self._wait(stop)[0]
            free = (row for row in rows if sum(self._wait(row[-1])) <= start)
            row = next(free, None)
            if row is None:
                rows.append(row := [])
            row.append(stop)
        return found

    def _height(self, lane: Lane) -> int:
        return WORK + ROW * max(1, len(self.rows.get(lane, ()))) + GAP

    def _wait(self, stop: Stop) -> tuple[float, float]:
        """Where it begins in the drawing, and how wide it is."""
        assert stop.waiting_since  # noqa: S101 - others are left out
        return self._span(stop.waiting_since, stop.begun_at or self._until(stop.ended_at))

    def _bounds(self) -> tuple[datetime, datetime]:
        """Waits do not make it longer: the program ends those that are left at midnight."""
        moments = [one.opened_at for one in self.desks]
        moments += [one.waiting_since for one in self.waited if one.waiting_since]
        ends = [self._until(one.closed_at) for one in self.desks]
        ends += [one.ended_at for one in self.at_desks if one.ended_at]
        first = timezone.localtime(min(moments), self.zone)
        first = first.replace(minute=first.minute // 15 * 15, second=0, microsecond=0)
        last = timezone.localtime(max(ends), self.zone)
        return first, max(last, first + timedelta(hours=1))

    def _until(self, moment: datetime | None) -> datetime:
        return moment or self.now

    def _x(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return round(SIGN + (WIDTH - SIGN) * min(max(share, 0), 1), 1)

    def _span(self, start: datetime, end: datetime) -> tuple[float, float]:
        return self._x(start), round(max(self._x(end) - self._x(start), 1.5), 1)

    def _bar(
        self, sort: str, lane: Lane, span: tuple[datetime, datetime], top: int, height: int, said: str = ""
    ) -> Bar:
        x, width = self._span(*span)
        return Bar(sort, x, self.tops[lane] + top, width, height, said)

    def _bars(self) -> Iterator[Bar]:
        for desk in self.desks:
            yield self._whole("open", desk, desk.opened_at, self._until(desk.closed_at))
        yield from self._breaks()
        for stop in self.at_desks:
            yield from self._of(stop)
        for lane, rows in self.rows.items():
            for number, row in enumerate(rows):
                y = self.tops[lane] + WORK + ROW * number
                yield from (Bar("wait", *self._at(one, y), self._said(one)) for one in row)

    def _at(self, stop: Stop, y: int) -> tuple[float, float, float, float]:
        x, width = self._wait(stop)
        return x, y, width, WAIT

    def _whole(self, sort: str, desk: Desk, start: datetime, end: datetime) -> Bar:
        """As high as its lane."""
        lane = desk.counter_id, desk.number
        return self._bar(sort, lane, (start, end), 2, self._height(lane) - 6)

    def _breaks(self) -> Iterable[Bar]:
        known = {one.pk: one for one in self.desks}
        begun: dict[UUID | None, datetime] = {}
        for step in self.pauses:
            if step.act == Step.Act.DESK_PAUSED:
                begun[step.desk_id] = step.at
            elif step.desk_id and step.desk_id in begun and step.desk_id in known:
                yield self._whole("pause", known[step.desk_id], begun.pop(step.desk_id), step.at)
        for pk, since in begun.items():
            if pk and pk in known:
                yield self._whole("pause", known[pk], since, self._until(known[pk].closed_at))

    def _of(self, stop: Stop) -> Iterable[Bar]:
        lane, said = self._lane(stop), self._said(stop)
        if stop.begun_at:
            yield self._bar("served", lane, (stop.begun_at, self._until(stop.ended_at)), 4, WORK - 6, said)
            if is_late(stop) and stop.planned_at:
                yield self._bar("late", lane, (stop.planned_at, stop.begun_at), 4, 4, said)
        elif stop.status == S.NOSHOW and stop.ended_at:
            yield self._bar("missed", lane, (stop.ended_at, stop.ended_at + timedelta(minutes=4)), 4, 12, said)

    def _said(self, stop: Stop) -> str:
        return stop.visit.ticket if self.named else ""


def is_late(stop: Stop) -> bool:
    return bool(stop.promised and stop.planned_at and stop.begun_at and stop.begun_at > stop.planned_at + LATE)


def _waited(stop: Stop) -> bool:
    """Until somebody served them, until they left, or until now."""
    return bool(stop.begun_at) or stop.status in (S.WAITING, S.CALLED, S.LEFT)


def as_in_the_house(counter: Counter) -> tuple[str, int, str, str]:
    """Station 2 before station 10."""
    at = place(counter.name)
    digits = "".join(filter(str.isdecimal, at.number))
    return at.word, int(digits or 0), at.number, counter.key


def _sign(counter: Counter, number: int) -> str:
    return f"{counter.name}, {number}" if number > 1 else str(counter.name)
