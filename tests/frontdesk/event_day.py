"""An event day on Monday: a bank with one desk (one party an hour), an insurer with two (four an hour)."""

from dataclasses import dataclass
from datetime import date, time

from eindach.booking.models import Calendar, Counter, Opening
from eindach.booking.openings import extend_openings
from eindach.booking.operations import Contact
from eindach.directory.models import EventSeries, Location
from eindach.frontdesk.events.capacity import Party
from eindach.frontdesk.events.days import make_event_days
from eindach.frontdesk.events.registering import Wanted, register
from eindach.frontdesk.models import EventDay, EventRule, Station, Visit
from eindach.guide.models import Matter
from tests.cast import MONDAY, NOW, at, text
from tests.frontdesk.day import Day, set_day

NINE, TEN = at(MONDAY, "9:00"), at(MONDAY, "10:00")
CLOSES = at(date(2026, 11, 22), "18:00")
"""Registration, on Sunday."""


@dataclass
class Morning:
    """The house and its event day."""

    house: Day
    day: EventDay
    bank: Station
    insurer: Station

    def comes(self, name: str, *matters: Matter, start: object = NINE, waits: bool = False, **contact: str) -> Visit:
        """Somebody registers."""
        reached = {"email": f"{name.lower()}@mail.example", "phone": "", "language": "en"} | contact
        wanted = Wanted(
            party=Party(matters or (self.house.bank,)),
            start=start,  # type: ignore[arg-type]
            languages=("en",),
            waits=waits,
        )
        return register(day=self.day, wanted=wanted, contact=Contact(f"{name} Beispiel", **reached), now=NOW)


def set_series(house: Location) -> EventSeries:
    """Every Monday from nine to one."""
    return EventSeries.objects.create(
        key="together",
        name=text("Alle an einem Ort", "All in one place"),
        location=house,
        rrule="FREQ=WEEKLY;BYDAY=MO",
        valid_from=MONDAY,
        opens=time(9),
        closes=time(13),
        languages=["de", "en"],
    )


def set_morning() -> Morning:
    house = set_day()
    series = set_series(house.forum)
    day = EventDay.objects.create(
        series=series,
        during=(NINE, at(MONDAY, "13:00")),
        registration_from=at(date(2026, 11, 1), "9:00"),
        registration_until=CLOSES,
    )
    day.refresh_from_db()
    bank = station(day, 1, house.bank_1, house.bank, 1)
    return Morning(house, day, bank, station(day, 2, house.insurer, house.insurance, 2))


def station(day: EventDay, number: int, like: Counter, matter: Matter, desks: int) -> Station:
    counter = Counter.objects.create(
        key=f"station-{number}",
        organization=like.organization,
        location=like.location,
        name=text(f"Station {number}", f"Station {number}"),
    )
    Calendar.objects.create(counter=counter).services.set(matter.services.all())
    station = Station.objects.create(event_day=day, number=number, counter=counter, desks=desks, languages=["de", "en"])
    station.matters.add(matter)
    return station


def bookable_bank(morning: Morning) -> Station:
    """Station 1 has two desks, one of them booked by exact times, as the rule of the series says. Beside it only the
    town hall is open."""
    Station.objects.filter(pk=morning.bank.pk).update(desks=2)
    Opening.objects.exclude(calendar__counter__location__key="rathaus").delete()
    partner = {"organization": "bank", "languages": ["de", "en"]}
    entry = {"number": 1, "matters": ["bank"], "desks": 2, "bookable": True, "partners": [partner]}
    EventRule.objects.create(
        series=morning.day.series, opens_weeks_before=1, closes_on=6, closes_at=time(18), reserve_percent=20,
        stations=[{"name": text("Station 1", "Station 1"), "entry": entry}],
    )  # fmt: skip
    make_event_days(now=NOW)
    extend_openings(None, until=MONDAY, now=NOW)
    return Station.objects.get(pk=morning.bank.pk)
