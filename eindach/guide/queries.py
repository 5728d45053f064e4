"""Reading the guide: topics, matters with their papers and places, search in all languages at once."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import Prefetch

from eindach.directory.models import RequiredDocument, Service, ServiceAtLocation
from eindach.directory.queries import residents_only
from eindach.guide.models import Matter, Topic

SPELLINGS = str.maketrans(
    {"ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": "", "ё": "е", "ґ": "г", "ł": "l", "ø": "o", "ı": "i"}
)
UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
NEAR = 0.78
"""How alike two words must be to count as a slip of the finger (difflib's ratio): "Konnto" finds "Konto"."""


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

    `where_you_live`: several municipalities settle it, each for its own residents.
    """

    matter: Matter
    papers: list[RequiredDocument]
    fees: list[str]
    places: list[Place]
    where_you_live: bool


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
    places = ServiceAtLocation.objects.select_related("location").order_by("location__key")
    services = Service.objects.select_related("organization").prefetch_related(
        "required_documents", Prefetch("at_locations", queryset=places)
    )
    matter = (
        Matter.objects.select_related("topic")
        .prefetch_related("after", Prefetch("services", queryset=services))
        .get(key=key)
    )
    found = list(matter.services.all())
    papers = {paper.key: paper for service in found for paper in service.required_documents.all()}
    return MatterDetails(
        matter,
        sorted(papers.values(), key=lambda paper: (paper.position, paper.key)),
        list(dict.fromkeys(str(service.fees) for service in found if str(service.fees))),
        [Place(service, at) for service in found for at in service.at_locations.all()],
        len({ags for service_ags in residents_only(found).values() for ags in service_ags}) > 1,
    )


def search(text: str, *, limit: int = 20) -> list[Matter]:
    """Matters whose name, official term, summary or other words hold every word of `text` (or begin with it).

    All languages at once: who reads Arabic may have a German letter in hand. Accents, umlauts and their spellings
    with e, Arabic vowel signs and articles are folded. If nothing holds the words, the nearest spelling counts.
    """
    words = _words(text)
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
    """Whole word before beginning before middle of a compound; names before keywords. 0: not there."""
    best = 0
    for known, weight in index.items():
        if known == word:
            best = max(best, 3 * weight)
        elif known.startswith(word):
            best = max(best, 2 * weight)
        elif len(word) > 3 and word in known:
            best = max(best, weight)
    return best


def _index(matter: Matter) -> dict[str, int]:
    """Every folded word of a matter with its weight."""
    index: dict[str, int] = {}
    for weight, text in ((1, matter.summary), (3, matter.keywords), (4, matter.official_term), (5, matter.name)):
        for version in _versions(text):
            index.update({word: max(weight, index.get(word, 0)) for word in _words(version)})
    return index


def _versions(text: object) -> list[str]:
    """A text in all its languages (LazyI18nString keeps them in `data`)."""
    data = getattr(text, "data", text)
    return [str(one) for one in data.values()] if isinstance(data, dict) else [str(data or "")]


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(SPELLINGS)
    letters = "".join(letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter))
    return [_plain(word) for word in letters.split()]


def _plain(word: str) -> str:
    for spelled, letter in UMLAUTS:
        word = word.replace(spelled, letter)
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _sorting(text: str) -> str:
    return " ".join(_words(text))
