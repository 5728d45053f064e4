"""Holds that ran out give their places back: before every search, before a refusal, and by a job."""

from datetime import datetime

from django.db import connection, transaction

from .afterwards import tell_waiting_list
from .locks import Wanted, lock_openings
from .models import Appointment

EXPIRE = """
UPDATE booking_appointment a SET status = 'cancelled', reason = 'expired', held_until = NULL
FROM booking_opening o
WHERE a.status = 'held' AND a.held_until <= %(now)s AND o.id = ANY(%(openings)s)
  AND o.calendar_id = a.calendar_id AND o.during && a.during
RETURNING a.calendar_id
"""

# A hold whose opening has meanwhile been taken away has no opening to lock.
EXPIRE_STRAY = """
UPDATE booking_appointment a SET status = 'cancelled', reason = 'expired', held_until = NULL
WHERE a.status = 'held' AND a.held_until <= %(now)s AND NOT EXISTS (
    SELECT 1 FROM booking_opening o WHERE o.calendar_id = a.calendar_id AND o.during && a.during)
RETURNING a.calendar_id
"""


def expire_holds(*, now: datetime) -> set[int]:
    """End every hold that ran out, but wait for nobody: what is locked is being booked or swept already.
    Returns the calendars that got time back. One cheap query when there is none."""
    spans = Appointment.objects.filter(status="held", held_until__lte=now).values_list("calendar_id", "during")
    ran_out = [Wanted(calendar, during.lower, during.upper) for calendar, during in spans]
    if not ran_out:
        return set()
    with transaction.atomic():
        return expire_in(lock_openings(ran_out, skip_locked=True), now=now)


def expire_in(openings: list[int], *, now: datetime) -> set[int]:
    """End the holds that ran out in these openings, which the caller has locked."""
    with connection.cursor() as cursor:
        cursor.execute(EXPIRE, {"openings": openings, "now": now})
        freed = {row[0] for row in cursor.fetchall()}
        cursor.execute(EXPIRE_STRAY, {"now": now})
        freed |= {row[0] for row in cursor.fetchall()}
    tell_waiting_list(freed)
    return freed
