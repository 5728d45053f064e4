"""The fixed cast of all tests: one small region, four places, and what they do.

Musterkreis. Town hall (`rathaus`): registration at two counters that serve equally well. Forum: bank and insurance.
Foreigners' office (`amt`), ten minutes on foot: residence, not step-free. All of it open on the days of `DAYS`.
Amal wants registration and bank; she speaks Arabic and English.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eindach.booking.models import Calendar, Counter, Opening
from eindach.booking.operations import Contact
from eindach.booking.search import Wish
from eindach.directory.models import Location, Organization, Region, RequiredDocument, Service, ServiceAtLocation
from eindach.guide.models import Matter, Topic
from eindach.kernel.identifiers import stable_uuid
from eindach.kernel.spans import Span

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZONE)
"""A Saturday."""
MONDAY = date(2026, 11, 23)
DAYS = [MONDAY + timedelta(days=n) for n in (0, 1, 2)]


def text(de: str, en: str) -> dict[str, str]:
    return {"de": de, "en": en, "ar": f"{en} (ar)", "uk": f"{en} (uk)"}


def at(day: date, clock: str) -> datetime:
    """'9:30' on a day, aware."""
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), ZONE)


@dataclass(frozen=True)
class Cast:
    """Everybody and everything a test speaks of."""

    region: Region
    registration: Matter
    bank: Matter
    residence: Matter
    town_hall_1: Calendar
    town_hall_2: Calendar
    forum_bank: Calendar
    office: Calendar


def make_cast() -> Cast:
    """All rows of the cast: 48 statements, before every other test."""
    forum = _location("forum", "Forum", 50.8040, 6.4830, step_free=True)
    region = Region.objects.create(
        key="muster",
        name=text("Musterkreis", "Sample district"),
        languages=["de", "en", "ar", "uk"],
        help_name=text("Welcome Center", "Welcome Center"),
        help_text=text("Wir helfen Ihnen.", "We help you."),
        help_phone="02421 000 100",
        help_email="hilfe@muster.example",
        help_location=forum,
    )
    town_hall = _location("rathaus", "Rathaus", 50.8042, 6.4850, step_free=True)
    office = _location("amt", "Ausländeramt", 50.8060, 6.4930, step_free=False)
    topic = Topic.objects.create(key="home", name=text("Wohnen", "Home"), icon="home")
    town, bank, district = _organization("stadt"), _organization("bank"), _organization("kreis")
    registration = _matter("registration", topic, 20, _service("anmeldung", town, town_hall, "passport"))
    banking = _matter("bank", topic, 30, _service("konto", bank, forum, "passport", "registration-proof"))
    residence = _matter("residence", topic, 25, _service("aufenthalt", district, office, "passport", "photo"))
    banking.after.add(registration)
    return Cast(
        region,
        registration,
        banking,
        residence,
        _calendar("rathaus-1", town, town_hall, registration, ["de", "ar"]),
        _calendar("rathaus-2", town, town_hall, registration, ["de", "ar"]),
        _calendar("forum-bank", bank, forum, banking, ["de", "en"]),
        _calendar("amt-1", district, office, residence, ["de", "en"]),
    )


def opening(calendar: Calendar, day: date, opens: str, closes: str, languages: list[str] | None = None) -> Opening:
    """More bookable time."""
    return openings(calendar, [(day, opens, closes)], languages or ["de"])[0]


def openings(calendar: Calendar, times: list[tuple[date, str, str]], languages: list[str]) -> list[Opening]:
    """The same for several times: two statements, however many there are."""
    services = list(calendar.services.values_list("pk", flat=True))
    spans = [(at(day, opens), at(day, closes)) for day, opens, closes in times]
    return Opening.objects.bulk_create(
        [Opening(calendar=calendar, during=during, services=services, languages=languages) for during in spans]
    )


def wish(*matters: str, **changes: object) -> Wish:
    """What Amal asks for, with changes."""
    asked = {"matters": matters or ("registration", "bank"), "start": MONDAY, "until": DAYS[-1], **changes}
    return Wish(**asked)  # type: ignore[arg-type]


def span(day: date, opens: str, closes: str) -> Span:
    return Span(at(day, opens), at(day, closes))


AMAL = Contact("Amal Beispiel", "amal@mail.example", "", "ar")
OLENA = Contact("Olena Beispiel", "olena@mail.example", "+4924211234567", "uk")


def _location(key: str, name: str, latitude: float, longitude: float, *, step_free: bool) -> Location:
    return Location.objects.create(
        id=stable_uuid("muster", "location", key),
        key=key,
        name=text(name, name),
        short_name=text(name, name),
        street="Musterstraße 1",
        postal_code="52349",
        city="Musterstadt",
        latitude=latitude,
        longitude=longitude,
        step_free=step_free,
    )


def _organization(key: str) -> Organization:
    return Organization.objects.create(
        id=stable_uuid("muster", "organization", key),
        key=key,
        name=text(key.title(), key.title()),
        short_name=text(key.title(), key.title()),
        kind=Organization.Kind.AUTHORITY,
    )


def _service(key: str, organization: Organization, location: Location, *papers: str) -> Service:
    service = Service.objects.create(
        id=stable_uuid("muster", "service", key), key=key, organization=organization, name=text(key, key)
    )
    ServiceAtLocation.objects.create(service=service, location=location, languages=["de", "en", "ar"])
    RequiredDocument.objects.bulk_create(
        [
            RequiredDocument(service=service, key=paper, name=text(paper, paper), position=position)
            for position, paper in enumerate(papers)
        ]
    )
    return service


def _matter(key: str, topic: Topic, minutes: int, service: Service) -> Matter:
    matter = Matter.objects.create(
        key=key,
        topic=topic,
        name=text(f"{key} de", key.title()),
        short_name=text(key[:12], key[:12]),
        official_term=key.title(),
        icon="home",
        minutes=minutes,
        minutes_each_further=10,
    )
    matter.services.add(service)
    return matter


def _calendar(
    key: str, organization: Organization, location: Location, matter: Matter, languages: list[str]
) -> Calendar:
    counter = Counter.objects.create(
        key=key, organization=organization, location=location, name=text(f"Schalter {key[-1]}", f"Counter {key[-1]}")
    )
    calendar = Calendar.objects.create(counter=counter)
    calendar.services.add(*matter.services.all())
    openings(calendar, [(day, "9:00", "12:00") for day in DAYS], languages)
    return calendar
