"""Reading the guide: topics, matters with their papers and places, search in all languages at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from eindach.directory.memory import Memory
from eindach.directory.models import RequiredDocument, Service, ServiceAtLocation
from eindach.directory.queries import residents_only
from eindach.guide import folding
from eindach.guide.matching import match
from eindach.guide.models import Matter, Topic

MOST_WORDS = 8
"""Of a question; whoever pastes a letter has said what it is about by then."""
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


@dataclass(frozen=True)
class Answer:
    """What somebody may have meant: a matter, or a service that settles none for an appointment. `words`: by which it
    was found, where its row does not say them."""

    subject: Matter | Service
    words: tuple[str, ...] = ()

    @property
    def is_matter(self) -> bool:
        return isinstance(self.subject, Matter)


@dataclass(frozen=True)
class Answers:
    """`alike` and `unheard` as `Matched` says them."""

    found: list[Answer]
    alike: bool = False
    unheard: tuple[str, ...] = ()


def search(text: str, kept: Memory, *, limit: int = 20) -> Answers:
    """The best first, in all languages at once: who reads Arabic may have a German letter in hand."""
    if not (typed := folding.typed(text)[:MOST_WORDS]):
        return Answers([])
    matched = match(typed, kept)
    shelf = kept.rows("subjects", _subjects)
    hits = [(hit, one) for one in shelf if (hit := matched.of([one.key if isinstance(one, Matter) else one.pk]))]
    enough = max((hit.coverage for hit, _ in hits), default=0) / 2
    best = sorted((pair for pair in hits if pair[0].coverage >= enough), key=lambda pair: -pair[0].score)
    found = [Answer(one, folding.not_in(hit.shown, _row_of(one))) for hit, one in best[:limit]]
    return Answers(found, matched.alike, matched.unheard)


def _row_of(one: Matter | Service) -> str:
    return f"{one} {one.official_term}" if isinstance(one, Matter) else f"{one} {one.organization}"


def _subjects() -> list[Matter | Service]:
    """Matters in their order, then the services that settle none."""
    services = Service.objects.exclude(status=Service.Status.DEFUNCT).filter(matters=None)
    return [*Matter.objects.select_related("topic"), *services.select_related("organization").order_by("key")]


def _sorting(text: str) -> str:
    return " ".join(folding.words(text))
