"""Papers to bring: what every appointment asks for once on top, the rest where it is needed.

A paper one gets at an earlier appointment of the same plan is not to be brought: it is said where it comes from.
"""

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .plans import Planned


@dataclass(frozen=True)
class Paper:
    """In the active language. `got`: one gets it on the way, `note` says when."""

    key: str
    name: str
    note: str
    got: bool = False


@dataclass(frozen=True)
class Papers:
    """`always`: asked for by more than one appointment; `extra`: the others, one list per appointment, in order."""

    always: tuple[Paper, ...]
    extra: tuple[tuple[Paper, ...], ...]


def papers(appointments: Sequence[Planned]) -> Papers:
    """The papers of these appointments, which are in order of time."""
    asked = [_asked(planned, appointments[:number]) for number, planned in enumerate(appointments)]
    tally = Tally(paper.key for papers_of_one in asked for paper in papers_of_one if not paper.got)
    always = {paper.key: paper for one in asked for paper in one if tally[paper.key] > 1 and not paper.got}
    extra = tuple(tuple(paper for paper in one if paper.key not in always) for one in asked)
    return Papers(tuple(always.values()), extra)


def _asked(planned: Planned, before: Sequence[Planned]) -> list[Paper]:
    found = []
    for document in planned.service.required_documents.all():
        source = next((one for one in before if document.key in one.matter.gives), None)
        note = _where_from(source, planned) if source else str(document.note)
        found.append(Paper(document.key, str(document.name), note, source is not None))
    return found


def _day(moment: datetime) -> str:
    return date_format(moment, pgettext("date format of Django, like: 27 November", "j E"))


def _where_from(source: Planned, planned: Planned) -> str:
    values = {"time": time_format(source.start, "G:i"), "day": _day(source.start)}
    if source.start.date() == planned.start.date():
        return _("You get it at %(time)s.") % values
    return _("You get it on %(day)s at %(time)s.") % values
