"""What runs or is done cannot contradict itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eindach.planning.timetable.request import Promise, Request


@dataclass(frozen=True, slots=True)
class _Fact:
    number: int
    promise: Promise
    end: int


def clashes(request: Request) -> Iterator[tuple[int, int, str]]:
    """(promise, earlier promise, what is wrong) of facts that cannot both be true; numbers in `promised`."""
    minutes = {(visitor.id, visit.station): visit.minutes for visitor in request.visitors for visit in visitor.visits}
    desks = {station.id: station.desks for station in request.stations}
    facts = [
        _Fact(number, promise, promise.start + minutes[promise.visitor, promise.station])
        for number, promise in enumerate(request.promised)
        if promise.state != "promised"
    ]
    for fact in facts:
        meanwhile = [
            other
            for other in facts
            if other.number != fact.number
            and other.promise.start <= fact.promise.start < other.end
            and (other.promise.start, other.number) < (fact.promise.start, fact.number)
        ]
        here = [other for other in meanwhile if other.promise.station == fact.promise.station]
        for other in meanwhile:
            if other.promise.visitor == fact.promise.visitor:
                yield fact.number, other.number, "has the visitor at two stations at once"
        for other in here:
            if fact.promise.desk is not None and other.promise.desk == fact.promise.desk:
                yield fact.number, other.number, "has two visitors at one desk"
        if len(here) >= desks[fact.promise.station]:
            yield fact.number, here[0].number, f"needs more than the {desks[fact.promise.station]} desks of the station"
