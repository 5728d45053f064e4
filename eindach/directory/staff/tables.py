"""The directory as four tables of cells. A row has a key that never changes; of a service at a place: service/place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString

from eindach.directory.models import (
    Location,
    Municipality,
    Organization,
    Region,
    Schedule,
    Service,
    ServiceAtLocation,
)
from eindach.kernel.identifiers import stable_uuid

from . import cells
from .cells import Cell
from .faults import CellFault


@dataclass(frozen=True)
class Column:
    """`name`: "phone", or of a text "fees.de" · `field`: of the model · `needed`: never empty · `once`: said when a row
    is added and never changed."""

    name: str
    label: Any
    cell: Cell
    needed: bool = False
    once: bool = False

    @property
    def field(self) -> str:
        return self.name.partition(".")[0]

    @property
    def language(self) -> str:
        return self.name.partition(".")[2]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})" if self.language else str(self.label)

    def text(self, row: Any) -> str:
        """The exact text of the cell in this row."""
        if self.field == "hours":
            return self.cell.text(rules_of(row))
        value = getattr(row, self.field)
        return _versions(value).get(self.language, "") if self.language else self.cell.text(value)

    def check(self, typed: str) -> str:
        """The exact text of what was typed; CellFault."""
        said = self.cell.check(typed)
        if self.needed and not said:
            raise CellFault(_("This must not be empty."))
        return said

    def put(self, row: Any, text: str) -> None:
        """Set it in the row; hours are written at once, all else when the row is saved."""
        if self.field == "hours":
            write_hours(row, self.cell.value(text))
        elif self.language:
            versions = _versions(getattr(row, self.field)) | {self.language: text}
            setattr(row, self.field, LazyI18nString({code: said for code, said in versions.items() if said}))
        elif self.field in REFERENCES:
            setattr(row, self.field, _referred(self.field, text))
        else:
            setattr(row, self.field, self.cell.value(text))


@dataclass(frozen=True)
class Table:
    """`rows`: with all their cells need · `key`: of a row · `begin`: an unsaved row of a new key; CellFault."""

    name: str
    label: Any
    columns: Callable[[], Sequence[Column]]
    rows: Callable[[], QuerySet[Any]]
    key: Callable[[Any], str]
    begin: Callable[[str], Model]

    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns()}


def rules_of(row: Location | ServiceAtLocation) -> list[Schedule]:
    """Hours of the door, or of this service there."""
    if isinstance(row, Location):
        return [rule for rule in row.schedules.all() if rule.service_at_location_id is None]
    return list(row.schedules.all())


def write_hours(row: Location | ServiceAtLocation, lines: Iterable[Any]) -> None:
    """These instead of all that are there; the row must be saved."""
    location, at = (row, None) if isinstance(row, Location) else (row.location, row)
    Schedule.objects.filter(location=location, service_at_location=at).delete()
    kinds = Schedule.Kind
    Schedule.objects.bulk_create(
        Schedule(
            id=stable_uuid("by-hand", str(row.pk), str(number)),
            location=location,
            service_at_location=at,
            kind=kinds.BY_APPOINTMENT if line.hours.by_appointment else kinds.OPEN,
            rrule=line.hours.rrule,
            opens=line.hours.opens,
            closes=line.hours.closes,
            valid_from=line.valid_from,
            valid_until=line.valid_until,
            open_on_holidays=line.open_on_holidays,
        )
        for number, line in enumerate(lines)
    )


def _versions(value: Any) -> dict[str, str]:
    data = getattr(value, "data", value)
    return {str(code): str(said or "") for code, said in data.items()} if isinstance(data, dict) else {"de": data or ""}


def _referred(field: str, text: str) -> Any:
    model, by = REFERENCES[field]
    found = model._default_manager.filter(**{by: text}).first() if text else None
    if text and found is None:
        raise CellFault(_("There is no “%(key)s”.") % {"key": text})
    return found


REFERENCES: Final[dict[str, tuple[type[Model], str]]] = {
    "organization": (Organization, "key"),
    "municipality": (Municipality, "ags"),
}


@dataclass(frozen=True)
class Reference(Cell):
    """A key of another row."""

    by: str = "key"

    def text(self, value: Any) -> str:
        return str(getattr(value, self.by)) if value else ""


LABELS: Final = {
    "name": gettext_lazy("Name"),
    "short_name": gettext_lazy("Short name"),
    "description": gettext_lazy("Description"),
    "directions": gettext_lazy("How to get there"),
    "fees": gettext_lazy("Costs"),
}


def _texts(*fields: str, needed: Sequence[str] = ()) -> list[Column]:
    """A column a language; the German one of a name is never empty."""
    languages = Region.objects.values_list("languages", flat=True).first() or ["de"]
    return [
        Column(f"{field}.{language}", LABELS[field], cells.TEXT, needed=field in needed and language == "de")
        for field in fields
        for language in languages
    ]


def _organizations() -> list[Column]:
    return [
        *_texts("name", "short_name", "description", needed=("name", "short_name")),
        Column("kind", gettext_lazy("Kind"), cells.KIND, needed=True),
        Column("phone", gettext_lazy("Phone"), cells.PHONE_CELL),
        Column("email", gettext_lazy("E-mail"), cells.MAIL),
        Column("website", gettext_lazy("Website"), cells.WEBSITE),
        Column("sample", gettext_lazy("Invented"), cells.YES_NO),
    ]


def _locations() -> list[Column]:
    return [
        *_texts("name", "short_name", needed=("name", "short_name")),
        Column("street", gettext_lazy("Street and number"), cells.NAME, needed=True),
        Column("postal_code", gettext_lazy("Postal code"), cells.POSTAL_CODE, needed=True),
        Column("city", gettext_lazy("Town"), cells.Cell(longest=100), needed=True),
        Column("municipality", gettext_lazy("Municipality (AGS)"), Reference("reference", by="ags")),
        Column("latitude", gettext_lazy("Latitude"), cells.NUMBER, needed=True),
        Column("longitude", gettext_lazy("Longitude"), cells.NUMBER, needed=True),
        Column("step_free", gettext_lazy("Step-free"), cells.KNOWN_OR_NOT),
        Column("hours", gettext_lazy("Opening hours"), cells.HOURS),
        *_texts("directions"),
        Column("sample", gettext_lazy("Invented"), cells.YES_NO),
    ]


def _services() -> list[Column]:
    return [
        Column("organization", gettext_lazy("Organization (key)"), Reference("reference"), needed=True, once=True),
        *_texts("name", "description", "fees", needed=("name",)),
        Column("status", gettext_lazy("Is it offered?"), cells.STATUS, needed=True),
        Column("for_women", gettext_lazy("For women only"), cells.YES_NO),
        Column("with_children", gettext_lazy("One can bring children"), cells.KNOWN_OR_NOT),
        Column("assured_date", gettext_lazy("Confirmed on"), cells.DAY),
        Column("assurer_email", gettext_lazy("Confirmed by (e-mail of the office)"), cells.MAIL),
        Column("sample", gettext_lazy("Invented"), cells.YES_NO),
    ]


def _places() -> list[Column]:
    return [
        Column("languages", gettext_lazy("Languages spoken there"), cells.LANGUAGES, needed=True),
        Column("hours", gettext_lazy("Opening hours, where they differ from those of the door"), cells.HOURS),
    ]


def _begin_place(key: str) -> ServiceAtLocation:
    service, _slash, place = key.partition("/")
    found = Service.objects.filter(key=service).first(), Location.objects.filter(key=place).first()
    if not all(found):
        said = {"service": service, "place": place}
        raise CellFault(_("There is no service “%(service)s” or no place “%(place)s”.") % said)
    return ServiceAtLocation(id=_id("service-at-location", key), service=found[0], location=found[1], languages=[])


def _id(kind: str, key: str) -> UUID:
    """As a region's files would give it (region_loading.identifier): when they name the row one day, it is the same."""
    return stable_uuid(Region.objects.values_list("key", flat=True).get(), kind, key)


TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        Table(
            "organizations",
            gettext_lazy("Organizations"),
            _organizations,
            lambda: Organization.objects.order_by("key"),
            lambda row: str(row.key),
            lambda key: Organization(id=_id("organization", key), key=key),
        ),
        Table(
            "locations",
            gettext_lazy("Locations"),
            _locations,
            lambda: Location.objects.select_related("municipality").prefetch_related("schedules").order_by("key"),
            lambda row: str(row.key),
            lambda key: Location(id=_id("location", key), key=key),
        ),
        Table(
            "services",
            gettext_lazy("Services"),
            _services,
            lambda: Service.objects.select_related("organization").order_by("key"),
            lambda row: str(row.key),
            lambda key: Service(id=_id("service", key), key=key),
        ),
        Table(
            "places",
            gettext_lazy("Services at places"),
            _places,
            lambda: (
                ServiceAtLocation.objects.select_related("service", "location")
                .prefetch_related("schedules")
                .order_by("service__key", "location__key")
            ),
            lambda row: f"{row.service.key}/{row.location.key}",
            _begin_place,
        ),
    )
}
"""In the order in which rows hang on each other."""
