"""The directory's sections of a region's data: what may stand there, and what must fit together."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, HttpUrl, field_validator, model_validator

from eindach.directory.models import Organization, Service, TravelTime
from eindach.directory.region_format import Entry, HoursEntry, Languages, Name, Text, parse_hours
from eindach.directory.region_source import RegionSource
from eindach.kernel.languages import PAGES, SHIPPED

FIRST_DAY = date(2026, 1, 1)
"""Rules without a first day of their own are anchored here (matters for "every second week")."""


def _mail(text: str) -> str:
    if text.count("@") != 1 or " " in text:
        raise ValueError("is not an e-mail address")
    return text


Mail = Annotated[str, AfterValidator(_mail)]
Degrees = Annotated[float, Field(ge=-180, le=180)]


class HelpEntry(Entry):
    """Who a newcomer reaches when nothing else works."""

    name: Name
    text: Text
    phone: str = ""
    email: Mail = ""
    location: str


class PaceEntry(Entry):
    """How people get about; km/h and minutes."""

    walking_kmh: float = Field(default=4.5, gt=0)
    transit_kmh: float = Field(default=22.0, gt=0)
    transit_wait_minutes: int = Field(default=10, ge=0)
    detour: float = Field(default=1.3, ge=1)
    longest_travel_minutes: int = Field(default=75, gt=0)
    changeover_minutes: int = Field(default=5, ge=0)


class RegionEntry(Entry):
    name: Text
    timezone: str = "Europe/Berlin"
    state: str = Field("NW", pattern="^[A-Z]{2}$")
    languages: list[str]
    official: bool = False
    sample: bool = True
    help: HelpEntry
    pace: PaceEntry = PaceEntry()

    @field_validator("languages")
    @classmethod
    def _shipped(cls, codes: list[str]) -> list[str]:
        """Of those the region wishes for, the ones whose translation is complete."""
        allowed = [language.code for language in PAGES]
        if unknown := [code for code in codes if code not in allowed]:
            raise ValueError(f"no pages in {', '.join(unknown)} yet; allowed: {', '.join(allowed)}")
        shipped = {language.code for language in SHIPPED}
        return [code for code in codes if code in shipped]


class Sourced(Entry):
    sample: bool = True
    source: str = ""


class MunicipalityEntry(Entry):
    ags: str = Field(pattern=r"^\d{8}$")
    name: str
    latitude: Degrees
    longitude: Degrees
    inhabitants: int | None = Field(None, gt=0)
    source: str
    fill: dict[str, str] = {}


class OrganizationEntry(Sourced):
    name: Name
    short_name: Name
    description: Text | None = None
    kind: Organization.Kind
    website: HttpUrl | None = None
    email: Mail = ""
    phone: str = ""


class ExceptionEntry(Entry):
    """`hours: closed`, or from–until as in "10:00-12:00"."""

    hours: str
    reason: Text | None = None

    @model_validator(mode="after")
    def _hours(self) -> "ExceptionEntry":
        if self.hours != "closed":
            parse_hours(f"MO {self.hours}")
        return self


class LocationEntry(Sourced):
    name: Name
    short_name: Name
    street: str
    postal_code: str = Field(pattern=r"^\d{5}$")
    city: str
    municipality: str | None = None
    latitude: Degrees
    longitude: Degrees
    step_free: bool | None = None
    directions: Text | None = None
    hours: list[HoursEntry] = []
    exceptions: dict[date, ExceptionEntry] = {}


class PaperEntry(Entry):
    """A paper to bring; the same key is the same paper at every service."""

    name: Text
    note: Text | None = None


class BringEntry(Entry):
    """A paper of one service: its key, or with a note of its own."""

    paper: str
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _key(cls, raw: Any) -> Any:
        return {"paper": raw} if isinstance(raw, str) else raw


class PlaceEntry(Entry):
    """A service at one of its places."""

    languages: Languages
    hours: list[HoursEntry] = []

    @model_validator(mode="before")
    @classmethod
    def _languages(cls, raw: Any) -> Any:
        return {"languages": raw} if isinstance(raw, list) else raw


class ServiceEntry(Sourced):
    organization: str
    name: Text
    description: Text | None = None
    fees: Text | None = None
    status: Service.Status = Service.Status.ACTIVE
    for_women: bool = False
    with_children: bool | None = None
    assured_date: date | None = None
    assurer_email: Mail = ""
    bring: list[BringEntry] = []
    at: dict[str, PlaceEntry] = Field(min_length=1)


class EventEntry(Sourced):
    name: Text
    description: Text | None = None
    location: str
    when: HoursEntry
    window_minutes: int = Field(60, ge=5)
    walk_in: bool = True
    languages: Languages


class WayEntry(Entry):
    between: tuple[str, str]
    minutes: int = Field(ge=1, le=600)
    mode: TravelTime.Mode


@dataclass(frozen=True)
class DirectoryData:
    """The directory's sections, well formed and fitting together."""

    region: RegionEntry
    municipalities: dict[str, MunicipalityEntry]
    organizations: dict[str, OrganizationEntry]
    locations: dict[str, LocationEntry]
    papers: dict[str, PaperEntry]
    services: dict[str, ServiceEntry]
    events: dict[str, EventEntry]
    travel: dict[str, WayEntry]


def read(source: RegionSource) -> DirectoryData | None:
    """Parse and check; faults are noted in `source`. None only when the region itself cannot be read."""
    region = source.parse("region", RegionEntry).get(source.key)
    data = DirectoryData(
        region=region,  # type: ignore[arg-type]  # returned only when it is there
        municipalities=source.parse("municipalities", MunicipalityEntry),
        organizations=source.parse("organizations", OrganizationEntry),
        locations=source.parse("locations", LocationEntry),
        papers=source.parse("papers", PaperEntry),
        services=source.parse("services", ServiceEntry),
        events=source.parse("events", EventEntry),
        travel=source.parse("travel", WayEntry),
    )
    _check(data, source)
    return data if region else None


def _check(data: DirectoryData, source: RegionSource) -> None:
    if data.region:
        source.refer("region", source.key, "help.location", "locations", [data.region.help.location])
    for key, place in data.locations.items():
        source.refer("locations", key, "municipality", "municipalities", filter(None, [place.municipality]))
    for key, service in data.services.items():
        source.refer("services", key, "organization", "organizations", [service.organization])
        source.refer("services", key, "at", "locations", service.at)
        source.refer("services", key, "bring", "papers", [one.paper for one in service.bring])
    for key, event in data.events.items():
        source.refer("events", key, "location", "locations", [event.location])
        if event.when.hours.opens is None:
            source.fault("events", key, "an event day needs hours", "when")
    for key, way in data.travel.items():
        source.refer("travel", key, "between", "locations", way.between)
        if way.between[0] == way.between[1]:
            source.fault("travel", key, "a way joins two places", "between")
