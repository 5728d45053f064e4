"""Ways between places: known ones, estimated ones, and those too long for one day."""

import pytest

from eindach.directory.models import Location, TravelTime
from eindach.directory.travel import Pace, Way, estimate, great_circle_km, travel_minutes
from tests.cast import Cast, make_cast

DUEREN, JUELICH, NEARBY = (50.80434, 6.49299), (50.92149, 6.36267), (50.8090, 6.4930)
PACE = Pace(walking_kmh=4.5, transit_kmh=22.0, transit_wait_minutes=10, detour=1.3)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def test_one_degree_of_latitude_is_111_kilometres() -> None:
    assert great_circle_km((50.0, 6.0), (51.0, 6.0)) == pytest.approx(111.2, abs=0.1)


def test_near_places_are_walked_between_in_whole_minutes() -> None:
    # 0.52 km as the crow flies, 0.67 km on the ground, at 4.5 km/h
    assert estimate(DUEREN, NEARBY, PACE) == Way(9, "foot")


def test_far_places_are_reached_by_bus_in_steps_of_five() -> None:
    # 15.9 km as the crow flies, 20.7 km on the ground: 56 minutes at 22 km/h after waiting 10
    assert estimate(DUEREN, JUELICH, PACE) == Way(70, "bus")


def test_the_estimate_is_the_same_both_ways() -> None:
    assert estimate(DUEREN, JUELICH, PACE) == estimate(JUELICH, DUEREN, PACE)


def test_a_way_is_never_nothing() -> None:
    assert estimate(DUEREN, DUEREN, PACE) == Way(1, "foot")


def test_every_pair_is_listed_both_ways_and_no_place_with_itself(cast: Cast) -> None:
    places = list(Location.objects.all())
    ways = travel_minutes(places)
    assert len(ways) == len(places) * (len(places) - 1)
    assert all(ways[other, one] == way for (one, other), way in ways.items())


def test_a_known_way_outranks_the_estimate(cast: Cast) -> None:
    forum, town_hall = Location.objects.get(key="forum"), Location.objects.get(key="rathaus")
    TravelTime.objects.create(one=town_hall, other=forum, minutes=17, mode="bus")
    assert travel_minutes([forum, town_hall])[forum.pk, town_hall.pk] == Way(17, "bus")


def test_ways_over_the_longest_are_not_listed(cast: Cast) -> None:
    forum, town_hall = Location.objects.get(key="forum"), Location.objects.get(key="rathaus")
    TravelTime.objects.create(one=forum, other=town_hall, minutes=cast.region.longest_travel_minutes + 1)
    assert travel_minutes([forum, town_hall]) == {}
