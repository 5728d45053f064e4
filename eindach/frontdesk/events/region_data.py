"""The section `event_days` of a region's data: registration, stations, and partners that take turns."""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, Field

from eindach.booking.region_data import SignEntry
from eindach.directory.models import EventSeries
from eindach.directory.region_data import DirectoryData
from eindach.directory.region_format import WEEKDAYS, Entry, Languages
from eindach.directory.region_source import RegionSource
from eindach.guide.region_data import GuideData

from ..models import EventRule

SIGN = "station"
"""The word on the signs of all stations, in the section `signs`."""


def _closing(text: str) -> str:
    day, _space, clock = text.partition(" ")
    if day not in WEEKDAYS:
        raise ValueError(f"{text!r}: allowed: a weekday before the event day and a time, as in 'WE 18:00'")
    time.fromisoformat(clock)
    return text


class PartnerEntry(Entry):
    organization: str
    languages: Languages
    desks: int | None = Field(None, ge=1)


class StationEntry(Entry):
    """`desks` of each partner that says nothing else; `bookable`: one of them is booked by exact times, as a
    counter is; `instead`: date -> organization, out of turn."""

    number: int = Field(ge=1)
    matters: list[str] = Field(min_length=1)
    desks: int = Field(1, ge=1)
    bookable: bool = False
    partners: list[PartnerEntry] = Field(min_length=1)
    instead: dict[date, str] = {}

    def partner(self, day: date) -> PartnerEntry:
        """Whose turn it is: month by month, beginning with the first in January of year 0."""
        if named := self.instead.get(day):
            return next(one for one in self.partners if one.organization == named)
        return self.partners[(12 * day.year + day.month - 1) % len(self.partners)]


class EventDaysEntry(Entry):
    """How the days of a series are made. `closes`: the last such weekday before the day, and a time."""

    opens_weeks_before: int = Field(6, ge=1)
    closes: Annotated[str, AfterValidator(_closing)] = "WE 18:00"
    reserve_percent: int = Field(20, ge=0, le=100)
    stations: list[StationEntry] = Field(min_length=1)


@dataclass(frozen=True)
class EventData:
    rules: dict[str, EventDaysEntry]
    names: dict[str, str]
    """Words of the sign of a station in every language; {n} is the number."""


def read(
    source: RegionSource, directory: DirectoryData | None, guide: GuideData, signs: dict[str, SignEntry]
) -> EventData:
    """Parse and check; faults are noted in `source`."""
    rules = source.parse("event_days", EventDaysEntry)
    for key, rule in rules.items():
        source.refer("event_days", key, "", "events", [key])
        source.refer("event_days", key, "stations", "signs", [SIGN])
        numbers = [one.number for one in rule.stations]
        if len(set(numbers)) < len(numbers):
            source.fault("event_days", key, "two stations have one number", "stations")
        for position, station in enumerate(rule.stations):
            _check(source, key, position, station, directory, guide)
    return EventData(rules, signs[SIGN].words if SIGN in signs else {})


def _check(
    source: RegionSource,
    key: str,
    position: int,
    station: StationEntry,
    directory: DirectoryData | None,
    guide: GuideData,
) -> None:
    path = f"stations.{position}"
    source.refer("event_days", key, f"{path}.matters", "matters", station.matters)
    partners = [one.organization for one in station.partners]
    source.refer("event_days", key, f"{path}.partners", "organizations", partners)
    if strangers := sorted(set(station.instead.values()) - set(partners)):
        source.fault("event_days", key, f"{', '.join(strangers)}: no partner of this station", f"{path}.instead")
    if station.bookable and min(one.desks or station.desks for one in station.partners) < 2:
        source.fault("event_days", key, "the desk that is booked leaves none for who registers", f"{path}.desks")
    if not directory or key not in directory.events:
        return
    house = directory.events[key].location
    for partner in partners:
        for matter in station.matters:
            services = guide.matters[matter].services if matter in guide.matters else []
            known = [directory.services[name] for name in services if name in directory.services]
            if not any(one.organization == partner and house in one.at for one in known):
                source.fault("event_days", key, f"{partner} does not settle {matter} at {house}", f"{path}.partners")


def load(data: EventData) -> None:
    """Write the rules; inside a transaction of the caller, after directory, guide and counters."""
    EventRule.objects.exclude(series__key__in=data.rules).delete()
    series = {one.key: one for one in EventSeries.objects.filter(key__in=data.rules)}
    for key, one in data.rules.items():
        weekday, clock = one.closes.split(" ")
        signs = [
            {code: words.replace("{n}", str(station.number)) for code, words in data.names.items()}
            for station in one.stations
        ]
        EventRule.objects.update_or_create(
            series=series[key],
            defaults={
                "opens_weeks_before": one.opens_weeks_before,
                "closes_on": WEEKDAYS.index(weekday),
                "closes_at": time.fromisoformat(clock),
                "reserve_percent": one.reserve_percent,
                "stations": [
                    {"name": sign, "entry": station.model_dump(mode="json")}
                    for sign, station in zip(signs, one.stations, strict=True)
                ],
            },
        )
