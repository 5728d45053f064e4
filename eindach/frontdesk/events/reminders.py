"""Two reminders of an event day: two days before the hour of arrival, and two hours before."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from ..models import Visit
from .registering import tell

DUE: Final = ((1, timedelta(days=2), "reminder-days"), (2, timedelta(hours=2), "reminder-hours"))


def remind(*, now: datetime) -> int:
    """Tell whoever is to be told now; each reminder once, also when two do this at once. Returns how many."""
    return sum(_due(number, before, kind, now) for number, before, kind in DUE)


@transaction.atomic
def _due(number: int, before: timedelta, kind: str, now: datetime) -> int:
    expected = Visit._base_manager.filter(
        came=Visit.Came.REGISTRATION,
        window_start__gt=now,
        window_start__lte=now + before,
        reminded__lt=number,
        cancelled_at=None,
        arrived_at=None,
        waits_since=None,
    )
    visits = list(expected.select_for_update(skip_locked=True))
    for visit in visits:
        # Who registered only now has just been told all of it.
        if visit.registered_at <= (visit.window_start or now) - before:
            tell(visit, kind, stamp=visit.window_start)
    Visit._base_manager.filter(pk__in=[one.pk for one in visits]).update(reminded=number)
    return len(visits)
