"""Open, pause and close a desk."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from eindach.booking.models import Counter

from . import steps
from .faults import DeskTaken, NotNow
from .models import AT_A_DESK, Desk, Step, Stop


def open_desk(*, counter: Counter, user: UUID, now: datetime, number: int = 1, languages: Sequence[str] = ()) -> Desk:
    """Start to work at a place of a counter. Who works there already finds their desk as it was. DeskTaken when
    somebody else does, or when this user's desk at another counter is still open."""
    mine = Desk.objects.select_related("counter").filter(user=user, closed_at=None).first()
    if mine and (mine.counter_id, mine.number) == (counter.pk, number):
        return mine
    try:
        with transaction.atomic():
            desk = Desk.objects.create(
                counter=counter, number=number, user=user, languages=list(languages), opened_at=now
            )
            steps.of_desk(Step.Act.DESK_OPENED, desk, now=now)
            return desk
    except IntegrityError as fault:
        raise DeskTaken(mine) from fault


def take_over(*, counter: Counter, user: UUID, now: datetime, number: int = 1, languages: Sequence[str] = ()) -> Desk:
    """Go on at a desk that somebody left open: who is called or served there stays, and whoever sat there sits there no
    longer. Where nobody does, it is opened. DeskTaken when this user's desk at another counter is still open."""
    try:
        with transaction.atomic():
            rows = Desk.objects.select_for_update(of=("self",), no_key=True).select_related("counter")
            desk = rows.filter(counter=counter, number=number, closed_at=None).exclude(user=user).first()
            if desk is None:
                return open_desk(counter=counter, user=user, now=now, number=number, languages=languages)
            desk.user, desk.languages = user, list(languages)
            desk.save(update_fields=["user", "languages"])
            steps.of_desk(Step.Act.DESK_OPENED, desk, now=now)
            return desk
    except IntegrityError as fault:
        raise DeskTaken from fault


@transaction.atomic
def pause_desk(*, desk: Desk, why: str, back_at: datetime | None, now: datetime) -> None:
    """A break: nobody is called to it, and the forecast counts from `back_at`. NotNow while somebody is at the desk."""
    _refuse_with_visitor(desk)
    _swap(desk, {"paused_at": None}, {"paused_at": now, "paused_for": why, "back_at": back_at})
    steps.of_desk(Step.Act.DESK_PAUSED, desk, now=now)


@transaction.atomic
def resume_desk(*, desk: Desk, now: datetime) -> None:
    _swap(desk, {"paused_at__isnull": False}, {"paused_at": None, "paused_for": "", "back_at": None})
    steps.of_desk(Step.Act.DESK_BACK, desk, now=now)


@transaction.atomic
def close_desk(*, desk: Desk, now: datetime) -> None:
    """Leave. Who waits stays in the queue of the counter. NotNow while somebody is at the desk."""
    _refuse_with_visitor(desk)
    _swap(desk, {}, {"closed_at": now, "paused_at": None, "paused_for": "", "back_at": None})
    steps.of_desk(Step.Act.DESK_CLOSED, desk, now=now)


def lock_at_work(desk: Desk) -> None:
    """Until the transaction ends nobody closes it or begins a break. NotNow when that has happened."""
    row = _locked(desk)
    if row is None or row.paused_at:
        raise NotNow


def at_desk(desk: Desk) -> Stop | None:
    """Who is called to it or served at it."""
    stops = Stop._base_manager.select_related("visit", "matter", "service")
    return stops.filter(desk=desk, status__in=AT_A_DESK).first()


def _locked(desk: Desk) -> Desk | None:
    """While it is open. Rows that name the desk may still be written (FOR NO KEY UPDATE)."""
    return Desk._base_manager.select_for_update(no_key=True).filter(pk=desk.pk, closed_at=None).first()


def _refuse_with_visitor(desk: Desk) -> None:
    """Whoever is called to it at this moment holds the same lock."""
    if _locked(desk) is None or at_desk(desk):
        raise NotNow


def _swap(desk: Desk, expected: dict[str, object], values: dict[str, object]) -> None:
    if not Desk.objects.filter(pk=desk.pk, closed_at=None, **expected).update(**values):
        raise NotNow
    desk.refresh_from_db()
