"""From the directory's sections to rows. Loading again updates; row ids are the same on every machine."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from eindach.directory import models
from eindach.directory.region_data import FIRST_DAY, DirectoryData
from eindach.directory.region_format import HoursEntry, parse_hours
from eindach.directory.region_rows import replace, upsert
from eindach.directory.staff import changes
from eindach.kernel.identifiers import stable_uuid


def load(data: DirectoryData, key: str) -> list[str]:
    """Write all rows of the directory; inside a transaction of the caller. What people said by hand outranks them:
    returns a remark for each cell that differs."""
    _municipalities(data)
    _organizations(data, key)
    _locations(data, key)
    _region(data, key)
    _services(data, key)
    _schedules(data, key)
    _events(data, key)
    _travel(data, key)
    _forget_added(data)
    return changes.apply_again()


def identifier(region: str, kind: str, key: str) -> UUID:
    """The id of a row of the region's data, e.g. identifier("dueren", "service", "bank-account")."""
    return stable_uuid(region, kind, key)


def _municipalities(data: DirectoryData) -> None:
    rows = [models.Municipality(**one.model_dump(exclude={"fill"})) for one in data.municipalities.values()]
    upsert(models.Municipality, rows, by="ags")


def _organizations(data: DirectoryData, region: str) -> None:
    rows = [
        models.Organization(
            id=identifier(region, "organization", key),
            key=key,
            **one.model_dump(exclude={"website", "description"}),
            description=one.description or "",
            website=str(one.website or ""),
        )
        for key, one in data.organizations.items()
    ]
    upsert(models.Organization, rows)


def _locations(data: DirectoryData, region: str) -> None:
    rows = [
        models.Location(
            id=identifier(region, "location", key),
            key=key,
            **one.model_dump(exclude={"municipality", "directions", "hours", "exceptions"}),
            municipality_id=data.municipalities[one.municipality].ags if one.municipality else None,
            directions=one.directions or "",
        )
        for key, one in data.locations.items()
    ]
    upsert(models.Location, rows)


def _region(data: DirectoryData, key: str) -> None:
    one = data.region
    row = models.Region(
        key=key,
        **one.model_dump(exclude={"help", "pace"}),
        **one.pace.model_dump(),
        help_name=one.help.name,
        help_text=one.help.text,
        help_phone=one.help.phone,
        help_email=one.help.email,
        help_location_id=identifier(key, "location", one.help.location),
    )
    upsert(models.Region, [row], by="key")


def _services(data: DirectoryData, region: str) -> None:
    rows = [
        models.Service(
            id=identifier(region, "service", key),
            key=key,
            organization_id=identifier(region, "organization", one.organization),
            **one.model_dump(exclude={"organization", "description", "fees", "bring", "at"}),
            description=one.description or "",
            fees=one.fees or "",
        )
        for key, one in data.services.items()
    ]
    upsert(models.Service, rows)
    places = [
        models.ServiceAtLocation(
            id=identifier(region, "service-at-location", f"{key}/{place}"),
            service_id=identifier(region, "service", key),
            location_id=identifier(region, "location", place),
            languages=spoken.languages,
        )
        for key, one in data.services.items()
        for place, spoken in one.at.items()
    ]
    upsert(models.ServiceAtLocation, places)
    added = [identifier(region, "service-at-location", row) for row in changes.added_keys("places")]
    models.ServiceAtLocation.objects.exclude(id__in=[*added, *(place.id for place in places)]).delete()
    _papers(data, region)


def _forget_added(data: DirectoryData) -> None:
    for table, keys in (
        ("organizations", list(data.organizations)),
        ("locations", list(data.locations)),
        ("services", list(data.services)),
        ("places", [f"{key}/{place}" for key, one in data.services.items() for place in one.at]),
    ):
        changes.named_in_files(table, keys)


def _papers(data: DirectoryData, region: str) -> None:
    rows = [
        models.RequiredDocument(
            id=identifier(region, "paper", f"{key}/{bring.paper}"),
            service_id=identifier(region, "service", key),
            key=bring.paper,
            name=data.papers[bring.paper].name,
            note=bring.note or data.papers[bring.paper].note or "",
            position=position,
        )
        for key, one in data.services.items()
        for position, bring in enumerate(one.bring)
    ]
    replace(models.RequiredDocument, rows)


def _schedules(data: DirectoryData, region: str) -> None:
    rows = [
        _schedule(region, place, None, number, line)
        for place, one in data.locations.items()
        for number, line in enumerate(one.hours)
    ] + [
        _schedule(region, place, key, number, line)
        for key, one in data.services.items()
        for place, at in one.at.items()
        for number, line in enumerate(at.hours)
    ]
    replace(models.Schedule, rows)
    differing = [
        _exception(identifier(region, "location", place), day, found.hours, found.reason)
        for place, one in data.locations.items()
        for day, found in one.exceptions.items()
    ]
    _replace_days(differing)


def _replace_days(rows: Iterable[models.ScheduleException]) -> None:
    """Those of the files; a day a coordinator has entered stays as they said, and what is the same is not touched."""
    there = {(one.location_id, one.date): one for one in models.ScheduleException.objects.all()}
    said = {(one.location_id, one.date): one for one in rows}
    gone = [one.pk for day, one in there.items() if not one.by_hand and day not in said]
    models.ScheduleException.objects.filter(pk__in=gone).delete()
    models.ScheduleException.objects.bulk_create(
        [one for day, one in said.items() if day not in there or not there[day].by_hand],
        update_conflicts=True, unique_fields=["location", "date"], update_fields=["opens", "closes", "reason"],
    )  # fmt: skip


def _schedule(region: str, place: str, service: str | None, number: int, line: HoursEntry) -> models.Schedule:
    hours, kinds = line.hours, models.Schedule.Kind
    at = identifier(region, "service-at-location", f"{service}/{place}") if service else None
    return models.Schedule(
        id=identifier(region, "schedule", f"{service or ''}/{place}/{number}"),
        location_id=identifier(region, "location", place),
        service_at_location_id=at,
        kind=kinds.BY_APPOINTMENT if hours.by_appointment else kinds.OPEN,
        rrule=hours.rrule,
        valid_from=line.valid_from or FIRST_DAY,
        valid_until=line.valid_until,
        opens=hours.opens,
        closes=hours.closes,
        open_on_holidays=line.open_on_holidays,
    )


def _exception(location: UUID, day: date, hours: str, reason: dict[str, str] | None) -> models.ScheduleException:
    clock = None if hours == "closed" else parse_hours(f"MO {hours}")
    return models.ScheduleException(
        location_id=location,
        date=day,
        opens=clock.opens if clock else None,
        closes=clock.closes if clock else None,
        reason=reason or "",
    )


def _events(data: DirectoryData, region: str) -> None:
    rows = [
        models.EventSeries(
            id=identifier(region, "event", key),
            key=key,
            **one.model_dump(exclude={"location", "when", "description"}),
            description=one.description or "",
            location_id=identifier(region, "location", one.location),
            rrule=one.when.hours.rrule,
            valid_from=one.when.valid_from or FIRST_DAY,
            opens=one.when.span[0],
            closes=one.when.span[1],
        )
        for key, one in data.events.items()
    ]
    upsert(models.EventSeries, rows, keep=("called_off", "sequence", "revised_at"))


def _travel(data: DirectoryData, region: str) -> None:
    rows = []
    for way in data.travel.values():
        one, other = sorted(way.between)
        ends = identifier(region, "location", one), identifier(region, "location", other)
        rows.append(models.TravelTime(one_id=ends[0], other_id=ends[1], minutes=way.minutes, mode=way.mode))
    replace(models.TravelTime, rows)
