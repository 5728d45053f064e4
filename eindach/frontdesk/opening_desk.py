"""What somebody can sit down at: the places of their office's counters, house by house."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from eindach.accounts.acting import as_program
from eindach.accounts.policy import Refused
from eindach.booking.models import Counter
from eindach.consent import trail
from eindach.directory.models import Location
from eindach.kernel.actor import must_be_present

from .access import BASIS, my_counter, my_counters
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
    office = must_be_present().actor.organization
    open_ones = Desk.objects.filter(closed_at=None, counter__organization=office)
    if taken := set(open_ones.values_list("counter", "number")):
        trail.record(act="list", kind="desk", basis=BASIS)
    houses: dict[UUID, tuple[Location, list[Seat]]] = {}
    for one in _seats(my_counters(), taken):
        _place, seats = houses.setdefault(one.counter.location_id, (one.counter.location, []))
        seats.append(one)
    return [House(location, seats) for location, seats in houses.values()]


def chosen(value: str) -> Seat:
    """One of them; without a number the first place of the counter. Refused: another office's, or none of today."""
    pk, _colon, number = value.partition(":")
    wanted = f"{my_counter(pk).pk}:{number or 1}"
    found = next((one for one in _seats(my_counters().filter(pk=pk), ()) if one.value == wanted), None)
    if found is None:
        raise Refused("open", "counter", object=pk)
    return found


def _seats(counters: QuerySet[Counter], taken: Collection[tuple[int, int]]) -> list[Seat]:
    now = must_be_present().now
    with as_program(now=now):  # stations of event days are nobody's data, and staff have no key to them
        rows = counters.select_related("location", "station__event_day")
        places = [one for one in rows if not hasattr(one, "station") or _is_today(one.station, now)]
    counts = [(one, one.station.desks if hasattr(one, "station") else 1) for one in places]
    return [
        Seat(one, number if count > 1 else 0, (one.pk, number) in taken)
        for one, count in counts
        for number in range(1, count + 1)
    ]


def _is_today(station: Station, now: datetime) -> bool:
    """A station has a counter of its own every event day: only today's can be worked at."""
    return today(station.event_day.during.lower) == today(now)
