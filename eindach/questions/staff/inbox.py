"""What waits: whose answer is overdue first, then who waits longest; mine, nobody's, and what we wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import F, Q, QuerySet

from eindach.consent import trail
from eindach.kernel.actor import must_be_present

from ..due import working_time
from ..models import SINCE, WAITS_FOR_US, Enquiry

View = Literal["waiting", "mine", "unassigned", "answered", "closed"]
VIEWS: Final[tuple[View, ...]] = ("waiting", "mine", "unassigned", "answered", "closed")
MOST_SHOWN: Final = 100


@dataclass(frozen=True)
class Line:
    """One enquiry of a list. `due`: None where it does not wait for us."""

    enquiry: Enquiry
    due: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Inbox:
    """One view of the inbox, and how many wait in the others that say something to do."""

    view: View
    lines: Sequence[Line]
    counts: dict[str, int]
    is_cut: bool

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)


def read(view: View, *, most: int = MOST_SHOWN) -> Inbox:
    """A fixed number of questions to the database; an event for each who is listed."""
    acting = must_be_present()
    mine = Q(assigned_to=acting.actor.user)
    which: dict[View, Q] = {
        "waiting": WAITS_FOR_US,
        "mine": WAITS_FOR_US & mine,
        "unassigned": WAITS_FOR_US & Q(assigned_to=None),
        "answered": Q(closed_at=None) & ~WAITS_FOR_US,
        "closed": Q(closed_at__isnull=False),
    }
    rows = list(_ordered(Enquiry.objects.filter(which[view]), view)[: most + 1])
    with_due = _lines(rows[:most], acting.now)
    waiting = Enquiry.objects.filter(WAITS_FOR_US).values_list("assigned_to", flat=True)
    holders: list[object] = list(waiting)
    counts = {
        "waiting": len(holders),
        "mine": holders.count(acting.actor.user),
        "unassigned": holders.count(None),
    }
    for line in with_due:
        trail.record(act="list", kind="enquiry", object=line.enquiry.pk, basis="role")
    return Inbox(view, with_due, counts, len(rows) > most)


def _ordered(rows: QuerySet[Enquiry], view: View) -> QuerySet[Enquiry]:
    """Who waits longest first: whoever is overdue has waited longest. Others the latest first."""
    rows = rows.select_related("assigned_to", "matter", "municipality").annotate(waits_since=SINCE)
    if view == "closed":
        return rows.order_by("-closed_at")
    return rows.order_by("-told_at") if view == "answered" else rows.order_by(F("waits_since").asc(), "pk")


def _lines(rows: Sequence[Enquiry], now: datetime) -> list[Line]:
    waiting = [one for one in rows if one.waits_for_us]
    if not waiting:
        return [Line(one, None, False) for one in rows]
    hours = working_time(min(one.since for one in waiting), now)
    due = {one.pk: hours.due(one.since) for one in waiting}
    return [Line(one, due.get(one.pk), one.pk in due and due[one.pk] < now) for one in rows]
