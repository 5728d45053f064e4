"""How long people wait for the first answer, in hours in which the desk is open. Counted as the program, nobody is
named, and of fewer than five nothing is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Final

from eindach.accounts.acting import as_program
from eindach.consent import trail
from eindach.kernel.languages import NATIVE

from ..due import WorkingTime, working_time
from ..models import WAITS_FOR_US, Enquiry

FEWEST: Final = 5
LATELY: Final = timedelta(days=91)
MINUTES: Final = 60


@dataclass(frozen=True)
class Times:
    """Of these enquiries: working hours to the first answer, the middle one and that of nine in ten. None: too few."""

    count: int | None
    middle: float | None
    nine_in_ten: float | None


@dataclass(frozen=True)
class Figures:
    """Of a quarter; `waiting`: who waits for us now, `late`: since when the answer is overdue."""

    since: datetime
    all: Times
    by_language: Sequence[tuple[str, Times]]
    by_way: Sequence[tuple[str, Times]]
    waiting: int | None
    late: int | None


def figures(now: datetime) -> Figures:
    """Leaves an event."""
    trail.record(act="read", kind="figures", basis="role")
    since = now - LATELY
    with as_program(now=now):
        asked = list(Enquiry.objects.filter(created_at__gte=since).exclude(came_by=Enquiry.CameBy.HOUSE))
        waiting = list(Enquiry.objects.filter(WAITS_FOR_US))
    hours = working_time(min([since, *(one.since for one in waiting)]), now)
    answered = [one for one in asked if one.answered_at]
    return Figures(
        since=since,
        all=_times(answered, hours),
        by_language=_split(answered, hours, lambda one: NATIVE.get(one.language, one.language)),
        by_way=_split(answered, hours, lambda one: one.came_by),
        waiting=_told(len(waiting)),
        late=_told(sum(hours.due(one.since) < now for one in waiting)),
    )


def _split(answered: Sequence[Enquiry], hours: WorkingTime, key) -> list[tuple[str, Times]]:  # type: ignore[no-untyped-def]
    """The parts that are large enough; where one alone is too small, the next smallest is left out with it, so that
    nobody can subtract."""
    parts: dict[str, list[Enquiry]] = {}
    for one in answered:
        parts.setdefault(key(one), []).append(one)
    by_size = sorted(parts, key=lambda name: (len(parts[name]), name))
    small = [name for name in by_size if len(parts[name]) < FEWEST]
    hidden = set(by_size[:2] if len(small) == 1 else small)
    return [(name, _times(parts[name], hours)) for name in reversed(by_size) if name not in hidden]


def _times(answered: Sequence[Enquiry], hours: WorkingTime) -> Times:
    if len(answered) < FEWEST:
        return Times(None, None, None)
    took = [hours.minutes(one.created_at, one.answered_at) / MINUTES for one in answered if one.answered_at]
    return Times(len(took), round(median(took), 1), round(quantiles(took, n=10, method="inclusive")[-1], 1))


def _told(count: int) -> int | None:
    return count if count >= FEWEST or count == 0 else None
