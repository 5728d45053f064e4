"""Out for a while: who has to leave is not called, and comes back with the wait they had."""

from datetime import datetime

from django.db import transaction

from . import steps
from .faults import NotNow
from .models import AT_A_DESK, Step, Stop, Visit


def go_out(visit: Visit, *, now: datetime) -> None:
    """From now on nobody calls them. NotNow when they are not in the house, or are called or served just now."""
    with transaction.atomic():
        locked = _locked(visit)
        if locked.state == "away":
            return
        if locked.state != "here" or Stop._base_manager.filter(visit=locked, status__in=AT_A_DESK).exists():
            raise NotNow
        _set(locked, now)
        steps.of_visit(Step.Act.WENT_OUT, locked, now=now)


def come_back(visit: Visit, *, now: datetime) -> None:
    """They can be called again; `waiting_since` was never touched. NotNow when the visit is over."""
    with transaction.atomic():
        locked = _locked(visit)
        if locked.state == "here":
            return
        if locked.state != "away":
            raise NotNow
        _set(locked, None)
        steps.of_visit(Step.Act.CAME_BACK, locked, now=now)


def _locked(visit: Visit) -> Visit:
    """Whoever calls them locks the same row (queue.lock_next)."""
    return Visit._base_manager.select_for_update().get(pk=visit.pk)


def _set(visit: Visit, since: datetime | None) -> None:
    visit.away_since = since
    visit.save(update_fields=["away_since"])
