"""Papers to bring: what every appointment asks for once on top, the rest where it is needed."""

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from eindach.directory.models import RequiredDocument

from .plans import Planned


@dataclass(frozen=True)
class Papers:
    """`always`: asked for by more than one appointment; `extra`: the others, one list per appointment, in order."""

    always: tuple[RequiredDocument, ...]
    extra: tuple[tuple[RequiredDocument, ...], ...]


def papers(appointments: Sequence[Planned]) -> Papers:
    """The papers of these appointments; one query."""
    prefetch_related_objects([planned.service for planned in appointments], "required_documents")
    asked = [list(planned.service.required_documents.all()) for planned in appointments]
    tally = Tally(paper.key for papers_of_one in asked for paper in papers_of_one)
    common = {key for key, count in tally.items() if count > 1}
    always = {paper.key: paper for papers_of_one in asked for paper in papers_of_one if paper.key in common}
    extra = tuple(tuple(paper for paper in one if paper.key not in common) for one in asked)
    return Papers(tuple(always.values()), extra)
