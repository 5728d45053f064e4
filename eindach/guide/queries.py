"""Reading the guide: topics, matters with their papers and places, search in all languages at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import Prefetch

from eindach.directory.models import RequiredDocument, Service, ServiceAtLocation
from eindach.directory.queries import residents_only
from eindach.guide import folding
from eindach.guide.models import Matter, Topic

NEAR = 0.78
"""How alike two words must be to count as a slip of the finger (difflib's ratio): "Konnto" finds "Konto"."""


SHOWN_AT = (
    "languages", "service_id", "location__key", "location__name", "location__street", "location__postal_code",
    "location__city", "location__step_free",
)  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """One heading of the A–Z list."""

    letter: str
    matters: list[Matter]


@dataclass(frozen=True)
class Place:
    """Where a matter is settled: the body, one of its locations, the languages spoken there."""

    service: Service
    at: ServiceAtLocation


@dataclass(frozen=True)
class MatterDetails:
    """A matter with everything its page says; papers and fees each once, whoever asks for them.

    `where_you_live`: several municipalities settle it, each for its own residents · `is_closed`: all who settle it are,
    for now; it cannot be booked.
    """

    matter: Matter
    papers: list[RequiredDocument]
    fees: list[str]
    places: list[Place]
    where_you_live: bool
    is_closed: bool


def topics_with_matters() -> list[Topic]:
    """All topics in order, `matters` at hand. Two queries."""
    return list(Topic.objects.prefetch_related("matters"))


def alphabet(matters: Iterable[Matter]) -> list[Letter]:
    """By the first letter of the name in the active language, accents folded; the Arabic article does not count."""
    groups: dict[str, list[Matter]] = defaultdict(list)
    for matter in sorted(matters, key=lambda one: _sorting(str(one))):
        groups[_sorting(str(matter))[:1].upper()].append(matter)
    return [Letter(letter, found) for letter, found in groups.items()]


def details(key: str) -> MatterDetails:
    """Matter.DoesNotExist for an unknown key. Six queries, however many services."""
    places = ServiceAtLocation.objects.select_related("location").order_by("location__key").only(*SHOWN_AT)
    offered = Service.objects.exclude(status=Service.Status.DEFUNCT).only("key", "fees", "status", "organization__name")
    services = offered.select_related("organization").prefetch_related(
        "required_documents", Prefetch("at_locations", queryset=places)
    )
    matter = (
        Matter.objects.select_related("topic")
        .defer("short_name", "keywords", "topic__summary")
        .prefetch_related("after", Prefetch("services", queryset=services))
        .get(key=key)
    )
    found = list(matter.services.all())
    papers = {paper.key: paper for service in found for paper in service.required_documents.all()}
    return MatterDetails(
        matter,
        sorted(papers.values(), key=lambda paper: (paper.position, paper.key)),
        list(dict.fromkeys(str(service.fees) for service in found if str(service.fees))),
        [Place(service, at) for service in sorted(found, key=_is_paused) for at in service.at_locations.all()],
        len({ags for service_ags in residents_only(found).values() for ags in service_ags}) > 1,
        all(map(_is_paused, found)),
    )


def _is_paused(service: Service) -> bool:
    """What is closed for now stands last."""
    return service.status == Service.Status.PAUSED


def search(text: str, *, limit: int = 20) -> list[Matter]:
    """Matters whose name, official term, summary or other words hold every word of `text` (or begin with it).

    All languages at once: who reads Arabic may have a German letter in hand. Accents, umlauts and their spellings
    with e, Arabic vowel signs and articles are folded. If nothing holds the words, the nearest spelling counts.
    """
    words = folding.words(text)
    if not words:
        return []
    shelf = [(matter, _index(matter)) for matter in Matter.objects.select_related("topic")]
    found = _ranked(words, shelf)
    if not found:
        known = sorted({word for _, index in shelf for word in index})
        nearest = [get_close_matches(word, known, n=1, cutoff=NEAR) for word in words]
        if all(nearest):
            found = _ranked([near[0] for near in nearest], shelf)
    return found[:limit]


def _ranked(words: list[str], shelf: list[tuple[Matter, dict[str, int]]]) -> list[Matter]:
    scored = []
    for matter, index in shelf:
        scores = [_score(word, index) for word in words]
        if all(scores):
            scored.append((sum(scores), matter))
    return [matter for _, matter in sorted(scored, key=lambda pair: (-pair[0], pair[1].position, pair[1].key))]


def _score(word: str, index: dict[str, int]) -> int:
    """Names before keywords. 0: not there."""
    return max((folding.score(word, known, weight) for known, weight in index.items()), default=0)


def _index(matter: Matter) -> dict[str, int]:
    """Every folded word of a matter with its weight."""
    index: dict[str, int] = {}
    for weight, text in ((1, matter.summary), (3, matter.keywords), (4, matter.official_term), (5, matter.name)):
        for version in folding.versions(text):
            index.update({word: max(weight, index.get(word, 0)) for word in folding.words(version)})
    return index


def _sorting(text: str) -> str:
    return " ".join(folding.words(text))
