"""Sections of a region's data about municipalities: `municipality_pages`, `_facts`, `_pictures`, `_events`.

`read` checks, `load` writes. What somebody has entered by hand outranks the files, row by row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pydantic import Field, HttpUrl, model_validator

from eindach.directory.models import Location, Municipality, Service
from eindach.directory.region_data import Mail
from eindach.directory.region_format import Entry, Name, Text, parse_hours
from eindach.directory.region_source import RegionSource
from eindach.guide.models import MunicipalityEvent, MunicipalityFact, MunicipalityPage, MunicipalityPicture
from eindach.kernel.identifiers import stable_uuid

from .drawings import DRAWINGS, SIZE
from .facts import TOLD

OF_TOWNS: Final = "municipality_"
"""What the sections begin with that municipalities may write themselves afterwards."""
EVERY: Final = "every"
"""The page that every municipality has until it has one of its own; {name} and {key} are put in."""


class AdvisorEntry(Entry):
    """`name`: of the role, never of a person; `service`: of the directory, whose places are the advisor's."""

    name: Name
    service: str
    phone: str = ""
    email: Mail = ""


class PageEntry(Entry):
    greeting: Text | None = None
    about: Text | None = None
    website: HttpUrl | None = None
    advisor: AdvisorEntry | None = None
    sample: bool = True


class FactsEntry(Entry):
    """Figures of one municipality that share source and day."""

    source: str
    as_of: date | None = None
    sample: bool = True
    values: dict[str, Decimal]

    @model_validator(mode="after")
    def _known_kinds(self) -> "FactsEntry":
        if unknown := [kind for kind in self.values if kind not in TOLD]:
            raise ValueError(f"no figures called {', '.join(unknown)}; allowed: {', '.join(TOLD)}")
        if any(value < 0 for value in self.values.values()):
            raise ValueError("figures are not below 0")
        return self


class PictureEntry(Entry):
    municipality: str
    drawing: str
    alt: Text | None = None
    credit: str = Field(min_length=3, max_length=120)
    position: int = 0
    sample: bool = True

    @model_validator(mode="after")
    def _drawn(self) -> "PictureEntry":
        if self.drawing not in DRAWINGS:
            raise ValueError(f"no drawing {self.drawing!r}; allowed: {', '.join(DRAWINGS)}")
        return self


class EventEntry(Entry):
    """`title`, left out: the municipality presents itself · `hours`: "14:00-17:00", or left out: as long as the place
    is open."""

    municipality: str
    location: str
    title: Text | None = None
    text: Text | None = None
    first_day: date
    last_day: date
    hours: str = ""
    sample: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> "EventEntry":
        if self.last_day < self.first_day:
            raise ValueError("ends before it begins")
        if self.hours:
            parse_hours(f"MO {self.hours}")
        return self


@dataclass(frozen=True)
class MunicipalityData:
    """`towns`: key -> AGS of every municipality of the region."""

    region: str
    towns: dict[str, str]
    pages: dict[str, PageEntry]
    facts: dict[str, FactsEntry]
    pictures: dict[str, PictureEntry]
    events: dict[str, EventEntry]


def read(source: RegionSource) -> MunicipalityData:
    """Parse and check; faults are noted in `source`."""
    raw = source.sections.get("municipalities", {})
    data = MunicipalityData(
        region=source.key,
        towns={key: str(one["ags"]) for key, one in raw.items() if isinstance(one, dict) and "ags" in one},
        pages=source.parse("municipality_pages", PageEntry),
        facts=source.parse("municipality_facts", FactsEntry),
        pictures=source.parse("municipality_pictures", PictureEntry),
        events=source.parse("municipality_events", EventEntry),
    )
    for section, keys in (("municipality_pages", data.pages), ("municipality_facts", data.facts)):
        for key in keys:
            if (section, key) != ("municipality_pages", EVERY):
                source.refer(section, key, key, "municipalities", [key])
    for key, page in data.pages.items():
        source.refer("municipality_pages", key, "advisor", "services", [page.advisor.service] if page.advisor else [])
    for key, picture in data.pictures.items():
        source.refer("municipality_pictures", key, "municipality", "municipalities", [picture.municipality])
    for key, event in data.events.items():
        source.refer("municipality_events", key, "municipality", "municipalities", [event.municipality])
        source.refer("municipality_events", key, "location", "locations", [event.location])
    return data


def load(data: MunicipalityData) -> None:
    """Write all of it, also a page for a municipality the files say nothing more of; inside a transaction of the
    caller, after the directory."""
    _pages(data)
    _facts(data)
    pictures = [_picture(data, key, one) for key, one in data.pictures.items()]
    _anew(MunicipalityPicture, pictures)
    locations = {place.key: place for place in Location.objects.all()}
    _anew(MunicipalityEvent, [_event(data, key, one, locations) for key, one in data.events.items()])


def _pages(data: MunicipalityData) -> None:
    services = {service.key: service for service in Service.objects.all()}
    names = dict(Municipality.objects.values_list("ags", "name"))
    entered = set(MunicipalityPage.objects.filter(by_hand=True).values_list("pk", flat=True))
    for key, ags in data.towns.items():
        one = data.pages.get(key) or _filled(data.pages.get(EVERY, PageEntry()), key=key, name=names[ags])
        advisor = one.advisor
        said: dict[str, Any] = {
            "key": key,
            "advisor_service": services[advisor.service] if advisor else None,
        }
        if ags not in entered:
            said |= {
                "greeting": one.greeting or "",
                "about": one.about or "",
                "website": str(one.website or ""),
                "advisor": advisor.name if advisor else "",
                "advisor_phone": advisor.phone if advisor else "",
                "advisor_email": advisor.email if advisor else "",
                "sample": one.sample,
            }
        MunicipalityPage.objects.update_or_create(municipality_id=ags, defaults=said)


def _filled(every: PageEntry, **words: str) -> PageEntry:
    """The page of all, with the words of one municipality put in."""
    texts = {name: put_in(getattr(every, name), words) for name in ("greeting", "about")}
    advisor = every.advisor
    if advisor:
        said = {name: put_in(getattr(advisor, name), words) for name in ("name", "email")}
        advisor = advisor.model_copy(update=said)
    return every.model_copy(update={**texts, "advisor": advisor})


def words_of_towns() -> dict[str, dict[str, str]]:
    """Key of a municipality -> what is put into the page `every` for it."""
    pages = MunicipalityPage.objects.values_list("key", "municipality__name")
    return {key: {"key": key, "name": name} for key, name in pages}


def in_every_town(text: str, towns: Mapping[str, dict[str, str]]) -> set[str]:
    """A text of the files, and where it has gaps, as each municipality says it."""
    return {text, *(put_in(text, words) for words in towns.values())}


def put_in(said: Any, words: dict[str, str]) -> Any:
    """The words of one municipality into a text, or into a text in languages."""
    if isinstance(said, dict):
        return {code: put_in(text, words) for code, text in said.items()}
    for word, value in words.items():
        said = said and said.replace("{" + word + "}", value)
    return said


def _facts(data: MunicipalityData) -> None:
    """Figures of the files anew, and how many live there, which the directory knows with its source."""
    MunicipalityFact.objects.filter(by_hand=False).delete()
    entered = set(MunicipalityFact.objects.values_list("page", "kind"))
    found = {
        (data.towns[key], kind): MunicipalityFact(
            page_id=data.towns[key], kind=kind, value=value, as_of=one.as_of, source=one.source, sample=one.sample
        )
        for key, one in data.facts.items()
        for kind, value in one.values.items()
    }
    for town in Municipality.objects.filter(pk__in=data.towns.values(), inhabitants__isnull=False):
        known = MunicipalityFact(
            page_id=town.ags, kind="inhabitants", value=town.inhabitants, source=town.source, sample=False
        )
        found.setdefault((town.ags, "inhabitants"), known)
    MunicipalityFact.objects.bulk_create(one for which, one in found.items() if which not in entered)


def _anew(model: type[MunicipalityPicture] | type[MunicipalityEvent], rows: Iterable[Any]) -> None:
    """Those of the files anew; one that was changed or taken away by hand stays as it was left."""
    model.objects.filter(by_hand=False).delete()
    entered = set(model.objects.values_list("pk", flat=True))
    model.objects.bulk_create(row for row in rows if row.pk not in entered)


def _picture(data: MunicipalityData, key: str, one: PictureEntry) -> MunicipalityPicture:
    return MunicipalityPicture(
        id=stable_uuid(data.region, "municipality-picture", key),
        page_id=data.towns[one.municipality],
        width=SIZE[0],
        height=SIZE[1],
        **one.model_dump(exclude={"municipality", "alt"}),
        alt=one.alt or "",
    )


def _event(data: MunicipalityData, key: str, one: EventEntry, locations: dict[str, Location]) -> MunicipalityEvent:
    clock = parse_hours(f"MO {one.hours}") if one.hours else None
    return MunicipalityEvent(
        id=stable_uuid(data.region, "municipality-event", key),
        page_id=data.towns[one.municipality],
        location=locations[one.location],
        opens=clock.opens if clock else None,
        closes=clock.closes if clock else None,
        **one.model_dump(exclude={"municipality", "location", "hours", "title", "text"}),
        title=one.title or "",
        text=one.text or "",
    )
