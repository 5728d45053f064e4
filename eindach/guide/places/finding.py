"""Every place that serves a need, best fit first. Nothing is hidden: what does not fit stands below and says why."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from functools import cache, partial, reduce
from operator import or_
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q
from django.db.models.functions import Length
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
    SearchWord,
    Service,
    ServiceAtLocation,
)
from eindach.directory.travel import great_circle_km
from eindach.guide import folding

from .wishes import Wishes

SERIOUSNESS = {"gone": 64, "paused": 32, "residents": 32, "language": 8, "steps": 8, "steps-unknown": 4, "women": 4,
               "children": 4, "children-unknown": 2, "closed": 2, "elsewhere": 1}  # fmt: skip
"""How much a wish weighs that is not met: an office that may not help at all stands last."""
IN_PASSING = 16
"""The same for a place that holds the words with less than half the weight of the best."""
NEARNESS = 0.36
"""Share of trigrams two spellings have in common to be one word ("anmleden" and "anmelden" have 0.38)."""
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
IN_SHORT_WORDS = 0.2
"""The same for words of four letters with one that is wrong; many in Arabic and Tigrinya are that short."""
LETTERS = 0.74
"""Letters two short words have in common (difflib's ratio): three of four."""
Texts = Mapping[UUID, int]


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
    """A service at a location. `score`: how well the words fit · `kilometres`: from the town one lives in · `at` and
    `state`: of those that are shown."""

    row: Row
    score: int
    misses: tuple[Miss, ...] = ()
    kilometres: float = 0.0
    at: ServiceAtLocation | None = None
    state: OpenState | None = None

    @property
    def content(self) -> Hashable:
        """All that its card depends on besides the region and the language."""
        misses = tuple((miss.kind, str(miss.detail)) for miss in self.misses)
        return self.row.pk, misses, self.kilometres, self.state

    @property
    def fits(self) -> bool:
        return not self.misses

    @property
    def fits_there(self) -> bool:
        """Would it fit somebody who lives where it is?"""
        return all(miss.kind in ("residents", "elsewhere") for miss in self.misses)


@dataclass(frozen=True)
class Found:
    """`alike`: nothing holds the words as typed, these hold words spelled alike."""

    places: list[Place]
    alike: bool = False


def find(wishes: Wishes, towns: Mapping[str, Municipality], here: Region, now: datetime, kept: Memory) -> Found:
    """All places that serve the need, sorted by fit; their texts come with `whole`. Places and hours are kept; words
    are searched for in the database."""
    rows = kept.rows(("judged places", wishes.need), partial(_rows, wishes.need))
    scores, alike = _scores(wishes.words, rows)
    limited = _residents_only(rows)
    judged = [
        _judged(Place(row, scores[row.pk]), wishes, limited.get(row.service_id, frozenset()), towns)
        for row in rows
        if scores[row.pk] or not wishes.words
    ]
    if wishes.open_now:
        judged = _closed_too(judged, here, now, kept)
    best = max((place.score for place in judged), default=0)
    return Found(sorted(judged, key=lambda place: _rank(place, best)), alike)


def whole(places: Sequence[Place], here: Region, now: datetime, kept: Memory) -> list[Place]:
    """The same with everything a page says, and whether each is open: that looks months ahead."""
    told = kept.rows("shown places", _shown)
    known: dict[tuple[UUID, UUID | None], OpenState] = {}
    found = []
    for place, at in ((place, told[place.row.pk]) for place in places if place.row.pk in told):
        door = at.location_id, at.pk if queries.own_hours(at) else None
        if door not in known:
            known[door] = queries.open_at(at, now, here)
        found.append(replace(place, at=at, state=known[door]))
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


def _rank(place: Place, best: int) -> tuple[bool, int, int, float, str, str]:
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


def _scores(words: tuple[str, ...], rows: Sequence[Row]) -> tuple[dict[UUID, int], bool]:
    """How well the words fit each place (0: not), and whether only words spelled alike do."""
    found = _of_places(_held(words), rows)
    if words and not any(found.values()):
        nearest = tuple(filter(None, map(_nearest, words)))
        if len(nearest) == len(words) and nearest != words:
            found = _of_places(_held(nearest), rows)
            return found, any(found.values())
    return found, False


def _of_places(held: Sequence[Texts], rows: Sequence[Row]) -> dict[UUID, int]:
    """Every word must be held, by the service or by the place: "Anmeldung Jülich" asks for one of each."""
    scores = {row.pk: [_best(texts, row) for texts in held] for row in rows}
    return {key: sum(found) if found and all(found) else 0 for key, found in scores.items()}


def _best(texts: Texts, row: Row) -> int:
    return max(texts.get(row.service_id, 0), texts.get(row.location_id, 0))


def _held(words: tuple[str, ...]) -> Sequence[Texts]:
    """For each word: service or location -> how well it fits there. One query."""
    held: list[dict[UUID, int]] = [{} for _ in words]
    if not words:
        return []
    asked = reduce(or_, (Q(word__contains=word) if len(word) > 3 else Q(word__startswith=word) for word in words))
    for service, location, known, weight in (
        SearchWord.objects.order_by().filter(asked).values_list("service", "location", "word", "weight")
    ):
        for word, texts in zip(words, held, strict=True):
            owner = service or location
            texts[owner] = max(texts.get(owner, 0), folding.score(word, known, weight))
    return held


def _nearest(word: str) -> str | None:
    """The known word whose spelling is nearest, by trigrams in the database; itself where it is known. One wrong letter
    in the middle leaves a short word few of its trigrams: those of about its length are compared letter by letter."""
    alike = SearchWord.objects.filter(word__trigram_similar=word).annotate(near=TrigramSimilarity("word", word))
    found = alike.filter(near__gte=NEARNESS).order_by("-near", "word").values_list("word", flat=True).first()
    if found:
        return found
    short = SearchWord.objects.annotate(length=Length("word"), near=TrigramSimilarity("word", word))
    short = short.filter(length__gte=len(word) - 1, length__lte=len(word) + 1, near__gte=IN_SHORT_WORDS)
    letters = get_close_matches(word, sorted(set(short.values_list("word", flat=True))), n=1, cutoff=LETTERS)
    return letters[0] if letters else None
