"""How many can still register for a window: the minutes of the stations' desks, less what is kept for walk-ins.

A station with d desks has d × 60 × (100 - reserve) / 100 minutes an hour to promise (a desk that is booked by exact
times does not count); a window is full for a matter when no station that settles it has minutes left for the party.
That is "desks × 60 / mean minutes", said exactly: parties differ. Whoever comes first to an empty station always fits.
An offer of the waiting list takes its place until it ends.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Sum
from django.utils import timezone

from eindach.directory.queries import region
from eindach.guide.models import Matter

from ..models import EventDay, Station, Stop, Visit

GONE = (Stop.Status.MOVED, Stop.Status.LEFT)


@dataclass(frozen=True)
class Party:
    """Who comes: matters in the guide's order, people."""

    matters: tuple[Matter, ...]
    people: int = 1

    @property
    def minutes(self) -> dict[int, int]:
        """Matter -> minutes at its station."""
        return {one.pk: one.minutes_for(self.people) for one in self.matters}


@dataclass(frozen=True)
class Window:
    """An hour of arrival. `places`: how many such parties still fit; `stations`: where the next one goes, by matter;
    `full`: the matters for which no station has room; `short`: they cannot be done before the house closes."""

    start: datetime
    end: datetime
    places: int
    stations: Mapping[int, Station]
    full: tuple[Matter, ...] = ()
    short: bool = False


def windows(day: EventDay, party: Party, *, but: Visit | None = None, now: datetime) -> list[Window]:
    """All windows of the day for such a party. `but`: a visit whose own places count as free. Four statements."""
    stations = list(
        day.stations.filter(absent_since=None)
        .select_related("counter__calendar")
        .prefetch_related("matters", "counter__calendar__schedules")
    )
    used = _used(day, but, now)
    return [_window(day, start, end, stations, used, party) for start, end in spans(day)]


def spans(day: EventDay) -> list[tuple[datetime, datetime]]:
    """Arrival windows in the region's zone, half-open; the last may be shorter."""
    zone = region().zone
    start, closes = timezone.localtime(day.during.lower, zone), timezone.localtime(day.during.upper, zone)
    step, found = timedelta(minutes=day.series.window_minutes), []
    while start < closes:
        found.append((start, min(start + step, closes)))
        start += step
    return found


def occupying(now: datetime) -> Q:
    """Visits that take a place: registered, or with an offer that still holds."""
    return Q(visit__cancelled_at=None) & (Q(visit__waits_since=None) | Q(visit__offered_until__gt=now))


def _used(day: EventDay, but: Visit | None, now: datetime) -> Mapping[tuple[int, datetime], int]:
    rows = Stop._base_manager.filter(occupying(now), visit__event_day=day, counter__isnull=False)
    rows = rows.exclude(status__in=GONE).exclude(visit=but.pk if but else None)
    sums = rows.order_by().values_list("counter", "visit__window_start").annotate(Sum("minutes"))
    return {(counter, start): total for counter, start, total in sums if start}


def _window(
    day: EventDay,
    start: datetime,
    end: datetime,
    stations: Sequence[Station],
    used: Mapping[tuple[int, datetime], int],
    party: Party,
) -> Window:
    room: dict[int, dict[int, int]] = defaultdict(dict)
    by_number = {one.number: one for one in stations}
    length = (end - start) // timedelta(minutes=1)
    for station in stations:
        taken = used.get((station.counter_id, start), 0)
        budget = station.registrable * length * (100 - day.reserve_percent) // 100
        for matter in station.matters.all():
            if matter.pk in party.minutes:
                room[matter.pk][station.number] = _places(budget, taken, party.minutes[matter.pk])
    chosen = {pk: by_number[_widest(found)] for pk, found in room.items() if max(found.values()) > 0}
    full = tuple(one for one in party.matters if one.pk not in chosen)
    together = sum(party.minutes.values()) + region().changeover_minutes * (len(party.matters) - 1)
    short = start + timedelta(minutes=together) > day.during.upper
    places = 0 if full or short else min((sum(found.values()) for found in room.values()), default=0)
    return Window(start, end, places, chosen, full, short)


def _places(budget: int, taken: int, minutes: int) -> int:
    return max((budget - taken) // minutes, 1 if taken == 0 and budget else 0)


def _widest(room: Mapping[int, int]) -> int:
    """The station with most room, of equals the first."""
    return max(room, key=lambda number: (room[number], -number))
