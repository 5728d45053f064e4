"""Ask the house for an interpreter, answer, take back. Whoever is present decides; the first yes counts.

Done as the program, for whom access is decided before: the asker's desk (access.py), the desk or front desk that is
asked (`asked_at`, `asked_in`).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Func, QuerySet, Value

from ..faults import NotNow
from ..models import OPEN, Desk, InterpreterRequest, Stop
from ..queue import today
from ..telling import tell_house
from .here import spoken_at, spoken_with


def ask(*, desk: Desk, stop: Stop, language: str, now: datetime) -> InterpreterRequest:
    """Everybody in the house who speaks it is asked. Asked before for the same, that one. NotNow: the stop is over or
    at another desk, the visitor does not speak this language, or another desk has asked."""
    with transaction.atomic():
        locked = Stop._base_manager.select_for_update(of=("self",)).select_related("visit").get(pk=stop.pk)
        if locked.status not in OPEN or locked.desk_id not in (None, desk.pk) or desk.closed_at:
            raise NotNow
        if language not in spoken_with(locked.visit):
            raise NotNow
        known = of_stop(locked)
        if known and (known.desk_id, known.language) == (desk.pk, language):
            return known
        try:
            with transaction.atomic():
                made = InterpreterRequest._base_manager.create(stop=locked, desk=desk, language=language, asked_at=now)
        except IntegrityError as fault:
            raise NotNow from fault
        tell_house(locked.visit.location_id)
        return made


def take_back(request: InterpreterRequest, *, now: datetime) -> None:
    """Nobody is needed any more. NotNow when it is over already."""
    _swap(request, {}, ended_at=now)


def come(request: InterpreterRequest, *, user: UUID, desk: Desk | None, now: datetime) -> None:
    """They say: I come; from their desk, or from the front desk. Twice is as good as once. NotNow: it was taken back,
    or somebody else comes."""
    present = InterpreterRequest._base_manager.get(pk=request.pk)
    if present.comes == user and present.ended_at is None:
        return
    _swap(request, {"comes": None}, comes=user, comes_from=desk, answered_at=now)


def cannot(request: InterpreterRequest, *, user: UUID, now: datetime) -> None:
    """They say: I cannot; also after they had said yes, then the others are asked again. NotNow when it is over."""
    with transaction.atomic():
        rows = InterpreterRequest._base_manager.select_for_update(of=("self",))
        present = rows.get(pk=request.pk)
        if user not in present.declined:
            added = Func(F("declined"), Value(user), function="array_append")
            _swap(request, {}, declined=added)
        if present.comes == user:
            _swap(request, {}, comes=None, comes_from=None, answered_at=None)


def of_stop(stop: Stop) -> InterpreterRequest | None:
    """The open one."""
    rows = InterpreterRequest._base_manager.select_related("desk", "comes_from__counter")
    return rows.filter(stop=stop, ended_at=None).first()


def asked_in(location: UUID, *, now: datetime) -> QuerySet[InterpreterRequest]:
    """Open requests of a house today, the oldest first."""
    rows = InterpreterRequest._base_manager.filter(ended_at=None, stop__visit__location=location)
    rows = rows.filter(stop__visit__day=today(now))
    return rows.select_related("stop__visit", "desk__counter", "comes_from__counter").order_by("asked_at")


def answers(location: UUID, *, now: datetime) -> tuple[object, ...]:
    """Something that is another whenever somebody asked, answered or took back."""
    rows = InterpreterRequest._base_manager.filter(ended_at=None, stop__visit__location=location)
    rows = rows.filter(stop__visit__day=today(now)).order_by("pk")
    return tuple(rows.values_list("pk", "comes", "declined"))


def asked_at(desk: Desk, *, now: datetime) -> Sequence[InterpreterRequest]:
    """Those that whoever works at this desk could help with: in a language spoken there."""
    spoken = spoken_at([desk], now=now)[desk.pk]
    return list(asked_in(desk.counter.location_id, now=now).filter(language__in=spoken).exclude(desk=desk))


def _swap(request: InterpreterRequest, expected: dict[str, object], **values: object) -> None:
    """Compare-and-swap of an open request; the house is told."""
    with transaction.atomic():
        rows = InterpreterRequest._base_manager.filter(pk=request.pk, ended_at=None, **expected)
        if not rows.update(**values):
            raise NotNow
        tell_house(request.stop.visit.location_id)
