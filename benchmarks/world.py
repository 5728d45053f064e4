"""The region all load figures stand on: 60 locations, 400 counters, 60 days, 70 % booked. Fixed seed.

Fifteen towns in a district of 40 km. Most matters are settled at two or three places, two of them in every town.
Four of ten counters serve in Arabic, Ukrainian or English as well as German; half are open all day, the others in the
mornings or on two days of the week. Booked places are runs of appointments of 15 to 45 minutes, as at a real counter.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from benchmarks.world_rows import Counter, Matter, Place, write_directory, write_time

SEED = 20261
TOWNS = 15
LOCATIONS = 60
COUNTERS = 400
MATTERS = 40
DAYS = 60
BOOKED = 0.7
ZONE_NAME = "Europe/Berlin"

LENGTHS = (15, 20, 25, 30, 40, 45)
TONGUES = (("de",), ("de",), ("de",), ("de", "en"), ("de", "ar"), ("de", "uk"), ("de", "en", "ar"))
SHIFTS = (
    (range(5), ((8, 12), (13, 16))),
    (range(5), ((8, 12), (13, 16))),
    (range(5), ((8, 12),)),
    ((1, 3), ((8, 12), (14, 18))),
)


@dataclass(frozen=True)
class World:
    """What a benchmark asks about: keys of matters (those of every town first), towns, and the days, both inclusive."""

    matters: tuple[str, ...]
    towns: tuple[str, ...]
    first: date
    last: date
    openings: int
    appointments: int
    booked: float


def build(*, today: date) -> World:
    """Write the region into the (migrated, empty) database of the Django settings. Half a minute."""
    random = Random(SEED)
    places = _places(random)
    matters = _matters(random, places)
    counters = _counters(random, places, matters)
    first = today + timedelta(days=1)
    write_directory(places, matters, counters)
    openings, appointments, share = write_time(counters, matters, _shifts(counters, first), Random(SEED + 1), BOOKED)
    towns = tuple(dict.fromkeys(place.town for place in places))
    keys = tuple(matter.key for matter in matters)
    return World(keys, towns, first, first + timedelta(days=DAYS - 1), openings, appointments, share)


def _places(random: Random) -> list[Place]:
    """A centre with 18 houses, 14 towns with three each; the first house of a town is its town hall."""
    centres = [(50.80 + random.uniform(-0.18, 0.18), 6.48 + random.uniform(-0.28, 0.28)) for _ in range(TOWNS)]
    found = []
    for town, (latitude, longitude) in enumerate(centres):
        for house in range(18 if town == 0 else 3):
            found.append(
                Place(
                    key=f"house-{town}-{house}",
                    town=f"0535800{town:01d}" if town < 10 else f"053580{town}",
                    town_hall=house == 0,
                    latitude=latitude + random.uniform(-0.008, 0.008),
                    longitude=longitude + random.uniform(-0.012, 0.012),
                    step_free=random.random() < 0.8,
                )
            )
    return found


def _matters(random: Random, places: list[Place]) -> list[Matter]:
    halls = [number for number, place in enumerate(places) if place.town_hall]
    found = [Matter(f"matter-{n}", random.choice(LENGTHS), tuple(halls), (), own_of_town=n == 0) for n in range(2)]
    for n in range(2, MATTERS):
        # Everybody has a house in the centre and one or two elsewhere; each house gets somebody.
        centre, others = n % 18, list(range(18, LOCATIONS))
        rest = random.sample(others, random.choice((1, 2)))
        after = (f"matter-{random.randrange(n)}",) if random.random() < 0.2 else ()
        found.append(Matter(f"matter-{n}", random.choice(LENGTHS), (centre, *rest), after, own_of_town=False))
    return found


def _counters(random: Random, places: list[Place], matters: list[Matter]) -> list[Counter]:
    """Shared out among all pairs of matter and place; every third counter serves a second matter of its house."""
    pairs = [(matter, place) for matter, one in enumerate(matters) for place in one.places]
    empty = [place for place in range(len(places)) if place not in {place for _matter, place in pairs}]
    pairs += [(random.randrange(2, len(matters)), place) for place in empty]
    for matter, place in pairs[len(pairs) - len(empty) :]:
        one = matters[matter]
        matters[matter] = Matter(one.key, one.minutes, (*one.places, place), one.after, one.own_of_town)
    found = []
    for n in range(COUNTERS):
        matter, place = pairs[n % len(pairs)]
        here = [other for other, where in pairs if where == place and other > 1 and matter > 1 and other != matter]
        second = (random.choice(here),) if here and random.random() < 0.33 else ()
        found.append(Counter(f"counter-{n}", place, (matter, *second), random.choice(TONGUES), random.choice(range(4))))
    return found


def _shifts(counters: list[Counter], first: date) -> list[tuple[int, datetime, datetime]]:
    """(counter, opens, closes) of every opening of the 60 days."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(ZONE_NAME)
    found = []
    for number, counter in enumerate(counters):
        weekdays, hours = SHIFTS[counter.pattern]
        for day in (first + timedelta(days=n) for n in range(DAYS)):
            if day.weekday() in weekdays:
                for opens, closes in hours:
                    begin = datetime.combine(day, time(opens), zone)
                    found.append((number, begin, datetime.combine(day, time(closes), zone)))
    return found
