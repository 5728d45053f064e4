"""Itineraries in the making: ticks and indexes, with the key that orders equally good ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from eindach.planning.clock import at
from eindach.planning.request import Appointment, Itinerary, Request
from eindach.planning.selection import Visit
from eindach.planning.sequence import Stop
from eindach.planning.starts import StartTable


@dataclass(frozen=True)
class Draft:
    """One point of the frontier: its visits in order of time, and the stops of each. `length` is ticks on site."""

    last: int
    length: int
    visits: tuple[Visit, ...]
    stops: tuple[tuple[Stop, ...], ...]

    @property
    def point(self) -> tuple[int, int, int]:
        """What the frontier is about, in the order of the answer."""
        return len(self.visits), self.last, self.length

    def order(self, request: Request) -> tuple[int, list[tuple[int, int, str, str]]]:
        """Smaller is better among drafts of one point."""
        return sum(visit.changes for visit in self.visits), [
            (visit.day, stop.start, request.matters[stop.matter].id, request.counters[stop.counter].id)
            for visit, stops in zip(self.visits, self.stops, strict=True)
            for stop in stops
        ]

    def itinerary(self, request: Request, starts: StartTable) -> Itinerary:
        """The same for people."""
        zone = ZoneInfo(request.timezone)
        appointments = []
        for visit, stops in zip(self.visits, self.stops, strict=True):
            for stop in stops:
                matter, counter = request.matters[stop.matter], request.counters[stop.counter]
                minute = starts.minute(visit.day, stop.start)
                begin, end = at(minute, zone), at(minute + matter.minutes, zone)
                appointments.append(Appointment(matter.id, counter.id, counter.location, begin, end))
        return Itinerary(len(self.visits), starts.days[self.last], self.length * starts.tick, tuple(appointments))


def unbeaten(drafts: Iterable[Draft], request: Request) -> list[Draft]:
    """The Pareto frontier of several frontiers, the best of each point."""
    best: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: (draft.point, draft.order(request))):
        if not any(all(a <= b for a, b in zip(other.point, draft.point, strict=True)) for other in best):
            best.append(draft)
    return best
