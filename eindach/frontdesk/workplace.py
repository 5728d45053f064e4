"""The expert's workplace: who is at the desk or next, why, with what; the queue beside it, and how the day went.

Read as the program, for a desk whose counter the acting user may work at (access.py). Of other offices it tells times
and signs, never matters; names it does not know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Avg, Count, F, Q
from django.utils.translation import gettext as _

from eindach.directory.models import RequiredDocument
from eindach.guide.models import Matter

from .calling import UNDO
from .desks import at_desk
from .expecting import LATE_MINUTES
from .models import AT_A_DESK, Desk, Step, Stop, Visit
from .places import Place, place
from .queue import EXPECTED, Waiting, queue_of, today
from .why import URGENT_WORDS, clock, rank_of, waited, why

S: Final = Stop.Status
LINES_SHOWN: Final = 9


@dataclass(frozen=True)
class Line:
    """A row of the queue, with the matter in words. `waits`: minutes."""

    waiting: Waiting
    matter: Matter
    waits: int
    is_next: bool

    @property
    def urgent(self) -> str:
        """The reason, in words."""
        return str(URGENT_WORDS[Stop.Urgent(self.waiting.urgent)]) if self.waiting.urgent else ""


@dataclass(frozen=True)
class Paper:
    """What they should have with them; `got`: they got it at a counter of this house today."""

    document: RequiredDocument
    got: bool


@dataclass(frozen=True)
class Leg:
    """One stop of the way today. `state`: done | now | next | missed. `matter` and `at` of our own office; of others
    the time and the sign only."""

    state: str
    at: datetime | None
    place: Place | None
    matter: Matter | None


@dataclass(frozen=True)
class Subject:
    """Who is at the desk, or would be called next. `why` in sentences; `word`: from the counter that passed them on."""

    stop: Stop
    why: tuple[str, ...]
    papers: tuple[Paper, ...]
    way: tuple[Leg, ...]
    sent_by: Place | None

    @property
    def visit(self) -> Visit:
        return self.stop.visit


@dataclass(frozen=True)
class Last:
    """What was done last at this desk and can still be taken back until then."""

    step: Step
    until: datetime

    @property
    def ticket(self) -> str:
        return self.step.visit.ticket if self.step.visit else ""


@dataclass(frozen=True)
class Figures:
    """Of the counter today; `minutes`: the mean of a visit at it."""

    done: int
    missed: int
    minutes: int


@dataclass(frozen=True)
class Workplace:
    """`state`: paused | called | serving | next (somebody can be called) | idle."""

    desk: Desk
    place: Place
    state: str
    subject: Subject | None
    queue: tuple[Line, ...]
    here: int
    figures: Figures
    last: Last | None
    expected_at: datetime | None

    @property
    def visits(self) -> list[UUID]:
        """Of everybody at this counter or waiting for it."""
        mine = [self.subject.visit.pk] if self.subject else []
        return list(dict.fromkeys([*mine, *(line.waiting.visit for line in self.queue)]))


def look(desk: Desk, *, now: datetime) -> Workplace:
    """Everything the page shows. As the program."""
    lines = [line for line in queue_of(desk.counter, now=now) if not _stays_away(line, now)]
    present = at_desk(desk)
    first = next((line for line in lines if line.can_be_called), None)
    subject = _present(present, now) if present else _coming(first, now) if first and not desk.paused_at else None
    return Workplace(
        desk=desk,
        place=place(desk.counter.name, desk.number if desk.number > 1 else 0),
        state=_state(desk, present, first),
        subject=subject,
        queue=_lines(lines, first, now),
        here=sum(line.is_here for line in lines),
        figures=_figures(desk, now),
        last=_last(desk, now),
        expected_at=next((line.planned_at for line in lines if line.rank == EXPECTED and line.planned_at), None),
    )


def _stays_away(line: Waiting, now: datetime) -> bool:
    """Overdue for so long that nobody counts on them any more; when they come after all, they stand there again."""
    due = None if line.is_here else line.planned_at
    return due is not None and due + timedelta(minutes=LATE_MINUTES) <= now


def _state(desk: Desk, present: Stop | None, first: Waiting | None) -> str:
    if desk.paused_at:
        return "paused"
    if present:
        return present.status
    return "next" if first else "idle"


def _present(stop: Stop, now: datetime) -> Subject:
    called = stop.begun_at or stop.since
    promised = stop.planned_at if stop.promised else None
    rank = rank_of(promised, stop.urgent, called)
    said = why(rank, planned_at=promised, since=stop.waiting_since, urgent=stop.urgent, now=called)
    return _subject(stop, said, now)


def _coming(line: Waiting, now: datetime) -> Subject:
    said = why(line.rank, planned_at=line.planned_at, since=line.waiting_since, urgent=line.urgent, now=now)
    stops = Stop._base_manager.select_related("visit", "matter", "service")
    return _subject(stops.get(pk=line.stop), said, now)


def _subject(stop: Stop, said: str, now: datetime) -> Subject:
    stops = Stop._base_manager.filter(visit=stop.visit_id).exclude(status__in=(S.MOVED, S.LEFT))
    rows = sorted(stops.select_related("matter", "counter"), key=_in_time)
    sender = stop.passed_from.counter if stop.passed_from else None
    return Subject(
        stop=stop,
        why=(said, *_afterwards(stop, rows, now)),
        papers=_papers(stop, rows),
        way=tuple(_leg(one, stop) for one in rows),
        sent_by=place(sender.name) if sender else None,
    )


def _in_time(stop: Stop) -> tuple[int, float]:
    rank = 0 if stop.ended_at else 1 if stop.status in AT_A_DESK else 2
    return rank, (stop.ended_at or stop.planned_at or stop.since).timestamp()


def _afterwards(stop: Stop, rows: Sequence[Stop], now: datetime) -> list[str]:
    """Where they are promised next: the hour and the sign, without what is done there."""
    coming = [one for one in rows if one.pk != stop.pk and one.status == S.WAITING and one.promised]
    return [
        (_("Then at %(time)s: %(place)s.") if one.planned_at > now else _("Then %(place)s, promised for %(time)s."))
        % {"time": clock(one.planned_at), "place": place(one.counter.name).sign}
        for one in coming[:1]
        if one.planned_at and one.counter
    ]


def _papers(stop: Stop, rows: Sequence[Stop]) -> tuple[Paper, ...]:
    got = {key for one in rows if one.status == S.DONE for key in one.matter.gives}
    return tuple(Paper(one, one.key in got) for one in stop.service.required_documents.all())


def _leg(one: Stop, mine: Stop) -> Leg:
    states = {S.WAITING: "next", S.CALLED: "now", S.SERVING: "now", S.NOSHOW: "missed"}
    is_ours = one.organization_id == mine.organization_id
    promised = one.planned_at if one.promised else None
    return Leg(
        state="now" if one.pk == mine.pk else states.get(S(one.status), "done"),
        at=one.begun_at or promised,
        place=place(one.counter.name) if one.counter else None,
        matter=one.matter if is_ours else None,
    )


def _lines(lines: Sequence[Waiting], first: Waiting | None, now: datetime) -> tuple[Line, ...]:
    matters: Mapping[int, Matter] = Matter.objects.in_bulk({line.matter_id for line in lines[:LINES_SHOWN]})
    return tuple(
        Line(one, matters[one.matter_id], waited(one.waiting_since, now), one is first) for one in lines[:LINES_SHOWN]
    )


def _figures(desk: Desk, now: datetime) -> Figures:
    stops = Stop._base_manager.filter(counter=desk.counter_id, visit__day=today(now))
    done = Q(status__in=(S.DONE, S.PASSED_ON))
    found: dict[str, Any] = stops.aggregate(
        done=Count("pk", filter=done),
        missed=Count("pk", filter=Q(status=S.NOSHOW)),
        mean=Avg(F("ended_at") - F("begun_at"), filter=done),
    )
    mean = found["mean"]
    return Figures(found["done"], found["missed"], round(mean.total_seconds() / 60) if mean else 0)


def _last(desk: Desk, now: datetime) -> Last | None:
    """The last step at this desk, if a minute has not passed and it is none that undid another."""
    steps = Step._base_manager.select_related("visit").filter(desk=desk, stop__isnull=False)
    step = steps.order_by("-id").first()
    if step is None or step.act == Step.Act.UNDONE or not step.before or now > step.at + UNDO:
        return None
    return Last(step, step.at + UNDO)
