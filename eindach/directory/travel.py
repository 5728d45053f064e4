"""Minutes between places, door to door: the known ways first, else an estimate from coordinates.

Estimate: great-circle distance × the region's detour; on foot at walking speed, or by bus (a wait, then transit
speed), whichever is shorter. Ways over the region's longest are left out: such places cannot share a day.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from math import asin, ceil, cos, radians, sin, sqrt
from typing import NamedTuple
from uuid import UUID

from eindach.directory.models import Location, Region, TravelTime
from eindach.directory.queries import region

EARTH_RADIUS_KM = 6371.0
BUS_STEP_MINUTES = 5


class Way(NamedTuple):
    """`mode`: "foot" or "bus"."""

    minutes: int
    mode: str


class Pace(NamedTuple):
    """How people get about in a region; km/h and minutes."""

    walking_kmh: float
    transit_kmh: float
    transit_wait_minutes: int
    detour: float


def travel_minutes(locations: Iterable[Location], here: Region | None = None) -> dict[tuple[UUID, UUID], Way]:
    """Both directions of every pair of places that can share a day; a place with itself is left out."""
    here = here or region()
    pace = Pace(here.walking_kmh, here.transit_kmh, here.transit_wait_minutes, here.detour)
    places = {place.pk: place for place in locations}
    known = _known_ways(places)
    ways = {}
    for one, other in combinations(places.values(), 2):
        way = known.get(frozenset((one.pk, other.pk))) or estimate(
            (one.latitude, one.longitude), (other.latitude, other.longitude), pace
        )
        if way.minutes <= here.longest_travel_minutes:
            ways[one.pk, other.pk] = ways[other.pk, one.pk] = way
    return ways


@lru_cache(maxsize=20_000)
def estimate(one: tuple[float, float], other: tuple[float, float], pace: Pace) -> Way:
    """The shorter of foot (whole minutes) and bus (steps of five); (latitude, longitude) in degrees."""
    kilometres = great_circle_km(one, other) * pace.detour
    on_foot = max(1, ceil(round(kilometres / pace.walking_kmh * 60, 6)))
    aboard = pace.transit_wait_minutes + kilometres / pace.transit_kmh * 60
    by_bus = BUS_STEP_MINUTES * ceil(round(aboard / BUS_STEP_MINUTES, 6))
    return Way(on_foot, TravelTime.Mode.FOOT.value) if on_foot <= by_bus else Way(by_bus, TravelTime.Mode.BUS.value)


def great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Haversine formula on a sphere."""
    (north_a, east_a), (north_b, east_b) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((north_b - north_a) / 2) ** 2 + cos(north_a) * cos(north_b) * sin((east_b - east_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def _known_ways(places: dict[UUID, Location]) -> dict[frozenset[UUID], Way]:
    rows = TravelTime.objects.filter(one__in=places, other__in=places)
    return {frozenset((row.one_id, row.other_id)): Way(row.minutes, row.mode) for row in rows}
