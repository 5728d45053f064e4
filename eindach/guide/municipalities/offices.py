"""Doors of municipalities, from the directory: town halls, their services, who advises, the way to the house."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from eindach.directory.hours import UsualHours, usual_hours
from eindach.directory.models import Location, Organization, Region, Service, ServiceAtLocation
from eindach.directory.travel import Pace, Way, estimate, travel_minutes

from .facts import OFFICE_HOURS, TO_HOUSE, Figure

QUARTER: Final = Decimal("0.25")
SHOWN: Final = (
    "languages", "service__key", "service__name", "service__organization__name", "service__organization__kind",
    "service__organization__phone", "service__organization__email", "location__key", "location__name",
    "location__municipality_id", "location__street", "location__postal_code", "location__city",
    "location__latitude", "location__longitude", "location__step_free", "location__sample",
)  # fmt: skip


@dataclass(frozen=True)
class Offices:
    """Of one municipality. `doors`: places where it works for its residents itself, the one with most services first ·
    `others`: services of other bodies in the same town."""

    at: tuple[ServiceAtLocation, ...] = ()

    @property
    def own(self) -> list[ServiceAtLocation]:
        return [one for one in self.at if one.service.organization.kind == Organization.Kind.MUNICIPALITY]

    @property
    def services(self) -> list[Service]:
        """Of the municipality itself, each once."""
        return list({one.service_id: one.service for one in self.own}.values())

    @property
    def doors(self) -> list[Location]:
        counted: dict[str, int] = defaultdict(int)
        places = {one.location.key: one.location for one in self.own}
        for one in self.own:
            counted[one.location.key] += 1
        return sorted(places.values(), key=lambda place: (-counted[place.key], place.key))

    @property
    def others(self) -> list[Service]:
        mine = {service.pk for service in self.services}
        return list({one.service_id: one.service for one in self.at if one.service_id not in mine}.values())

    @property
    def organization(self) -> Organization | None:
        return self.own[0].service.organization if self.own else None


def offices_of(towns: Iterable[str] | None = None) -> dict[str, Offices]:
    """AGS -> what is still offered there; of these municipalities, or of all, then without what other bodies do. Three
    queries."""
    rows = ServiceAtLocation.objects.filter(location__municipality__isnull=False)
    rows = rows.exclude(service__status=Service.Status.DEFUNCT)
    if towns is None:
        rows = rows.filter(service__organization__kind=Organization.Kind.MUNICIPALITY)
    else:
        rows = rows.filter(location__municipality__in=list(towns))
    rows = rows.select_related("service__organization", "location").only(*SHOWN)
    rows = rows.order_by("service__key", "location__key")
    found: dict[str, list[ServiceAtLocation]] = defaultdict(list)
    for one in rows.prefetch_related("location__schedules", "location__schedule_exceptions"):
        found[str(one.location.municipality_id)].append(one)
    return defaultdict(Offices, {ags: Offices(tuple(there)) for ags, there in found.items()})


def week_of(door: Location, here: Region, today: date) -> UsualHours:
    """The usual week of a door, from rows at hand."""
    general = [rule for rule in door.schedules.all() if rule.service_at_location_id is None]
    return usual_hours(general, today, state=here.state)


def ways_to_house(doors: dict[str, Location], here: Region) -> dict[str, Way]:
    """AGS -> the way from its first door to the house of the region, however long; one query."""
    house = here.help_location
    if house is None:
        return {}
    known = travel_minutes([house, *doors.values()], here)
    pace = Pace(here.walking_kmh, here.transit_kmh, here.transit_wait_minutes, here.detour)
    there = (house.latitude, house.longitude)
    return {
        ags: Way(0, "foot")
        if door == house
        else known.get((door.pk, house.pk)) or estimate((door.latitude, door.longitude), there, pace)
        for ags, door in doors.items()
    }


def way_figure(way: Way | None) -> Figure:
    if way is None:
        return Figure(TO_HOUSE)
    return Figure(TO_HOUSE, Decimal(way.minutes), _("estimated from the distance"), sample=False)


def hours_figure(doors: Sequence[Location], here: Region, today: date) -> Figure:
    """Hours a week of the first door."""
    if not doors:
        return Figure(OFFICE_HOURS)
    week = week_of(doors[0], here, today).week
    minutes = sum(
        (row.last - row.first + 1)
        * ((span.closes.hour - span.opens.hour) * 60 + span.closes.minute - span.opens.minute)
        for row in week
        for span in row.spans
    )
    if not minutes:
        return Figure(OFFICE_HOURS)
    hours = (Decimal(minutes) / 60).quantize(QUARTER)
    return Figure(OFFICE_HOURS, hours, _("opening hours in this directory"), sample=doors[0].sample)


def first_doors(offices: dict[str, Offices]) -> dict[str, Location]:
    return {ags: there.doors[0] for ags, there in offices.items() if there.doors}
