"""Every place that serves a need, best fit first. Nothing is hidden: what does not fit stands below and says why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from eindach.directory import queries
from eindach.directory.hours import OpenState
from eindach.directory.models import Municipality, Region, SearchWord, Service, ServiceAtLocation
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
    "languages", "service__key", "service__status", "service__for_women", "service__with_children", "location__key",
    "location__municipality_id", "location__city", "location__latitude", "location__longitude", "location__step_free",
)  # fmt: skip
SHOWN = (
    *JUDGED, "service__name", "service__organization__name", "location__name", "location__street",
    "location__postal_code",
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


@dataclass(frozen=True)
class Place:
    """A service at a location. `score`: how well the words fit · `kilometres`: from the town one lives in."""

    at: ServiceAtLocation
    score: int
    misses: tuple[Miss, ...] = ()
    kilometres: float = 0.0
    state: OpenState | None = None

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


def find(wishes: Wishes, towns: Mapping[str, Municipality], here: Region, now: datetime) -> Found:
    """All places that serve the need, sorted by fit. Nine queries at most, however many places and wishes. Their texts
    are not read yet: `whole` does for those that are shown."""
    rows = list(_rows(wishes.need, with_hours=wishes.open_now))
    scores, alike = _scores(wishes.words, rows)
    limited = queries.residents_only([row.service for row in rows])
    judged = [
        _judged(Place(row, scores[row.pk]), wishes, limited.get(row.service_id, frozenset()), towns)
        for row in rows
        if scores[row.pk] or not wishes.words
    ]
    if wishes.open_now:
        judged = [_closed_too(place, here, now) for place in judged]
    best = max((place.score for place in judged), default=0)
    return Found(sorted(judged, key=lambda place: _rank(place, best)), alike)


def whole(places: Sequence[Place]) -> list[Place]:
    """The same with everything a page says. Three queries."""
    rows = ServiceAtLocation.objects.select_related("service__organization", "location").only(*SHOWN)
    rows = rows.prefetch_related("location__schedules", "location__schedule_exceptions")
    told = rows.in_bulk([place.at.pk for place in places])
    return [replace(place, at=told[place.at.pk]) for place in places if place.at.pk in told]


def with_states(places: Iterable[Place], here: Region, now: datetime) -> list[Place]:
    """With whether each is open. It looks months ahead, so a page asks it for what it shows."""
    known: dict[tuple[UUID, UUID | None], OpenState] = {}
    told = []
    for place in places:
        own = place.at.pk if queries.own_hours(place.at) else None
        state = known.get((place.at.location_id, own)) or queries.open_at(place.at, now, here)
        known[place.at.location_id, own] = state
        told.append(replace(place, state=state))
    return told


def _rows(need: str, *, with_hours: bool) -> QuerySet[ServiceAtLocation]:
    """What is judged of each: texts in ten languages would cost more than all the rest."""
    rows = ServiceAtLocation.objects.select_related("service", "location").only(*JUDGED)
    if with_hours:
        rows = rows.prefetch_related("location__schedules", "location__schedule_exceptions")
    kind, _, key = need.partition(".")
    if key:
        column = "matters__topic__key" if kind == "topic" else "matters__key"
        rows = rows.filter(service__in=Service.objects.filter(**{column: key}))
    return rows.order_by("service__key", "location__key")


def _rank(place: Place, best: int) -> tuple[bool, int, int, float, str, str]:
    """What fits, then by what is lost; a place that has the words only in passing is further from the need than one
    where nobody speaks the language."""
    lost = sum(SERIOUSNESS[miss.kind] for miss in place.misses)
    lost += IN_PASSING if place.score * 2 < best else 0
    return not place.fits, lost, -place.score, round(place.kilometres, 1), place.at.service.key, place.at.location.key


def _judged(place: Place, wishes: Wishes, residents: frozenset[str], towns: Mapping[str, Municipality]) -> Place:
    at, service, step_free = place.at, place.at.service, place.at.location.step_free
    unmet: list[tuple[bool, Miss]] = [
        (service.status == Service.Status.DEFUNCT, Miss("gone")),
        (service.status == Service.Status.PAUSED, Miss("paused")),
        (bool(wishes.language) and wishes.language not in at.languages, Miss("language", wishes.language)),
        (wishes.step_free and step_free is False, Miss("steps")),
        (wishes.step_free and step_free is None, Miss("steps-unknown")),
        (wishes.for_women and not service.for_women, Miss("women")),
        (wishes.with_children and service.with_children is False, Miss("children")),
        (wishes.with_children and service.with_children is None, Miss("children-unknown")),
    ]
    misses = [miss for is_unmet, miss in unmet if is_unmet]
    town, kilometres = wishes.town, 0.0
    if town and at.location.municipality_id != town.ags:
        kilometres = great_circle_km((town.latitude, town.longitude), (at.location.latitude, at.location.longitude))
        if residents and town.ags not in residents:
            misses.insert(0, Miss("residents", [towns[ags].name for ags in sorted(residents) if ags in towns]))
        else:
            misses.append(Miss("elsewhere", at.location.city))
    return replace(place, misses=tuple(misses), kilometres=kilometres)


def _closed_too(place: Place, here: Region, now: datetime) -> Place:
    if queries.is_open_at(place.at, now, here):
        return place
    return replace(place, misses=(*place.misses, Miss("closed")))


def _scores(words: tuple[str, ...], rows: list[ServiceAtLocation]) -> tuple[dict[UUID, int], bool]:
    """How well the words fit each place (0: not), and whether only words spelled alike do."""
    found = _of_places(_held(words), rows)
    if words and not any(found.values()):
        nearest = tuple(filter(None, map(_nearest, words)))
        if len(nearest) == len(words) and nearest != words:
            found = _of_places(_held(nearest), rows)
            return found, any(found.values())
    return found, False


def _of_places(held: Sequence[Texts], rows: list[ServiceAtLocation]) -> dict[UUID, int]:
    """Every word must be held, by the service or by the place: "Anmeldung Jülich" asks for one of each."""
    scores = {row.pk: [_best(texts, row) for texts in held] for row in rows}
    return {key: sum(found) if found and all(found) else 0 for key, found in scores.items()}


def _best(texts: Texts, row: ServiceAtLocation) -> int:
    return max(texts.get(row.service_id, 0), texts.get(row.location_id, 0))


def _held(words: tuple[str, ...]) -> Sequence[Texts]:
    """For each word: service or location -> how well it fits there. One query."""
    held: list[dict[UUID, int]] = [{} for _ in words]
    if not words:
        return []
    asked = reduce(or_, (Q(word__contains=word) if len(word) > 3 else Q(word__startswith=word) for word in words))
    for service, location, known, weight in SearchWord.objects.filter(asked).values_list(
        "service", "location", "word", "weight"
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
