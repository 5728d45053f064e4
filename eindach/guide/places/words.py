"""The words by which services, places and needs are found, in all languages; written when a region is loaded.

A service needs no words of its matters: whoever finds a matter finds its services (`guide/matching.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from eindach.directory.models import Location, SearchWord, Service
from eindach.guide import folding
from eindach.guide.models import Matter

LONGEST = 80
NAME, TERM, KEYWORD, BODY, TEXT = 5, 4, 4, 2, 1
"""Weights: a word of a name counts more than one of a description."""


class Owner(NamedTuple):
    """One of the three is said."""

    service: UUID | None = None
    location: UUID | None = None
    need: str = ""


COPY = "COPY directory_searchword (service_id, location_id, need, word, shown, weight, is_given) FROM STDIN"
"""A third of the time of as many inserted rows."""


def write_words() -> None:
    """All that are derived from texts anew, inside a transaction of the caller, after services and matters."""
    SearchWord.objects.filter(is_given=False).delete()
    services = Service.objects.select_related("organization").prefetch_related("required_documents")
    _write(_rows(((Owner(service=one.pk), _of_service(one)) for one in services), is_given=False))
    places = Location.objects.select_related("municipality")
    _write(_rows(((Owner(location=one.pk), _of_location(one)) for one in places), is_given=False))
    matters = Matter.objects.select_related("topic")
    _write(_rows(((Owner(need=one.key), _of_matter(one)) for one in matters), is_given=False))


def write_given(words: Mapping[str, Sequence[str]]) -> None:
    """Those of a region's files: key of a matter or a service -> words, several in a line, with commas."""
    SearchWord.objects.filter(is_given=True).delete()
    matters = set(Matter.objects.values_list("key", flat=True))
    services: dict[str, UUID] = dict(Service.objects.values_list("key", "pk"))
    owners = {**{key: Owner(service=pk) for key, pk in services.items()}, **{key: Owner(need=key) for key in matters}}
    given = ((owners[key], _weighed([(KEYWORD, lines)])) for key, lines in words.items() if key in owners)
    _write(_rows(given, is_given=True))


Weighed = dict[str, tuple[int, str]]
"""Word by its sound -> weight, and how it is written."""


def _of_service(service: Service) -> Weighed:
    return _weighed(
        [
            (TEXT, [*map(attrgetter("name"), service.required_documents.all()), service.description]),
            (BODY, [service.organization.name, service.organization.short_name]),
            (NAME, [service.name]),
        ]
    )


def _of_matter(matter: Matter) -> Weighed:
    """People search for what they want, not for the office's name of it."""
    return _weighed(
        [
            (TEXT, [matter.summary, matter.topic.name]),
            (KEYWORD, [matter.keywords]),
            (TERM, [matter.official_term]),
            (NAME, [matter.name, matter.short_name]),
        ]
    )


def _of_location(location: Location) -> Weighed:
    town = location.municipality.name if location.municipality else ""
    return _weighed(
        [(BODY, [location.postal_code]), (TERM, [location.name, location.short_name]), (NAME, [town, location.city])]
    )


def _weighed(texts: Iterable[tuple[int, Iterable[object]]]) -> Weighed:
    """Each word once, with the heaviest of its weights; the lightest texts come first."""
    weighed: Weighed = {}
    for weight, several in texts:
        for word in (word for text in several for version in folding.versions(text) for word in folding.typed(version)):
            sound = folding.sound(word)[:LONGEST]
            if sound and weight > weighed.get(sound, (0, ""))[0]:
                weighed[sound] = weight, word[:LONGEST]
    return weighed


def _rows(words: Iterable[tuple[Owner, Weighed]], *, is_given: bool) -> Iterator[tuple[object, ...]]:
    for owner, weighed in words:
        for word, (weight, shown) in weighed.items():
            yield *owner, word, shown, weight, is_given


def _write(rows: Iterable[tuple[object, ...]]) -> None:
    ready = list(rows)  # while it copies, the connection answers nothing else
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in ready:
            copy.write_row(row)
