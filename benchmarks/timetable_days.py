"""Event days to plan: registered visitors in hourly windows, stations with as many desks as the load wants.

Every visitor has two to five visits of 10 to 30 minutes (those of a station are equally long), at stations of unequal
popularity, and stays for at most two and a half hours. Some of it cannot be served: whoever comes in the last window
leaves with the end of the day.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from random import Random

from eindach.planning.timetable import Closure, Promise, Request, Station, Timetable, Visit, Visitor
from eindach.planning.timetable.request import State

OPENS, HOURS, STAY = 540, 4, 150


def event_day(visitors: int, stations: int, *, seed: int, load: float = 0.8) -> Request:
    """A request; `load` is the share of all desk time that would be used if everything were served."""
    draw = Random(seed)
    minutes = [draw.choice([10, 15, 20, 25, 30]) for _ in range(stations)]
    popularity = [draw.choice([1, 2, 3]) for _ in range(stations)]
    closes, people = OPENS + 60 * HOURS, []
    for number in range(visitors):
        wanted: list[int] = []
        for _ in range(draw.randint(2, min(5, stations))):
            rest = [station for station in range(stations) if station not in wanted]
            wanted += draw.choices(rest, [popularity[station] for station in rest])
        arrives = OPENS + 60 * draw.randrange(HOURS - 1)
        visits = tuple(Visit(f"s{station}", minutes[station]) for station in wanted)
        people.append(Visitor(f"v{number}", visits, arrives, min(closes, arrives + STAY)))
    needed = {f"s{station}": 0 for station in range(stations)}
    for visit in (visit for one in people for visit in one.visits):
        needed[visit.station] += visit.minutes
    places = tuple(Station(name, max(1, ceil(work / (60 * HOURS * load)))) for name, work in needed.items())
    return Request(OPENS, places, tuple(people), closes, start_every_minutes=5, changeover_minutes=5)


def an_hour_later(request: Request, before: Timetable) -> Request:
    """10:00 on that day: what has begun is a fact, the rest is promised, and one expert of the first station is gone
    for 25 minutes."""
    now = OPENS + 60
    told = tuple(
        Promise(visit.visitor, visit.station, visit.start, _state(visit.start, visit.end, now), visit.desk)
        for visit in before.visits
    )
    return replace(request, promised=told, closed=(Closure(request.stations[0].id, now, now + 25),), now=now)


def _state(start: int, end: int, now: int) -> State:
    return "done" if end <= now else "running" if start < now else "promised"
