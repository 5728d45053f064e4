"""One run of retention: tell, wait, end. The dry run is the same run, rolled back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from eindach.accounts.acting import keeping

from . import lists, log, notices
from .classes import Kept, classes
from .declared import Ending, endings
from .due import blocked, due, free, held, in_grace
from .erasing import erase

BATCH = 500
NOTHING = {"due": 0, "held": 0, "blocked": 0, "in_grace": 0, "unsigned": 0}
"""Of most classes on most days: what is not due, nothing holds up."""


class SwitchedOff(Exception):
    """EINDACH_DELETE_DUE=off: nothing is deleted, nobody is told."""


@dataclass(frozen=True)
class Line:
    """Of one class: how many were told, are due, are held, blocked, in their days of grace, wait for two people, and
    ended."""

    kept: Kept
    told: int
    due: int
    held: int
    blocked: int
    in_grace: int
    unsigned: int
    ended: int


def run(*, now: datetime, do: bool, batch: int = BATCH) -> list[Line]:
    """Do it, or (`do` false) find out what would be done. SwitchedOff."""
    if do:
        if not settings.DELETE_DUE:
            raise SwitchedOff
        log.reconcile(now=now)
        return list(_run(now, batch))
    with transaction.atomic():
        plan = list(_run(now, batch))
        transaction.set_rollback(True)
    return plan


def preview(*, now: datetime) -> list[Line]:
    """What is due, and what holds it up, without telling or ending anything."""
    rules = classes(timezone.localdate(now))
    with keeping(now=now):
        counted = [(rules[one.kept], _counted(one, rules[one.kept], now)) for one in endings()]
    return [Line(kept, told=0, ended=0, **counts) for kept, counts in counted]


def _run(now: datetime, batch: int) -> Iterator[Line]:
    rules = classes(timezone.localdate(now))
    for ending in endings():
        yield _end(ending, rules[ending.kept], now, batch)
    with keeping(now=now):
        lists.close(now=now)


def _end(ending: Ending, kept: Kept, now: datetime, batch: int) -> Line:
    with keeping(now=now):
        told = notices.tell(ending, kept, now=now) if kept.notice else 0
        counts = _counted(ending, kept, now)
        keys = sorted(_may_go(ending, kept, now).values_list("pk", flat=True)) if counts["due"] else []
    ended = sum(_batch(ending, kept, keys[start : start + batch], now) for start in range(0, len(keys), batch))
    return Line(kept, told=told, ended=ended, **counts)


def _counted(ending: Ending, kept: Kept, now: datetime) -> dict[str, int]:
    """How many are due and held up by what. No row is read for it, not even its key."""
    rows = due(ending, kept, now)
    if not (late := rows.count()):
        return dict(NOTHING)
    stopped, waiting = held(ending), blocked(ending, now)
    return {
        "due": late,
        "held": rows.filter(stopped).count(),
        "blocked": rows.filter(waiting).exclude(stopped).count(),
        "in_grace": rows.filter(in_grace(kept, now)).exclude(stopped | waiting).count(),
        "unsigned": free(ending, kept, now).count() - _may_go(ending, kept, now).count() if kept.two_people else 0,
    }


def _may_go(ending: Ending, kept: Kept, now: datetime) -> QuerySet[Any]:
    """What is ready, and signed where two people must."""
    ready = free(ending, kept, now)
    return ready.filter(pk__in=lists.signed(kept.key)) if kept.two_people else ready


def _batch(ending: Ending, kept: Kept, keys: Sequence[Any], now: datetime) -> int:
    """One transaction. What came back to life since it was counted is left alone."""
    with keeping(now=now):
        still = list(free(ending, kept, now).filter(pk__in=keys).values_list("pk", flat=True))
        if still:
            erase(ending, still)
            if kept.two_people:
                lists.destroyed(kept.key, still)
            log.write(kept.key, still, now=now)
    return len(still)
