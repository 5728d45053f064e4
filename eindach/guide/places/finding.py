"""Every place that serves a need, best fit first. Nothing is hidden: what does not fit stands below and says why."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from eindach.directory import hours as rules
from eindach.directory import queries
from eindach.directory.hours import OpenState
from eindach.directory.memory import Memory
from eindach.directory.models import (
    Municipality,
    Organization,
    Region,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
)
from eindach.directory.travel import great_circle_km
from eindach.guide import folding
from eindach.guide.matching import Hit, match
from eindach.guide.models import Matter

from .wishes import Wishes

SERIOUSNESS = {"gone": 64, "paused": 32, "residents": 32, "language": 8, "steps": 8, "steps-unknown": 4, "women": 4,
               "children": 4, "children-unknown": 2, "closed": 2, "elsewhere": 1}  # fmt: skip
"""How much a wish weighs that is not met: an office that may not help at all stands last."""
IN_PASSING = 16
"""The same for a place that holds the words with less than half the weight of the best."""
OF_THE_QUESTION = 0.5
"""A place that holds less of the question than this share of what the best one holds is an answer to another one."""
JUDGED = (
    "pk", "languages", "service_id", "service__key", "service__status", "service__for_women",
    "service__with_children", "service__organization__kind", "location_id", "location__key",
    "location__municipality_id", "location__city", "location__latitude", "location__longitude", "location__step_free",
)  # fmt: skip
SHOWN = (
    "languages", "service__key", "service__name", "service__for_women", "service__with_children",
    "service__organization__name", "location__name", "location__street", "location__postal_code", "location__city",
    "location__step_free",
)  # fmt: skip


@dataclass(frozen=True)
class Miss:
    """A wish that is not met: a word of SERIOUSNESS; `detail` as its sentence needs it (language, towns)."""

    kind: str
    detail: Any = None


class Row(NamedTuple):
    """What is judged of a service at a location, in the order of JUDGED. Of all there are, so no rows of models: these
    would take longer to make than all the rest."""

    pk: UUID
    languages: list[str]
    service_id: UUID
    service: str
    status: str
    for_women: bool
    with_children: bool | None
    body: str
    location_id: UUID
    location: str
    town: str | None
    city: str
    latitude: float
    longitude: float
    step_free: bool | None


@dataclass(frozen=True)
class Place:
    """A service at a location. `score`: how well the words fit · `words`: those of its own that did, and that what it
    shows does not hold · `kilometres`: from the town one lives in · `at` and `state`: of those that are shown."""

    row: Row
    score: float = 0.0
    words: tuple[str, ...] = ()
    misses: tuple[Miss, ...] = ()
    kilometres: float = 0.0
    at: ServiceAtLocation | None = None
    state: OpenState | None = None

    @property
    def content(self) -> Hashable:
        """All that its card depends on besides the region and the language."""
        misses = tuple((miss.kind, str(miss.detail)) for miss in self.misses)
        return self.row.pk, misses, self.kilometres, self.state, self.words

    @property
    def fits(self) -> bool:
        return not self.misses

    @property
    def fits_there(self) -> bool:
        """Would it fit somebody who lives where it is?"""
        return all(miss.kind in ("residents", "elsewhere") for miss in self.misses)


@dataclass(frozen=True)
class Found:
    """`alike`: some words nobody has as typed, these have words spelled alike · `unheard`: words nobody has at all."""

    places: list[Place]
    alike: bool = False
    unheard: tuple[str, ...] = ()


def find(wishes: Wishes, towns: Mapping[str, Municipality], here: Region, now: datetime, kept: Memory) -> Found:
    """All places that serve the need, sorted by fit; their texts come with `whole`. Places, hours and words are kept;
    what is spelled alike is searched for in the database."""
    rows = kept.rows(("judged places", wishes.need), partial(_rows, wishes.need))
    limited = _residents_only(rows)
    matched = match(wishes.words, kept) if wishes.words else None
    needs = kept.rows("needs of services", _needs)
    hits: dict[UUID, Hit] = {}
    if matched:
        met = ((row, matched.of((row.service_id, row.location_id, *needs.get(row.service_id, ())))) for row in rows)
        hits = {row.pk: hit for row, hit in met if hit}
    enough = OF_THE_QUESTION * max((hit.coverage for hit in hits.values()), default=0)
    hits = {pk: hit for pk, hit in hits.items() if hit.coverage >= enough}
    judged = [
        _judged(_place(row, hits.get(row.pk)), wishes, limited.get(row.service_id, frozenset()), towns)
        for row in rows
        if matched is None or row.pk in hits
    ]
    if wishes.open_now:
        judged = _closed_too(judged, here, now, kept)
    best = max((place.score for place in judged), default=0)
    places = sorted(judged, key=lambda place: _rank(place, best))
    return Found(places, matched.alike, matched.unheard) if matched else Found(places)


def _place(row: Row, hit: Hit | None) -> Place:
    return Place(row, hit.score, hit.shown) if hit else Place(row)


def _needs() -> dict[UUID, tuple[str, ...]]:
    """Of each service, what people come for."""
    found: dict[UUID, tuple[str, ...]] = {}
    for service, need in Matter.services.through.objects.values_list("service", "matter__key"):
        found[service] = (*found.get(service, ()), need)
    return found


def whole(places: Sequence[Place], here: Region, now: datetime, kept: Memory) -> list[Place]:
    """The same with everything a page says, and whether each is open: that looks months ahead."""
    told = kept.rows("shown places", _shown)
    known: dict[tuple[UUID, UUID | None], OpenState] = {}
    found = []
    for place, at in ((place, told[place.row.pk]) for place in places if place.row.pk in told):
        door = at.location_id, at.pk if queries.own_hours(at) else None
        if door not in known:
            known[door] = queries.open_at(at, now, here)
        card = f"{at.service} {at.service.organization} {at.location} {at.location.city}"
        found.append(replace(place, at=at, state=known[door], words=folding.not_in(place.words, card)))
    return found


def _shown() -> dict[UUID, ServiceAtLocation]:
    rows = ServiceAtLocation.objects.select_related("service__organization", "location").only(*SHOWN)
    return rows.prefetch_related("location__schedules", "location__schedule_exceptions").in_bulk()


def _rows(need: str) -> list[Row]:
    rows = ServiceAtLocation.objects.all()
    kind, _, key = need.partition(".")
    if key:
        column = "matters__topic__key" if kind == "topic" else "matters__key"
        rows = rows.filter(service__in=Service.objects.filter(**{column: key}))
    return [Row(*row) for row in rows.order_by("service__key", "location__key").values_list(*JUDGED)]


def _residents_only(rows: Iterable[Row]) -> dict[UUID, frozenset[str]]:
    """As directory's `residents_only`, from rows at hand."""
    found: dict[UUID, frozenset[str]] = {}
    for row in rows:
        if row.body == Organization.Kind.MUNICIPALITY and row.town:
            found[row.service_id] = found.get(row.service_id, frozenset()) | {row.town}
    return found


def _rank(place: Place, best: float) -> tuple[bool, int, float, float, str, str]:
    """What fits, then by what is lost; a place that has the words only in passing is further from the need than one
    where nobody speaks the language."""
    lost = sum(SERIOUSNESS[miss.kind] for miss in place.misses)
    lost += IN_PASSING if place.score * 2 < best else 0
    return not place.fits, lost, -place.score, round(place.kilometres, 1), place.row.service, place.row.location


def _judged(place: Place, wishes: Wishes, residents: frozenset[str], towns: Mapping[str, Municipality]) -> Place:
    row = place.row
    unmet = [
        (row.status == Service.Status.DEFUNCT, "gone"),
        (row.status == Service.Status.PAUSED, "paused"),
        (bool(wishes.language) and wishes.language not in row.languages, "language"),
        (wishes.step_free and row.step_free is False, "steps"),
        (wishes.step_free and row.step_free is None, "steps-unknown"),
        (wishes.for_women and not row.for_women, "women"),
        (wishes.with_children and row.with_children is False, "children"),
        (wishes.with_children and row.with_children is None, "children-unknown"),
    ]
    misses = [Miss(kind, wishes.language if kind == "language" else None) for is_unmet, kind in unmet if is_unmet]
    town, kilometres = wishes.town, 0.0
    if town and row.town != town.ags:
        kilometres = great_circle_km((town.latitude, town.longitude), (row.latitude, row.longitude))
        if residents and town.ags not in residents:
            misses.insert(0, Miss("residents", [towns[ags].name for ags in sorted(residents) if ags in towns]))
        else:
            misses.append(Miss("elsewhere", row.city))
    return replace(place, misses=tuple(misses), kilometres=kilometres)


def _closed_too(places: Sequence[Place], here: Region, now: datetime, kept: Memory) -> list[Place]:
    """Most services are open when their door is: each door is looked at once."""
    local = timezone.localtime(now, here.zone)
    hours, differing = kept.rows("hours", _hours)

    @cache
    def is_open(whose: UUID, door: UUID) -> bool:
        return rules.is_open(hours.get(whose, ()), differing.get(door, ()), local, state=here.state)

    return [
        place
        if is_open(place.row.pk if place.row.pk in hours else place.row.location_id, place.row.location_id)
        else replace(place, misses=(*place.misses, Miss("closed")))
        for place in places
    ]


def _hours() -> tuple[dict[UUID, list[Schedule]], dict[UUID, list[ScheduleException]]]:
    """Rules of each door, or of a service that has its own at one; days that differ at each door."""
    hours: dict[UUID, list[Schedule]] = defaultdict(list)
    for rule in Schedule.objects.all():
        hours[rule.service_at_location_id or rule.location_id].append(rule)
    differing: dict[UUID, list[ScheduleException]] = defaultdict(list)
    for one in ScheduleException.objects.all():
        differing[one.location_id].append(one)
    return dict(hours), dict(differing)
