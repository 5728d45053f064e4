"""Out for a while: who has to leave is not called, and comes back with the wait they had."""

from datetime import datetime

from django.db import transaction

from . import steps
from .faults import NotNow
from .models import AT_A_DESK, Step, Stop, Visit
from .visits import locked, note


def go_out(visit: Visit, *, now: datetime) -> None:
    """From now on nobody calls them. NotNow when they are not in the house, or are called or served just now."""
    with transaction.atomic():
        found = locked(visit)
        if found.state == "away":
            return
        if found.state != "here" or Stop._base_manager.filter(visit=found, status__in=AT_A_DESK).exists():
            raise NotNow
        note(found, away_since=now)
        steps.of_visit(Step.Act.WENT_OUT, found, now=now)


def come_back(visit: Visit, *, now: datetime) -> None:
    """They can be called again; `waiting_since` was never touched. NotNow when the visit is over."""
    with transaction.atomic():
        found = locked(visit)
        if found.state == "here":
            return
        if found.state != "away":
            raise NotNow
        note(found, away_since=None)
        steps.of_visit(Step.Act.CAME_BACK, found, now=now)
