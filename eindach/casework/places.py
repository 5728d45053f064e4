"""What every member of staff finds: offices, counters and matters by name, and the page of an office. Nobody's data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from eindach.booking.models import Calendar, Counter
from eindach.directory.models import Location, Organization
from eindach.guide.models import Matter

from .ordering import natural

MOST_FOUND: Final = 8
SHORTEST_SEARCH: Final = 2
Row = TypeVar("Row", Organization, Counter, Matter)


@dataclass(frozen=True)
class Places:
    """What is called so."""

    offices: Sequence[Organization] = ()
    counters: Sequence[Counter] = ()
    matters: Sequence[Matter] = ()

    def __bool__(self) -> bool:
        return bool(self.offices or self.counters or self.matters)


def find(words: str) -> Places:
    """By every word, in any language and without accents; at most MOST_FOUND of a kind."""
    asked = words.split()
    if len("".join(asked)) < SHORTEST_SEARCH:
        return Places()
    counters = Counter.objects.select_related("organization", "location")
    return Places(
        offices=_named(Organization.objects.all(), asked, "name", "short_name", "key"),
        counters=_named(counters, asked, "name", "key", "organization__short_name", "location__short_name"),
        matters=_named(Matter.objects.all(), asked, "name", "short_name", "official_term"),
    )


def _named(rows: QuerySet[Row], words: list[str], *columns: str) -> list[Row]:
    for word in words:
        one = Q()
        for column in columns:
            one |= Q(**{f"{column}__unaccent__icontains": word})
        rows = rows.filter(one)
    return sorted(rows, key=lambda row: natural(row.key))[:MOST_FOUND]


@dataclass(frozen=True)
class Served:
    """A counter with its matters; `opens`: when its next hours begin, or began; None: it has none."""

    counter: Counter
    matters: Sequence[Matter]
    opens: datetime | None


@dataclass(frozen=True)
class Office:
    """An organization with its counters, house by house."""

    organization: Organization
    houses: Sequence[tuple[Location, Sequence[Served]]]


def office(key: str, now: datetime) -> Office | None:
    """None when there is none of this key."""
    organization = Organization.objects.filter(key=key).first()
    if organization is None:
        return None
    calendars = (
        Calendar.objects.filter(counter__organization=organization)
        .annotate(opens=Min("openings__during__startswith", filter=Q(openings__during__endswith__gt=now)))
        .select_related("counter__location")
        .prefetch_related("services__matters")
    )
    houses: dict[UUID, tuple[Location, list[Served]]] = {}
    for one in sorted(calendars, key=lambda one: (one.counter.location.key, natural(one.counter.key))):
        matters = {matter.pk: matter for service in one.services.all() for matter in service.matters.all()}
        _place, served = houses.setdefault(one.counter.location_id, (one.counter.location, []))
        served.append(Served(one.counter, list(matters.values()), one.opens))
    return Office(organization, list(houses.values()))
