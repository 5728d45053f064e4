"""Places nobody else wants: free time cut into appointments, three of different matters and days to an offer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from uuid import UUID

from django.db import connection

from benchmarks.world import World
from eindach.booking.offers import sign

PLACES = """
SELECT o.calendar_id, m.id, o.services[1], m.minutes, lower(gap), upper(gap)
FROM booking_opening o
CROSS JOIN LATERAL unnest(o.free) gap
JOIN guide_matter_services ms ON ms.service_id = o.services[1]
JOIN guide_matter m ON m.id = ms.matter_id
WHERE lower(o.during) > now() + interval '1 day' AND upper(gap) - lower(gap) >= make_interval(mins => m.minutes)
"""


@dataclass(frozen=True)
class Spot:
    """One appointment that can be had."""

    calendar: int
    matter: int
    service: UUID
    start: datetime
    minutes: int

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


def trips(*, seed: int = 3) -> list[tuple[Spot, Spot, Spot]]:
    """As many as there are; no two want the same time of a calendar."""
    spots = list(_spots())
    Random(seed).shuffle(spots)
    found = []
    for three in (tuple(spots[n : n + 3]) for n in range(0, len(spots) - 2, 3)):
        if len({one.matter for one in three}) == len({one.start.date() for one in three}) == 3:
            found.append(three)
    return found  # type: ignore[return-value]


def _spots() -> Iterator[Spot]:
    with connection.cursor() as cursor:
        cursor.execute(PLACES)
        for calendar, matter, service, minutes, opens, closes in cursor.fetchall():
            for n in range(int((closes - opens).total_seconds()) // 60 // minutes):
                yield Spot(calendar, matter, service, opens + timedelta(minutes=n * minutes), minutes)


def signed(trip: tuple[Spot, ...], world: World, *, now: datetime) -> str:
    """The offer a search would have signed for these appointments."""
    planned = [
        SimpleNamespace(
            matter=SimpleNamespace(pk=one.matter),
            service=SimpleNamespace(pk=one.service),
            calendar_id=one.calendar,
            start=one.start,
            minutes=one.minutes,
            language="de",
        )
        for one in trip
    ]
    wish = {
        "matters": list(world.matters[:3]),
        "from": world.first.isoformat(),
        "until": world.last.isoformat(),
        "windows": [],
        "people": 1,
        "languages": [],
        "max_days": 3,
        "needs": [],
        "municipality": "",
    }
    return sign(planned, wish, now=now)  # type: ignore[arg-type]
