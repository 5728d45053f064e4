"""The way of a visit through the house: what is done, what is now, what comes next; and the papers it still takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from i18nfield.strings import LazyI18nString

from eindach.directory.models import RequiredDocument
from eindach.guide.models import Matter

from .models import AT_A_DESK, Stop, Visit
from .places import Place, place

S = Stop.Status
_WORD = {S.WAITING: "next", S.CALLED: "now", S.SERVING: "now", S.NOSHOW: "missed"}


@dataclass(frozen=True)
class Floor:
    """One stop. `state`: done | now | next | missed; `at`: when it began, or is promised; `place`: where, if known."""

    state: str
    matter: Matter
    office: LazyI18nString
    minutes: int
    at: datetime | None
    place: Place | None
    documents: tuple[RequiredDocument, ...]


def floors(visit: Visit, starts: Mapping[UUID, int]) -> list[Floor]:
    """In the order in which they happen, or will (`starts`: House.starts). What moved to another day is left out."""
    stops = Stop._base_manager.filter(visit=visit).exclude(status__in=(S.WISHED, S.MOVED, S.LEFT))
    rows = stops.select_related("matter", "organization", "counter").prefetch_related("service__required_documents")
    return [_floor(one) for one in sorted(rows, key=lambda one: _order(one, starts))]


def to_bring(route: Sequence[Floor]) -> list[RequiredDocument]:
    """Papers of what is still to come, each once; none that is got on the way."""
    got = {key for one in route for key in one.matter.gives}
    papers = {paper.key: paper for one in route if one.state in ("now", "next") for paper in one.documents}
    return [paper for key, paper in papers.items() if key not in got]


def _order(stop: Stop, starts: Mapping[UUID, int]) -> tuple[int, float, str]:
    rank = 0 if stop.ended_at else 1 if stop.status in AT_A_DESK else 2
    known = (stop.ended_at or stop.planned_at or stop.since).timestamp()
    return rank, starts.get(stop.pk, known / 60), str(stop.pk)


def _floor(stop: Stop) -> Floor:
    promised = stop.planned_at if stop.promised else None
    return Floor(
        state=_WORD.get(S(stop.status), "done"),
        matter=stop.matter,
        office=stop.organization.short_name,
        minutes=stop.minutes,
        at=stop.begun_at or (promised if stop.status == S.WAITING else None),
        place=place(stop.counter.name) if stop.counter else None,
        documents=tuple(stop.service.required_documents.all()),
    )
