"""Write down what happened, and tell whoever looks at the house. Called inside the transaction of the act."""

from datetime import datetime
from typing import Any
from uuid import UUID

from .models import Desk, Step, Stop, Visit
from .queue import today
from .telling import tell_house

KEPT = (
    "status", "since", "waiting_since", "desk_id", "counter_id", "calls", "begun_at", "ended_at", "outcome", "urgent",
    "planned_at", "promised",
)  # fmt: skip
"""Fields of a stop that an act may change, and that undoing brings back."""


def before(stop: Stop) -> dict[str, Any]:
    """The fields of a stop as they are, as JSON."""
    return {name: _plain(getattr(stop, name)) for name in KEPT}


def of_stop(
    act: str, stop: Stop, *, now: datetime, desk: Desk | None = None, was: dict[str, Any] | None = None, **more: Any
) -> Step:
    visit = stop.visit
    tell_house(visit.location_id)
    return Step._base_manager.create(
        at=now,
        act=act,
        location_id=visit.location_id,
        day=visit.day,
        visit=visit,
        stop=stop,
        desk=desk,
        counter_id=desk.counter_id if desk else stop.counter_id,
        user=desk.user if desk else None,
        before=was or {},
        **more,
    )


def of_visit(act: str, visit: Visit, *, now: datetime, user: UUID | None = None) -> Step:
    tell_house(visit.location_id)
    return Step._base_manager.create(
        at=now, act=act, location_id=visit.location_id, day=visit.day, visit=visit, user=user
    )


def of_desk(act: str, desk: Desk, *, now: datetime) -> Step:
    location = desk.counter.location_id
    tell_house(location)
    return Step._base_manager.create(
        at=now, act=act, location_id=location, day=today(now), desk=desk, counter_id=desk.counter_id, user=desk.user
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
