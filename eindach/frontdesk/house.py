"""What a house looks like now: who is called where, and for every visit what comes next, after how many, and when.

    house = look(location_id, now=now);  house.calls[0].place.sign;  house.standings[visit_id].minutes

Everything is read from the rows (house_rows.py) and computed once a change of the house in a process: `look` keeps it
until another step was written down, or the minute is over. Pages and live events show the same.
"""

import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from .expecting import Moment, expect, minute
from .house_rows import Rows, read
from .models import AT_A_DESK
from .places import Place
from .queue import today

CALLS_SHOWN: Final = 6
EXACT_MINUTES: Final = 10
STEP_MINUTES: Final = 5
"""Longer waits are said in fives: nobody is told 17 minutes by a forecast."""


class Call(NamedTuple):
    """A number on the display. `id` grows with every call; `is_open`: they are not there yet."""

    id: int
    ticket: str
    place: Place
    is_open: bool


@dataclass(frozen=True)
class Standing:
    """How a visit stands. `state`: expected | waiting | called | serving | missed | away | left. `place`: where they
    are called or served, or will be where that is certain. `before`: people who come first; `minutes` until then; None:
    not known. `version` changes with the route."""

    state: str
    ticket: str
    place: Place | None = None
    before: int | None = None
    minutes: int | None = None
    calls: int = 0
    version: str = ""


@dataclass(frozen=True)
class House:
    """`starts`: stop -> when it will begin, in minutes since 1970, as far as anybody can tell. `versions`: counter -> a
    word that changes with the visits and the desks of that counter."""

    calls: tuple[Call, ...]
    standings: Mapping[UUID, Standing]
    starts: Mapping[UUID, int]
    versions: Mapping[int, str]


class Seen(NamedTuple):
    """A house with what it was computed from: its rows, and when each stop will begin."""

    house: House
    rows: Rows
    moments: Mapping[UUID, Moment]


_kept: dict[UUID, tuple[object, Seen]] = {}
# Steps are counted, too: of two acts at once the one with the higher number may be the first to commit.
REVISION: Final = """
SELECT max(id), count(*), (SELECT count(*) FROM frontdesk_visit WHERE location_id = %(house)s AND day = %(day)s),
       (SELECT count(*) + count(r.answered_at) FROM frontdesk_remedy r
        JOIN frontdesk_stop s ON s.id = r.stop_id JOIN frontdesk_visit v ON v.id = s.visit_id
        WHERE v.location_id = %(house)s AND v.day = %(day)s)
FROM frontdesk_step WHERE location_id = %(house)s AND day = %(day)s
"""


def look(location: UUID, *, now: datetime) -> House:
    """The house as it is; one short statement as long as nothing has happened since it was computed."""
    return seen(location, now=now).house


def seen(location: UUID, *, now: datetime) -> Seen:
    """The same with rows and forecast, for who asks more of them."""
    day = today(now)
    with connection.cursor() as cursor:
        cursor.execute(REVISION, {"house": location, "day": day})
        step, *more = cursor.fetchone()
    key = (step, *more, minute(now))
    if step and location in _kept and _kept[location][0] == key:
        return _kept[location][1]
    found = _see(location, now)
    _kept[location] = (key, found)
    return found


def compute(location: UUID, *, now: datetime) -> House:
    """The house without looking at what is kept."""
    return _see(location, now).house


def _see(location: UUID, now: datetime) -> Seen:
    rows = read(location, now=now)
    moments = expect(rows)
    starts = defaultdict(list)
    for one in sorted(moments.values()):
        starts[one.counter].append(one.start)
    visits = defaultdict(list)
    for stop in rows.stops:
        visits[stop.visit_id].append(stop)
    desks = {desk.pk: desk.number for desk in rows.desks}
    told = {visit: _standing(stops, rows, desks, moments, starts) for visit, stops in visits.items()}
    begins = {stop: one.start for stop, one in moments.items()}
    return Seen(House(_calls(rows), told, begins, _versions(rows, visits, told)), rows, moments)


def _calls(rows: Rows) -> tuple[Call, ...]:
    """The latest of each visit; who has not come yet stands first."""
    latest: dict[UUID, Call] = {}
    for row in rows.calls:
        if row.visit_id not in latest and row.counter_id in rows.counters:
            where = rows.counters[row.counter_id].place(row.desk__number)
            ticket = f"{row.visit__letter} {row.visit__number:02}"
            latest[row.visit_id] = Call(row.id, ticket, where, row.stop__status == "called")
    return tuple(sorted(latest.values(), key=lambda one: (not one.is_open, -one.id))[:CALLS_SHOWN])


def _standing(
    stops: list[Any],
    rows: Rows,
    desks: Mapping[UUID, int],
    moments: Mapping[UUID, Moment],
    starts: Mapping[int, list[int]],
) -> Standing:
    visit = stops[0]
    ticket = f"{visit.visit__letter} {visit.visit__number:02}" if visit.visit__number else ""
    coming = sorted((moments[one.id], one.id) for one in stops if one.id in moments)
    state, version = _state(stops), _version(stops, [stop for _moment, stop in coming])
    present = next((one for one in stops if one.status in AT_A_DESK), None)
    if present:
        where = rows.counters[present.counter_id].place(desks.get(present.desk_id))
        return Standing(state, ticket, where, calls=present.calls, version=version)
    if state != "waiting":
        return Standing(state, ticket, version=version)
    if not coming:
        return Standing(state, ticket, version=version)
    moment, _stop = coming[0]
    before = sum(bisect_left(starts[one], moment.start) for one in moment.counters if one in starts)
    place = rows.counters[moment.counter].place(None) if len(moment.counters) == 1 else None
    return Standing(state, ticket, place, before, _said(moment.start - minute(rows.now)), version=version)


def _state(stops: Iterable[Any]) -> str:
    statuses, visit = {one.status for one in stops}, next(iter(stops))
    if visit.visit__left_at:
        return "left"
    for status in ("serving", "called"):
        if status in statuses:
            return status
    if visit.visit__away_since:
        return "away"
    if not visit.visit__arrived_at:
        return "expected"
    return "waiting" if "waiting" in statuses or "noshow" not in statuses else "missed"


def _version(stops: list[Any], order: list[UUID]) -> str:
    """What the drawn route shows, in short."""
    shown = sorted((str(one.id), one.status, one.counter_id, str(one.planned_at), str(one.proposed)) for one in stops)
    return _short((shown, order, _state(stops)))


def _versions(rows: Rows, visits: Mapping[UUID, list[Any]], told: Mapping[UUID, Standing]) -> dict[int, str]:
    """Of each counter: whoever waits for it or is there, with the other stops of their way; its desks."""
    shown: dict[int, list[str]] = defaultdict(list)
    for visit, stops in visits.items():
        open_ones = [one for one in stops if one.status in ("waiting", *AT_A_DESK)]
        concerned = {counter for one in open_ones for counter in (*rows.able(one), one.counter_id)}
        said = repr((told[visit].version, told[visit].calls, sorted(one.urgent for one in open_ones)))
        for counter in concerned:
            shown[counter].append(f"{visit} {said}")
    for desk in rows.desks:
        shown[desk.counter_id].append(f"{desk.pk} {desk.paused_at} {desk.back_at}")
    return {counter: _short(sorted(lines)) for counter, lines in shown.items()}


def _short(shown: object) -> str:
    return f"{zlib.crc32(repr(shown).encode()):08x}"


def _said(minutes: int) -> int:
    if minutes <= EXACT_MINUTES:
        return max(0, minutes)
    return STEP_MINUTES * round(minutes / STEP_MINUTES)
