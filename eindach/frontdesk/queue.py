"""Who is next at a counter, and why: one rule for the list, for "next", and for the forecast.

    1. appointments that are due (or will be in five minutes), by their time
    2. urgent ones, with a reason
    3. people with a later appointment who are here already, by their time
    4. tickets without one, by how long they have waited

Called can be who is in the house (nobody who went out for a while), is at no other desk, and has settled what comes
first (Matter.after). A counter serves what its calendar's services settle, for its own organization; what was promised
at a neighbouring counter of the same organization it takes only when that is five minutes late.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from eindach.booking.models import Counter
from eindach.directory.queries import region

from .models import Desk

DUE_MINUTES: Final = 5
DUE, URGENT, LATER, WAITING, EXPECTED = range(1, 6)
"""Classes of the rule, in its order; expected: not in the house yet."""

# No value of a request is put into the text: it is made of the fixed parts below (hence noqa S608).
_CLASS: Final = f"""
CASE WHEN v.arrived_at IS NULL THEN {EXPECTED}
     WHEN s.promised AND s.planned_at <= %(due)s THEN {DUE}
     WHEN s.urgent <> '' THEN {URGENT}
     WHEN s.promised THEN {LATER}
     ELSE {WAITING} END
"""
# At the same moment the smaller number is first: people compare their tickets.
_MOMENT: Final = "CASE WHEN s.promised THEN s.planned_at ELSE s.waiting_since END"
_ORDER: Final = f"{_CLASS}, {_MOMENT}, s.planned_at, v.number, s.id"
_OF_THE_COUNTER: Final = """
FROM frontdesk_stop s JOIN frontdesk_visit v ON v.id = s.visit_id
WHERE v.location_id = %(location)s AND v.day = %(day)s AND v.left_at IS NULL AND v.cancelled_at IS NULL
  AND s.status = 'waiting' AND s.organization_id = %(organization)s
  AND s.service_id IN (SELECT k.service_id FROM booking_calendar c
                       JOIN booking_calendar_services k ON k.calendar_id = c.id WHERE c.counter_id = %(counter)s)
  AND (s.counter_id IS NULL OR s.counter_id = %(counter)s OR s.planned_at <= %(late)s)
"""
_HELD: Final = """
CASE WHEN v.away_since IS NOT NULL THEN 'away'
     WHEN EXISTS (SELECT 1 FROM frontdesk_stop t WHERE t.visit_id = v.id AND t.status IN ('called', 'serving'))
          THEN 'at-a-desk'
     WHEN EXISTS (SELECT 1 FROM frontdesk_stop t JOIN guide_matter_after a ON a.to_matter_id = t.matter_id
                  WHERE t.visit_id = v.id AND a.from_matter_id = s.matter_id
                    AND t.status IN ('waiting', 'called', 'serving')) THEN 'after-another'
     ELSE '' END
"""
_CALLABLE: Final = f"AND v.arrived_at IS NOT NULL AND {_HELD} = ''"
# No key: who is only named by a row that is being written (a step, a proposal) is not passed over.
_LOCKED: Final = "FOR NO KEY UPDATE OF v, s SKIP LOCKED"
NEXT: Final = f"SELECT s.id {_OF_THE_COUNTER} {_CALLABLE} ORDER BY {_ORDER} LIMIT 1 {_LOCKED}"
LIST: Final = f"""
SELECT s.id, v.id, v.letter, v.number, v.language, v.languages, v.people, s.matter_id, s.minutes,
       CASE WHEN s.promised THEN s.planned_at END, s.waiting_since, s.urgent, {_CLASS}, {_HELD}
{_OF_THE_COUNTER} ORDER BY {_ORDER}
"""


@dataclass(frozen=True)
class Waiting:
    """A line of a queue. `held`: why nobody in the house can be called: away | at-a-desk | after-another (matter); or
    "" when nothing keeps them."""

    stop: UUID
    visit: UUID
    ticket: str
    language: str
    languages: tuple[str, ...]
    people: int
    matter_id: int
    minutes: int
    planned_at: datetime | None
    waiting_since: datetime | None
    urgent: str
    rank: int
    held: str

    @property
    def is_here(self) -> bool:
        return self.rank != EXPECTED

    @property
    def can_be_called(self) -> bool:
        return self.is_here and not self.held


def queue_of(counter: Counter, *, now: datetime) -> list[Waiting]:
    """Everybody this counter may still call today, in order; who is expected comes last. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(LIST, _asked(counter, now))
        return [_line(row) for row in cursor.fetchall()]


def lock_next(desk: Desk, *, now: datetime) -> UUID | None:
    """The stop that is next at this desk, locked with its visit; who is being called elsewhere just now is passed over
    without waiting. Inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, _asked(desk.counter, now))
        found = cursor.fetchone()
    return found[0] if found else None


def today(now: datetime) -> date:
    return timezone.localdate(now, region().zone)


def _asked(counter: Counter, now: datetime) -> Mapping[str, Any]:
    minutes = timedelta(minutes=DUE_MINUTES)
    return {
        "location": counter.location_id,
        "organization": counter.organization_id,
        "counter": counter.pk,
        "day": today(now),
        "due": now + minutes,
        "late": now - minutes,
    }


def _line(row: tuple[Any, ...]) -> Waiting:
    stop, visit, letter, number, language, languages, *rest = row
    ticket = f"{letter} {number:02}" if number else ""
    return Waiting(stop, visit, ticket, language, tuple(languages), *rest)
