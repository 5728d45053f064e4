"""Everything on the page of one municipality."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from eindach.directory.hours import OpenState, UsualHours, open_state
from eindach.directory.models import Location, Municipality, Region, Service, ServiceAtLocation
from eindach.directory.travel import Way
from eindach.guide.models import Matter, MunicipalityEvent, MunicipalityPage, MunicipalityPicture

from .facts import TOLD, Figure, figure
from .offices import Offices, first_doors, hours_figure, offices_of, ways_to_house, week_of


@dataclass(frozen=True)
class Door:
    """A place of the municipality: open now?, and its usual week."""

    location: Location
    state: OpenState
    hours: UsualHours


@dataclass(frozen=True)
class Advisor:
    """Who helps everybody who has just arrived here, by the name of the role. `at`: where; `matter`: what one books."""

    name: Any
    phone: str
    email: str
    at: ServiceAtLocation | None = None
    matter: Matter | None = None


@dataclass(frozen=True)
class TownPage:
    """`way`: from the town hall to the house; None where nobody knows."""

    row: MunicipalityPage
    figures: list[Figure]
    offices: Offices
    doors: list[Door]
    way: Way | None
    advisor: Advisor | None
    pictures: list[MunicipalityPicture]
    events: list[MunicipalityEvent]

    @property
    def town(self) -> Municipality:
        return self.row.municipality

    @property
    def others(self) -> list[Service]:
        """Of other bodies in this town, its contact person first."""
        return sorted(self.offices.others, key=lambda one: one.pk != self.row.advisor_service_id)

    @property
    def has_samples(self) -> bool:
        shown: Iterable[Any] = (*self.figures, *self.pictures, *self.events)
        return self.row.sample or any(one.sample for one in shown)


def row_of(key: str) -> MunicipalityPage:
    """MunicipalityPage.DoesNotExist for an unknown key."""
    return MunicipalityPage.objects.select_related("municipality", "advisor_service__organization").get(key=key)


def town_page(row: MunicipalityPage, here: Region, now: datetime) -> TownPage:
    """Nine queries, whatever stands on it."""
    today = timezone.localdate(now, here.zone)
    there = offices_of([row.municipality_id])[row.municipality_id]
    way = ways_to_house(first_doors({row.municipality_id: there}), here).get(row.municipality_id)
    told = {fact.kind: figure(fact) for fact in row.municipalityfacts.all()}
    return TownPage(
        row=row,
        figures=[
            *(told.get(kind, Figure(kind)) for kind in TOLD),
            hours_figure(there.doors, here, today),
        ],
        offices=there,
        doors=[Door(one, _state(one, here, now), week_of(one, here, today)) for one in there.doors],
        way=way,
        advisor=advisor_of(row, there),
        pictures=list(row.municipalitypictures.filter(shown=True).defer("content")),
        events=coming(row, here, now),
    )


def coming(row: MunicipalityPage, here: Region, now: datetime) -> list[MunicipalityEvent]:
    """What is on, and what comes."""
    today = timezone.localdate(now, here.zone)
    return list(row.municipalityevents.filter(shown=True, last_day__gte=today).select_related("location"))


def advisor_of(row: MunicipalityPage, there: Offices) -> Advisor | None:
    """None where a region has none; then the page names the help of the region."""
    service = row.advisor_service
    if service is None and not row.advisor:
        return None
    at = next((one for one in there.at if service and one.service_id == service.pk), None)
    is_offered = service is not None and service.status == Service.Status.ACTIVE  # else nobody is there to book with
    matter = service.matters.order_by("position", "key").first() if service and is_offered else None
    body = service.organization if service else None
    return Advisor(
        name=row.advisor or (service.name if service else ""),
        phone=row.advisor_phone or (body.phone if body else ""),
        email=row.advisor_email or (body.email if body else ""),
        at=at,
        matter=matter,
    )


def _state(door: Location, here: Region, now: datetime) -> OpenState:
    general = [rule for rule in door.schedules.all() if rule.service_at_location_id is None]
    exceptions = list(door.schedule_exceptions.all())
    return open_state(general, exceptions, timezone.localtime(now, here.zone), state=here.state)
