"""The words by which services and places are found, in all languages; written when a region is loaded."""

from collections.abc import Iterable
from operator import attrgetter
from uuid import UUID

from django.db import connection

from eindach.directory.models import Location, SearchWord, Service
from eindach.guide import folding

LONGEST = 80
NAME, TERM, KEYWORD, BODY, TEXT = 5, 4, 3, 2, 1
"""Weights: a word of a name counts more than one of a description."""


COPY = "COPY directory_searchword (service_id, location_id, word, weight) FROM STDIN"
"""Ten languages are 17,000 rows: a third of the time of as many inserted ones."""


def write_words() -> None:
    """All of them anew, inside a transaction of the caller, after services and matters are written."""
    SearchWord.objects.all().delete()
    services = Service.objects.select_related("organization").prefetch_related("matters", "required_documents")
    found: list[tuple[UUID | None, UUID | None, str, int]] = []
    for service in services:
        found += ((service.pk, None, word, weight) for word, weight in _of_service(service).items())
    for location in Location.objects.select_related("municipality"):
        found += ((None, location.pk, word, weight) for word, weight in _of_location(location).items())
    with connection.cursor() as cursor, cursor.copy(COPY) as rows:  # meanwhile the connection answers nothing else
        for row in found:
            rows.write_row(row)


def _of_service(service: Service) -> dict[str, int]:
    """With the words of its matters: people search for what they want, not for the office's name of it."""
    matters = list(service.matters.all())
    papers = list(service.required_documents.all())
    return _weighed(
        [
            (TEXT, map(attrgetter("name"), papers)),
            (TEXT, [service.description, *map(attrgetter("summary"), matters)]),
            (BODY, [service.organization.name, service.organization.short_name]),
            (KEYWORD, map(attrgetter("keywords"), matters)),
            (TERM, map(attrgetter("official_term"), matters)),
            (NAME, [service.name, *map(attrgetter("name"), matters)]),
        ]
    )


def _of_location(location: Location) -> dict[str, int]:
    town = location.municipality.name if location.municipality else ""
    return _weighed(
        [(TERM, [location.name, location.short_name]), (NAME, [town, location.city]), (BODY, [location.postal_code])]
    )


def _weighed(texts: Iterable[tuple[int, Iterable[object]]]) -> dict[str, int]:
    """Each word once, with the heaviest of its weights."""
    weighed: dict[str, int] = {}
    for weight, several in texts:
        for text in several:
            for version in folding.versions(text):
                for word in folding.words(version):
                    weighed[word[:LONGEST]] = max(weight, weighed.get(word[:LONGEST], 0))
    return weighed
