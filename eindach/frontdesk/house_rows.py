"""What is in the rows of a house today, read in five statements as the program. No names, no matters in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import FilteredRelation, Max, Min, OuterRef, Q, Subquery, Value
from django.utils import timezone

from eindach.booking.models import Counter
from eindach.booking.opening_rules import midnight
from eindach.directory.queries import region
from eindach.guide.models import Matter

from .models import AT_A_DESK, Desk, Remedy, Step, Stop
from .places import Place, place

CALLS_LOOKED_AT: Final = 40
ABSENT: Final = timedelta(minutes=15)
"""So long after a partner was said not to come its station still counts: new routes may send people elsewhere."""
_IN_ORDER = ("waiting_since", "planned_at", "visit__number", "id")
_STOP: Final = (
    "id", "visit_id", "counter_id", "organization_id", "service_id", "matter_id", "desk_id", "status", "planned_at",
    "promised", "minutes", "waiting_since", "urgent", "begun_at", "calls", "visit__letter", "visit__number",
    "visit__arrived_at", "visit__away_since", "visit__left_at", "visit__window_start", "visit__waits_since",
    "proposed",
)  # fmt: skip
_CALL: Final = ("id", "at", "visit_id", "visit__letter", "visit__number", "counter_id", "desk__number", "stop__status")


class CounterRow(NamedTuple):
    """`opens`: an opening of today that is still to come; `closes`: the end of the last one. None: there is none.
    `day_ends`: of a station, when its event day does; None: it is none, or its partner does not come."""

    organization: UUID
    services: frozenset[UUID]
    names: Any
    desks: int
    opens: datetime | None
    closes: datetime | None
    is_station: bool
    day_ends: datetime | None

    def place(self, desk: int | None) -> Place:
        return place(self.names, desk or 0 if self.desks > 1 else 0)


@dataclass(frozen=True)
class Rows:
    """Of one house on one day. `stops` and `calls` are rows with the names in _STOP and _CALL; calls: latest first."""

    now: datetime
    counters: dict[int, CounterRow]
    desks: tuple[Desk, ...]
    stops: tuple[Any, ...]
    calls: tuple[Any, ...]
    after: dict[int, frozenset[int]]

    def able(self, stop: Any) -> tuple[int, ...]:
        """The counters that could settle it at all (queue.py: services, organization)."""
        return self._able.get((stop.organization_id, stop.service_id), ())

    @cached_property
    def _able(self) -> dict[tuple[UUID, UUID], tuple[int, ...]]:
        found: dict[tuple[UUID, UUID], tuple[int, ...]] = {}
        for pk, one in self.counters.items():
            for service in one.services:
                key = one.organization, service
                found[key] = (*found.get(key, ()), pk)
        return found


def read(location: UUID, *, now: datetime) -> Rows:
    here = region()
    day = timezone.localdate(now, here.zone)
    proposed = Subquery(Remedy._base_manager.filter(stop=OuterRef("pk"), answer="").values("pk"))
    stops = Stop._base_manager.filter(visit__location=location, visit__day=day, visit__cancelled_at=None)
    stops = stops.annotate(proposed=proposed)
    shown = (*AT_A_DESK, Stop.Status.DONE, Stop.Status.PASSED_ON)  # who was called back from a slip, or missed, is not
    calls = Step._base_manager.filter(
        location=location,
        day=day,
        act__in=(Step.Act.CALLED, Step.Act.CALLED_AGAIN),
        stop__status__in=shown,
    )
    desks = Desk._base_manager.filter(counter__location=location, closed_at=None).order_by("counter", "number")
    return Rows(
        now=now,
        counters=_counters(location, now, midnight(day + timedelta(days=1), here)),
        desks=tuple(desks),
        stops=tuple(stops.order_by(*_IN_ORDER).values_list(*_STOP, named=True)),
        calls=tuple(calls.order_by("-id").values_list(*_CALL, named=True)[:CALLS_LOOKED_AT]),
        after=_after(),
    )


def _counters(location: UUID, now: datetime, until: datetime) -> dict[int, CounterRow]:
    today = Q(calendar__openings__during__overlap=(now, until))
    rows = Counter.objects.filter(location=location).annotate(
        open_today=FilteredRelation("calendar__openings", condition=today),
        settles=ArrayAgg(
            "calendar__services", distinct=True, filter=Q(calendar__services__isnull=False), default=Value([])
        ),
        opens=Min("open_today__during__startswith", filter=Q(open_today__during__startswith__gt=now)),
        closes=Max("open_today__during__endswith"),
    )
    columns = ("id", "organization_id", "settles", "name", "station__desks", "opens", "closes")
    found = rows.values_list(*columns, "station__absent_since", "station__event_day__during")
    return {
        pk: CounterRow(
            org, frozenset(services), name, desks or 1, opens, closes, bool(during), _end(during, absent, now)
        )
        for pk, org, services, name, desks, opens, closes, absent, during in found
    }


def _end(during: Any, absent_since: datetime | None, now: datetime) -> datetime | None:
    is_gone = absent_since is not None and absent_since <= now - ABSENT
    return None if is_gone or not during else during.upper


def _after() -> dict[int, frozenset[int]]:
    """Matter -> what has to be settled before it."""
    found: dict[int, frozenset[int]] = {}
    for matter, first in Matter.after.through.objects.values_list("from_matter_id", "to_matter_id"):
        found[matter] = found.get(matter, frozenset()) | {first}
    return found
