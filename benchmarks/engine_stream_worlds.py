"""Two made-up one-stop shops and the newcomers who come to them; everything follows from a seed and a load.

`event_days` (family ED): 12 stations, 2 days of 8 one-hour slots of which 15 % are closed, 110 newcomers with 2 to
5 matters, popularity skewed; capacity is sized for the load. `centre`: one house and two partners a walk away, 9
matters of 20 to 45 minutes, counters that take one to three matters and have hours of their own; newcomers ask on
15 days and want everything settled within the ten working days that follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from random import Random

from benchmarks.engine_instances import working_days
from eindach.planning.request import Counter, Matter, Travel

HOUR, DAY = 60, 24 * 60
ARRIVAL_DAYS, DEADLINE_DAYS = 15, 10
CALENDAR_DAYS = ARRIVAL_DAYS + DEADLINE_DAYS


@dataclass
class World:
    """Counters with the matters they take and their free [start, end) spans in UTC minutes, which bookings eat up."""

    counters: tuple[Counter, ...]
    takes: list[set[str]]
    free: list[list[tuple[int, int]]]
    travel: Travel
    step: int

    def book(self, counter: int, start: int, end: int) -> None:
        """Take [start, end) out of a counter's free time; it must lie in one span."""
        spans = self.free[counter]
        number = next(n for n, (opens, closes) in enumerate(spans) if opens <= start and end <= closes)
        opens, closes = spans[number]
        spans[number : number + 1] = [span for span in ((opens, start), (end, closes)) if span[0] < span[1]]


@dataclass(frozen=True)
class Newcomer:
    """Somebody who asks at `asks` for matters that can be settled from then on up to `until`."""

    asks: int
    until: int
    matters: tuple[Matter, ...]
    windows: tuple[tuple[int, int], ...] = field(default=())


def event_days(seed: int, load: float) -> tuple[World, list[Newcomer]]:
    """The family ED; one hour is one slot."""
    random = Random(f"event days {seed}")
    stations = [f"station-{number}" for number in range(12)]
    popular = [1 / (number + 2) ** 0.7 for number in range(12)]
    days = working_days(2)
    wishes = [_wish(random, stations, popular) for _ in range(110)]
    counters, takes, free = [], [], []
    for station in stations:
        hours = [day + hour * HOUR for day in days for hour in range(9, 17) if random.random() >= 0.15]
        demand = sum(station in wish for wish in wishes)
        for number in range(max(1, ceil(demand / (load * len(hours)) - 0.5))):
            counters.append(Counter(f"{station}-{number}", "hall", 1))
            takes.append({station})
            free.append(_joined([(hour, hour + HOUR) for hour in hours]))
    people = [Newcomer(days[0], days[-1] + DAY, tuple(Matter(name, HOUR) for name in wish)) for wish in wishes]
    return World(tuple(counters), takes, free, Travel(), HOUR), people


LENGTHS = {
    "residence": 30,
    "health": 30,
    "bank": 25,
    "school": 30,
    "recognition": 45,
    "training": 30,
    "work": 40,
    "course": 20,
    "advice": 25,
}
POPULAR = [9, 8, 8, 5, 4, 3, 7, 7, 4]
LOCATIONS = {"bank": "bank", "school": "school office"}
CAME_FROM = {"work": ("residence",), "bank": ("residence",)}


def centre(seed: int, load: float) -> tuple[World, list[Newcomer]]:
    """A house of many counters; the load is that of the days on which newcomers ask."""
    random = Random(f"centre {seed}")
    days = working_days(CALENDAR_DAYS)
    world = World(
        (), [], [], Travel(5, {("house", "bank"): 10, ("house", "school office"): 15, ("bank", "school office"): 20}), 5
    )
    counters: list[Counter] = []
    for matter, weight in zip(LENGTHS, POPULAR, strict=True):
        for number in range(max(1, round(weight / 2.5))):
            also = random.sample(sorted(set(LENGTHS) - set(LOCATIONS)), random.choice([0, 0, 1, 2]))
            skills = {matter} if matter in LOCATIONS else {matter, *also}
            counters.append(Counter(f"{matter}-{number}", LOCATIONS.get(matter, "house"), len(skills)))
            world.takes.append(skills)
            world.free.append(_office_hours(random, days))
    world.counters = tuple(counters)
    minutes = sum(end - start for spans in world.free for start, end in spans) * ARRIVAL_DAYS / CALENDAR_DAYS
    people: list[Newcomer] = []
    while minutes > 0:
        newcomer = _newcomer(random, days)
        people.append(newcomer)
        minutes -= sum(matter.minutes for matter in newcomer.matters) / load
    return world, sorted(people, key=lambda newcomer: newcomer.asks)


def _newcomer(random: Random, days: list[int]) -> Newcomer:
    """Asks on some day, by its beginning; three in ten can come in one half of the day only."""
    first = random.randrange(ARRIVAL_DAYS)
    last = first + DEADLINE_DAYS - 1
    wish = _wish(random, list(LENGTHS), POPULAR)
    matters = tuple(
        Matter(name, LENGTHS[name], tuple(other for other in CAME_FROM.get(name, ()) if other in wish)) for name in wish
    )
    half = random.choice([None] * 7 + [(8, 12), (12, 17), (13, 17)])
    open_days = days[first : last + 1]
    windows = tuple((day + half[0] * HOUR, day + half[1] * HOUR) for day in open_days) if half else ()
    return Newcomer(days[first], days[last] + DAY, matters, windows)


def _office_hours(random: Random, days: list[int]) -> list[tuple[int, int]]:
    """Mornings on four or five weekdays, afternoons on some of them."""
    weekdays = set(random.sample(range(5), random.choice([4, 5, 5])))
    late = set(random.sample(sorted(weekdays), random.choice([2, 3, 4])))
    spans = []
    for number, day in enumerate(days):
        if number % 5 in weekdays:
            spans.append((day + 8 * HOUR + 30, day + (16 if number % 5 in late else 12) * HOUR + 30))
    return spans


def _wish(random: Random, names: list[str], popular: list[float] | list[int]) -> list[str]:
    """2 to 5 different matters (3.4 on average), the popular ones more often."""
    count, wish = random.choices([2, 3, 4, 5], [20, 35, 30, 15])[0], []
    while len(wish) < count:
        name = random.choices(names, popular)[0]
        if name not in wish:
            wish.append(name)
    return wish


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
