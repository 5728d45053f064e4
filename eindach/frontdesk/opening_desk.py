"""What somebody can sit down at: the places of their office's counters, house by house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eindach.accounts.acting import as_program
from eindach.booking.models import Counter
from eindach.consent import trail
from eindach.directory.models import Location
from eindach.kernel.actor import must_be_present

from .access import BASIS, my_counters
from .models import Desk, Station
from .queue import today


@dataclass(frozen=True)
class Seat:
    """A place of a counter; `number` is 0 where there is only one. `taken`: somebody works there."""

    counter: Counter
    number: int
    taken: bool

    @property
    def value(self) -> str:
        return f"{self.counter.pk}:{self.number or 1}"


@dataclass(frozen=True)
class House:
    location: Location
    seats: Sequence[Seat]


def choices() -> Sequence[House]:
    """For the office the acting user works for."""
    acting = must_be_present()
    office = acting.actor.organization
    counters = my_counters().select_related("location", "station__event_day")
    with as_program(now=acting.now):  # stations of event days are nobody's data, and staff have no key to them
        places = [one for one in counters if not hasattr(one, "station") or _is_today(one.station, acting.now)]
    open_ones = Desk.objects.filter(closed_at=None, counter__organization=office).values_list("counter", "number")
    taken = set(open_ones)
    if taken:
        trail.record(act="list", kind="desk", basis=BASIS)
    houses: dict[UUID, tuple[Location, list[Seat]]] = {}
    for one in places:
        _place, seats = houses.setdefault(one.location_id, (one.location, []))
        count = one.station.desks if hasattr(one, "station") else 1
        numbers = range(1, count + 1)
        seats += [Seat(one, number if count > 1 else 0, (one.pk, number) in taken) for number in numbers]
    return [House(location, seats) for location, seats in houses.values()]


def _is_today(station: Station, now: datetime) -> bool:
    """A station has a counter of its own every event day: only today's can be worked at."""
    return today(station.event_day.during.lower) == today(now)
