"""The ground of a race: desks of equal counters, each open 8 to 16 h in 24 slots of 20 minutes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from eindach.booking.models import Calendar, Counter, Opening
from eindach.booking.offers import sign
from eindach.directory.models import Location, Organization, Region, Service, ServiceAtLocation
from eindach.guide.models import Matter, Topic
from eindach.kernel.identifiers import stable_uuid

ZONE = ZoneInfo("Europe/Berlin")
MINUTES, SLOTS_A_DAY = 20, 24


class Spot(NamedTuple):
    """What a client wants: a desk and one of its slots, numbered through all days. Which counter is all the same."""

    desk: int
    slot: int


@dataclass(frozen=True)
class Desk:
    """Counters that serve equally well."""

    key: str
    matter: int
    service: UUID
    calendars: tuple[int, ...]


@dataclass(frozen=True)
class Ground:
    """Picklable: processes race on the same one. `first`: the first of `days` days, without a gap."""

    desks: tuple[Desk, ...]
    first: date
    days: int

    @property
    def slots(self) -> int:
        return self.days * SLOTS_A_DAY

    def start(self, slot: int) -> datetime:
        day, number = divmod(slot, SLOTS_A_DAY)
        return datetime.combine(self.first + timedelta(days=day), time(8), ZONE) + timedelta(minutes=MINUTES * number)

    def offer(self, spots: tuple[Spot, ...], counters: tuple[int, ...], *, now: datetime) -> str:
        """The offer of a search that chose these counters (numbers at their desks)."""
        planned = [
            SimpleNamespace(
                matter=SimpleNamespace(pk=desk.matter),
                service=SimpleNamespace(pk=desk.service),
                calendar_id=desk.calendars[counter],
                start=self.start(spot.slot),
                minutes=MINUTES,
                language="de",
            )
            for spot, counter in zip(spots, counters, strict=True)
            for desk in (self.desks[spot.desk],)
        ]
        day = self.start(spots[0].slot).date().isoformat()
        wish = {"matters": [self.desks[spot.desk].key for spot in spots], "from": day, "until": day, "windows": []}
        wish |= {"people": 1, "languages": [], "max_days": 1, "needs": [], "municipality": ""}
        return sign(planned, wish, now=now)  # type: ignore[arg-type]


def lay(*, desks: int, counters: int, days: int, first: date, name: str) -> Ground:
    """Write it into the database; `name` keeps several grounds apart."""
    topic, _new = Topic.objects.get_or_create(key="race", defaults={"name": {"de": "Race"}, "icon": "home"})
    _region()
    laid = Ground(tuple(_desk(topic, f"{name}-{n}", counters) for n in range(desks)), first, days)
    Opening.objects.bulk_create(
        Opening(
            calendar_id=calendar,
            during=(laid.start(day * SLOTS_A_DAY), laid.start(day * SLOTS_A_DAY) + timedelta(hours=8)),
            services=[desk.service],
            languages=["de"],
        )
        for desk in laid.desks
        for calendar in desk.calendars
        for day in range(days)
    )
    return laid


def _desk(topic: Topic, key: str, counters: int) -> Desk:
    words = {"de": key, "en": key}
    owner = Organization.objects.create(
        id=stable_uuid("race", "o", key), key=f"race-{key}", name=words, short_name=words, kind="authority"
    )
    house = Location.objects.create(
        id=stable_uuid("race", "l", key), key=f"race-{key}", name=words, short_name=words, street="Musterstraße 1",
        postal_code="52349", city="Musterstadt", latitude=50.8, longitude=6.48,
    )  # fmt: skip
    service = Service.objects.create(
        id=stable_uuid("race", "s", key), key=f"race-{key}", organization=owner, name=words
    )
    ServiceAtLocation.objects.create(service=service, location=house, languages=["de"])
    matter = Matter.objects.create(
        key=f"race-{key}", topic=topic, name=words, short_name=words, official_term=key, icon="home", minutes=MINUTES
    )
    matter.services.add(service)
    calendars = []
    for n in range(counters):
        counter = Counter.objects.create(key=f"race-{key}-{n}", organization=owner, location=house, name=words)
        calendar = Calendar.objects.create(counter=counter)
        calendar.services.add(service)
        calendars.append(calendar.pk)
    return Desk(matter.key, matter.pk, service.pk, tuple(calendars))


def _region() -> None:
    if not Region.objects.exists():
        Region.objects.create(key="race", name={"de": "Race"}, languages=["de", "en"], help_name={"de": "Help"})
