"""The ground every search stands on: places, matters and counters, kept in memory as long as they are true.

Directory data changes a few times a day and is read sixty times a second: the process keeps it as long as its revision
stays (directory/memory.py), and a search reads one row in 0.2 ms instead of 13 tables in 16 ms. Free time is never
kept: it is read for every search.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from eindach.directory.memory import memory
from eindach.directory.models import Municipality, Region, Service
from eindach.directory.queries import region, residents_only
from eindach.directory.travel import travel_minutes
from eindach.guide.models import Matter, Step
from eindach.guide.municipalities.contacts import contact_services

from .models import Calendar
from .plans import Ways


@dataclass(frozen=True)
class Ground:
    """Shared by all threads of a process: to be read only. `settled_by`: by which services that are offered now ·
    `contacts`: services of fixed contact persons · `papers`: keys of what each service asks
    for · `giving`: of what each matter gives.
    """

    region: Region
    matters: dict[str, Matter]
    matters_by_id: dict[int, Matter]
    services: dict[UUID, Service]
    settled_by: dict[int, tuple[Service, ...]]
    first: dict[int, tuple[str, ...]]
    calendars: dict[int, Calendar]
    serving: dict[UUID, frozenset[int]]
    residents: dict[UUID, frozenset[str]]
    contacts: frozenset[UUID]
    papers: dict[UUID, frozenset[str]]
    giving: dict[int, frozenset[str]]
    municipalities: frozenset[str]
    ways: Ways

    def services_for(self, matter: Matter, municipality: str) -> list[Service]:
        """The services that settle a matter for somebody who lives there (empty: not said)."""
        return [
            service
            for service in self.settled_by[matter.pk]
            if not municipality or municipality in self.residents.get(service.pk, {municipality})
        ]

    def contacts_for(self, municipality: str) -> tuple[set[tuple[UUID, int]], set[tuple[UUID, int]]]:
        """(service, calendar) of fixed contact persons, for somebody who lives there: of their own municipality, and
        where it has one, those elsewhere."""
        mine, of_others = set[tuple[UUID, int]](), set[tuple[UUID, int]]()
        for service in self.contacts if municipality else ():
            serving = self.serving.get(service, frozenset())
            own = {one for one in serving if self.calendars[one].counter.location.municipality_id == municipality}
            mine |= {(service, one) for one in own}
            of_others |= {(service, other) for other in serving - own} if own else set()
        return mine, of_others


def ground() -> Ground:
    """The present ground; Region.DoesNotExist before a region is loaded."""
    return memory().rows("ground", _read)


def _read() -> Ground:
    here = region()
    services = {service.pk: service for service in Service.objects.prefetch_related("required_documents")}
    offered = Prefetch("services", Service.objects.filter(status=Service.Status.ACTIVE).only("pk"))
    matters = list(Matter.objects.prefetch_related(offered, "after"))
    calendars = {
        calendar.pk: calendar
        for calendar in Calendar.objects.select_related("counter__location", "counter__organization")
    }
    serving: dict[UUID, set[int]] = defaultdict(set)
    for calendar, service in Calendar.services.through.objects.values_list("calendar_id", "service_id"):
        serving[service].add(calendar)
    places = {calendar.counter.location_id: calendar.counter.location for calendar in calendars.values()}
    return Ground(
        region=here,
        matters={matter.key: matter for matter in matters},
        matters_by_id={matter.pk: matter for matter in matters},
        services=services,
        settled_by={
            matter.pk: tuple(services[one.pk] for one in matter.services.all() if one.pk in services)
            for matter in matters
        },
        first={matter.pk: tuple(first.key for first in matter.after.all()) for matter in matters},
        calendars=calendars,
        serving={service: frozenset(of) for service, of in serving.items()},
        residents=residents_only(list(services.values())),
        contacts=contact_services(),
        papers={
            pk: frozenset(paper.key for paper in service.required_documents.all()) for pk, service in services.items()
        },
        giving=_giving(matters),
        municipalities=frozenset(Municipality.objects.values_list("pk", flat=True)),
        ways=travel_minutes(list(places.values()), here),
    )


def _giving(matters: list[Matter]) -> dict[int, frozenset[str]]:
    """Papers one has after a matter, at the counter or later: by the matter itself, and by steps that it settles."""
    found = {matter.pk: set(matter.gives) for matter in matters}
    for matter, papers in Step.objects.exclude(matter=None).values_list("matter", "gives"):
        found[matter] |= set(papers)
    return {matter: frozenset(papers) for matter, papers in found.items()}
