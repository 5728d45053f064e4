"""Instances for the engine's figures: matters at two or three places each, counters mostly booked, seeds fixed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from math import dist
from random import Random
from zoneinfo import ZoneInfo

from eindach.planning.clock import midnight
from eindach.planning.request import Counter, FreeSpans, Matter, Request, Travel

ZONE = ZoneInfo("Europe/Berlin")
FIRST_DAY = date(2026, 12, 7)
LOCATIONS = [f"location-{number}" for number in range(6)]
LENGTHS = [15, 20, 25, 30, 40]


def instance(seed: int, matters: int, days: int = 60, booked: float = 0.7, max_days: int = 3) -> Request:
    """One person's wish: working days 8-16 h, appointments booked at random until `booked` of the time is gone.

    Each matter is served at two or three of six locations, 10 to 45 minutes apart, by one counter each; two matters
    have to come after another one.
    """
    random = Random(seed * 1000 + matters)
    lengths = [random.choice(LENGTHS) for _ in range(matters)]
    wish, counters, rows = [], [], []
    for number in range(matters):
        after = (f"matter-{number - 2}",) if number in (3, 6) else ()
        wish.append(Matter(f"matter-{number}", lengths[number], after))
        for location in random.sample(LOCATIONS, random.choice([2, 3])):
            counter = len(counters)
            counters.append(Counter(f"counter-{counter}", location))
            for day in working_days(days):
                rows += [(number, counter, start, end) for start, end in _free(random, day, booked)]
    points = [(random.randrange(25), random.randrange(25)) for _ in LOCATIONS]
    between = {
        (LOCATIONS[one], LOCATIONS[other]): 10 + 5 * round(dist(points[one], points[other]) / 5)
        for one, other in combinations(range(len(LOCATIONS)), 2)
    }
    return Request(
        "Europe/Berlin", tuple(wish), tuple(counters), FreeSpans.of(rows), 5, Travel(5, between), (), max_days
    )


def working_days(days: int) -> list[int]:
    """Midnights (UTC minutes) of so many days, Saturdays and Sundays left out."""
    found, day = [], FIRST_DAY
    while len(found) < days:
        if day.weekday() < 5:
            found.append(midnight(day, ZONE))
        day += timedelta(days=1)
    return found


def _free(random: Random, day: int, booked: float) -> list[tuple[int, int]]:
    """What is left of 8-16 h after booking appointments of 15 to 45 minutes at random starts."""
    slots = [True] * 96
    while slots.count(False) < booked * len(slots):
        length, start = random.randrange(3, 10), random.randrange(96)
        slots[start : start + length] = [False] * len(slots[start : start + length])
    spans, begin = [], None
    for number, free in enumerate([*slots, False]):
        if free and begin is None:
            begin = number
        elif not free and begin is not None:
            spans.append((day + 480 + begin * 5, day + 480 + number * 5))
            begin = None
    return spans
