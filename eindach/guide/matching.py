"""Which services, places and needs are meant by the words somebody typed, in whatever language and spelling.

Each word is looked for by its sound: whole, as a beginning, inflected, in a compound; only what is none of these is
looked for among the words spelled alike (trigrams, in the database). A word that few things hold says more than one
that many hold, so "doctor for child" is a question for a doctor. Nobody has to hold all words, but who holds more
stands first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise, takewhile
from math import log
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from eindach.directory.memory import Memory
from eindach.directory.models import SearchWord, Service
from eindach.guide import folding
from eindach.guide.small_words import SMALL_WORDS

Owner = UUID | str
"""A service or a location by its id, a need by its key."""
WHOLE, BEGINNING, INFLECTED, INSIDE, ALIKE = 1.0, 0.8, 0.6, 0.4, 0.7
"""How sure one word is the other: whole, its beginning, another ending, part of a compound, spelled alike (at most)."""
STEM = 0.62
"""Share of the longer word that two inflected forms have in common at their beginning; at least four letters."""
NEARNESS = 0.36
"""Share of trigrams two spellings have in common to be one word ("anmleden" and "anmelden" have 0.38)."""
IN_SHORT_WORDS, LETTERS, SHORT = 0.15, 0.74, 6
"""One wrong letter leaves a short word few trigrams: those of about its length are compared letter by letter (difflib's
ratio, three of four)."""
NEARLY = 0.8
"""Of several words spelled alike, those count that are at least nearly as near as the nearest."""


SPELLED_LIKE = """
SELECT DISTINCT asked, word, similarity(asked, word) FROM unnest(%s::text[]) AS asked, directory_searchword
WHERE similarity(asked, word) >= %s ORDER BY asked, word
"""
SPELLED_ALIKE = SPELLED_LIKE.replace("WHERE", "WHERE asked %% word AND")
SHORT_LIKE = SPELLED_LIKE.replace("WHERE", "WHERE length(word) BETWEEN length(asked) - 1 AND length(asked) + 1 AND")


class Holder(NamedTuple):
    """Who holds a word: how heavy it is there, and how it is written."""

    owner: Owner
    weight: int
    shown: str


@dataclass(frozen=True)
class Vocabulary:
    """All words of the region. `beginnings`: first three letters -> words · `subjects`: needs, and services that are
    their own need."""

    holders: Mapping[str, Sequence[Holder]]
    beginnings: Mapping[str, Sequence[str]]
    subjects: frozenset[Owner]


class Fit(NamedTuple):
    """How well an owner holds one word of the question; `shown`: by which word of its own."""

    score: float
    shown: str


@dataclass(frozen=True)
class Hit:
    """`score`: how well all words fit · `coverage` (0 to 1): how much of the question is held · `shown`: by which."""

    score: float
    coverage: float
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Matched:
    """`held`: of each word, who holds it how well · `rarities`: what each says · `unheard`: words nobody has, as typed
    · `alike`: some are only spelled alike."""

    held: tuple[Mapping[Owner, Fit], ...]
    rarities: tuple[float, ...]
    unheard: tuple[str, ...] = ()
    alike: bool = False

    def of(self, owners: Iterable[Owner]) -> Hit | None:
        """Of whatever has these owners' words together: a service, its needs, its location. None: holds no word."""
        owners = tuple(owners)
        fits = [max((one for one in map(held.get, owners) if one), default=None) for held in self.held]
        parts = [(fit, rarity) for fit, rarity in zip(fits, self.rarities, strict=True) if fit]
        if not parts:
            return None
        coverage = sum(rarity for _, rarity in parts) / sum(self.rarities)
        score = coverage * sum(fit.score * rarity for fit, rarity in parts)
        return Hit(score, coverage, tuple(dict.fromkeys(fit.shown for fit, _ in parts)))


def match(typed: Sequence[str], kept: Memory) -> Matched:
    """`typed`: the words of a question. At most two statements, none where every word is known."""
    known = kept.rows("search words", _vocabulary)
    asked = {folding.sound(word): word for word in typed if folding.sound(word)}
    words = [word for word in asked if word not in SMALL_WORDS] or list(asked)
    found = {word: _sure(word, known) for word in words}
    _join(words, found, known)
    unsure = [word for word in words if not any(sure >= INFLECTED * STEM for sure in found[word].values())]
    near = _alike(unsure, known)
    for word, spellings in near.items():
        nearest = max(spellings.values(), default=0)
        found[word] = {**spellings, **{other: sure for other, sure in found[word].items() if sure >= nearest}}
    held = {word: _holding(spellings, known) for word, spellings in found.items()}
    heard = [word for word in words if held[word]]
    return Matched(
        tuple(held[word] for word in heard),
        tuple(_rarity(held[word], known) for word in heard),
        tuple(asked[word] for word in words if not held[word]),
        any(near[word] and not (found[word].keys() - near[word].keys()) for word in unsure),
    )


def _vocabulary() -> Vocabulary:
    holders: dict[str, list[Holder]] = defaultdict(list)
    columns = ("service", "location", "need", "word", "weight", "shown")
    for service, location, need, word, weight, shown in SearchWord.objects.order_by().values_list(*columns):
        holders[word].append(Holder(service or location or need, weight, shown))
    beginnings: dict[str, list[str]] = defaultdict(list)
    for word in holders:
        beginnings[word[:3]].append(word)
    needs = {one.owner for several in holders.values() for one in several if isinstance(one.owner, str)}
    alone = Service.objects.filter(matters=None).values_list("pk", flat=True)
    return Vocabulary(holders, beginnings, frozenset({*needs, *alone}))


def _sure(word: str, known: Vocabulary) -> dict[str, float]:
    """Known words this one surely is, or is part of -> how sure."""
    found = {}
    size = len(word)
    for other in known.holders:
        if other.startswith(word):
            found[other] = WHOLE if other == word else BEGINNING * (0.5 + 0.5 * size / len(other))
        elif size > 3 and word in other:
            found[other] = INSIDE * (0.5 + 0.5 * size / len(other))
        elif len(other) > 3 and other in word:
            found[other] = (INFLECTED if word.startswith(other) else INSIDE) * len(other) / size
    if any(other.startswith(word) for other in found):
        return found
    for other in known.beginnings.get(word[:3], ()):
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
        if other not in found and same > 3 and same >= STEM * max(size, len(other)):
            found[other] = INFLECTED * same / max(size, len(other))
    return found


def _join(words: Sequence[str], found: dict[str, dict[str, float]], known: Vocabulary) -> None:
    """ "Kinder Garten" is Kindergarten, "مهد کودک" is مهدکودک: who holds the two as one holds both."""
    for first, second in pairwise(words):
        whole = folding.sound(first + second)
        for other in known.beginnings.get(whole[:3], ()):
            if other.startswith(whole):
                for word in (first, second):
                    found[word][other] = max(WHOLE * len(whole) / len(other), found[word].get(other, 0))


def _alike(words: Sequence[str], known: Vocabulary) -> dict[str, dict[str, float]]:
    """For words nobody surely has: those spelled alike -> how sure."""
    near = _spelled(words, SPELLED_ALIKE, NEARNESS)
    short = [word for word in words if not near[word] and 3 < len(word) <= SHORT]
    for word, others in _spelled(short, SHORT_LIKE, IN_SHORT_WORDS).items():
        near[word] = dict.fromkeys(get_close_matches(word, others, n=3, cutoff=LETTERS), LETTERS)
    return {
        word: {other: ALIKE * share for other, share in shares.items() if share >= NEARLY * max(shares.values())}
        for word, shares in near.items()
    }


def _spelled(words: Sequence[str], statement: str, nearness: float) -> dict[str, dict[str, float]]:
    """Known words that share at least this part of their trigrams -> how much."""
    found: dict[str, dict[str, float]] = {word: {} for word in words}
    if words:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(words), nearness])
            for word, other, share in cursor.fetchall():
                found[word][other] = share
    return found


def _holding(spellings: Mapping[str, float], known: Vocabulary) -> dict[Owner, Fit]:
    held: dict[Owner, Fit] = {}
    for word, sure in spellings.items():
        for owner, weight, shown in known.holders[word]:
            if (score := sure * weight) > held.get(owner, (0, ""))[0]:
                held[owner] = Fit(score, shown)
    return held


def _rarity(held: Mapping[Owner, Fit], known: Vocabulary) -> float:
    """What a word says: less, the more subjects hold it."""
    best = max(held.values()).score
    well = sum(owner in known.subjects and fit.score * 2 >= best for owner, fit in held.items())
    return log(1 + len(known.subjects) / max(1, well))
