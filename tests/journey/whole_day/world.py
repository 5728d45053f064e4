"""The house: eight stations of a joint Friday morning, each another organization; two banks settle the same."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from eindach.booking.models import Calendar, Counter, Opening
from eindach.directory.models import EventSeries, Location, Organization, Region
from eindach.frontdesk.models import EventDay, Station
from eindach.guide.models import Matter, Topic
from tests.cast import ZONE, _location, _matter, _organization, _service, at, text

DAY = date(2026, 12, 4)
"""A first Friday."""
REGISTERING, PLANNING = at(date(2026, 11, 30), "10:00"), at(date(2026, 12, 3), "10:00")
OPENS, CLOSES = at(DAY, "9:00"), at(DAY, "13:00")
NEXT_WEEK = date(2026, 12, 8)
STATIONS = (
    (1, "markt-bank", "account", 20),
    (2, "kreis-bank", "account", 20),
    (3, "kasse", "insurance", 15),
    (4, "wohnen", "housing", 20),
    (5, "arbeit", "job", 20),
    (6, "meldeamt", "registration", 10),
    (7, "integration", "integration", 15),
    (8, "welcome", "leisure", 10),
)
"""Number, who sits there, what for, minutes planned."""
ABSENT, INSTEAD, LATE, BOOKS_AGAIN = 1, 2, 5, 4
"""Stations: whose bank does not come, where its visitors go, whose expert is late, which books a follow-up."""
LATE_MINUTES = 25
RECEPTION = "welcome"
LANGUAGES = ["de", "en", "ar", "uk"]


@dataclass
class World:
    house: Location
    day: EventDay
    stations: dict[int, Station] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)

    def office(self, number: int) -> Organization:
        return self.stations[number].counter.organization


def make_world() -> World:
    house = _location("forum", "Forum", 50.8040, 6.4830, step_free=True)
    Region.objects.create(key="muster", name=text("Musterkreis", "Sample district"), languages=LANGUAGES,
                          help_name=text("Welcome Center", "Welcome Center"), help_phone="02421 000 100",
                          help_location=house)  # fmt: skip
    world = World(house, _event_day(house))
    topic = Topic.objects.create(key="arriving", name=text("Ankommen", "Arriving"), icon="home")
    for number, key, matter, minutes in STATIONS:
        _add_station(world, topic, number, key, matter, minutes)
    _opens_next_week(world.stations[BOOKS_AGAIN])
    return world


def _event_day(house: Location) -> EventDay:
    series = EventSeries.objects.create(
        key="together",
        name=text("Alle Stellen an einem Ort", "All offices in one place"),
        location=house,
        rrule="FREQ=MONTHLY;BYDAY=1FR",
        valid_from=DAY,
        opens=time(9),
        closes=time(13),
        languages=["de", "en"],
    )
    begins, ends = at(date(2026, 10, 23), "9:00"), at(date(2026, 12, 2), "18:00")
    EventDay.objects.create(series=series, during=(OPENS, CLOSES), registration_from=begins, registration_until=ends)
    return EventDay.objects.select_related("series__location").get()


def _add_station(world: World, topic: Topic, number: int, key: str, name: str, minutes: int) -> None:
    office = _organization(key)
    service = _service(f"{name}-{key}", office, world.house, "passport")
    if name in world.matters:
        world.matters[name].services.add(service)
    else:
        world.matters[name] = _matter(name, topic, minutes, service)
    sign = text(f"Station {number}", f"Station {number}")
    counter = Counter.objects.create(key=f"station-{number}", organization=office, location=world.house, name=sign)
    Calendar.objects.create(counter=counter).services.add(service)
    station = Station.objects.create(event_day=world.day, number=number, counter=counter, languages=["de", "en"])
    station.matters.add(world.matters[name])
    world.stations[number] = station


def _opens_next_week(station: Station) -> None:
    """The same office's own counter in this house, where follow-ups are booked."""
    calendar = Calendar.objects.create(
        counter=Counter.objects.create(
            key="counter-next-week",
            organization=station.counter.organization,
            location=station.counter.location,
            name=text("Schalter 9", "Counter 9"),
        )
    )
    services = list(station.counter.calendar.services.all())
    calendar.services.set(services)
    start = datetime.combine(NEXT_WEEK, time(9), ZONE)
    ids = [one.pk for one in services]
    during = (start, start + timedelta(hours=3))
    Opening.objects.create(calendar=calendar, during=during, services=ids, languages=LANGUAGES)
