"""Another counter that serves equally well: nobody is refused while a place they wanted is free.

A person wants a matter settled at a place and time; which of three counters does it is all the same to them.
"""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection

from .expiry import expire_holds
from .offers import Chosen
from .taking import NotFree

R = TypeVar("R")

# The same location and organization (a call stays a call), the service, the language; wholly free in what everybody
# can see now.
EQUAL = """
SELECT o.calendar_id FROM booking_calendar k
JOIN booking_counter c ON c.id = k.counter_id
JOIN booking_counter mine
  ON (mine.location_id, mine.organization_id, mine.by_phone) = (c.location_id, c.organization_id, c.by_phone)
JOIN booking_calendar my_calendar ON my_calendar.counter_id = mine.id AND my_calendar.id = %(calendar)s
JOIN booking_opening o ON o.calendar_id = k.id AND o.during && tstzrange(%(start)s, %(end)s)
WHERE %(service)s = ANY(o.services) AND (%(language)s = '' OR %(language)s = ANY(o.languages))
  AND o.free @> tstzrange(%(start)s, %(end)s)
"""


def equals_of(one: Chosen) -> list[int]:
    """Calendars free for this appointment's span that serve it equally well."""
    values: dict[str, Any] = {
        "calendar": one.calendar_id,
        "start": one.start,
        "end": one.end,
        "service": one.service_id,
        "language": one.language,
    }
    with connection.cursor() as cursor:
        cursor.execute(EQUAL, values)
        return [row[0] for row in cursor.fetchall()]


def with_substitutes(chosen: tuple[Chosen, ...], act: Callable[[tuple[Chosen, ...]], R], *, now: datetime) -> R:
    """Do `act`; where a place was taken, do it again at an equal counter. NotFree only after a moment at which
    none of them was free. Ends: each turn somebody else has really taken a place."""
    while True:
        try:
            return act(chosen)
        except NotFree as fault:
            expire_holds(now=now)
            chosen = _replaced(chosen, fault.taken, now)


def _replaced(chosen: tuple[Chosen, ...], taken: tuple[Chosen, ...], now: datetime) -> tuple[Chosen, ...]:
    hopeless = [one for one in taken if one.start <= now or not equals_of(one)]
    if hopeless:
        raise NotFree(hopeless)
    return tuple(_another(one) if one in taken else one for one in chosen)


def _another(one: Chosen) -> Chosen:
    # At random: a thousand people who all take the first free counter would all collide there again.
    calendars = equals_of(one)
    if not calendars:
        raise NotFree([one])
    return Chosen(one.matter_id, one.service_id, random.choice(calendars), one.start, one.end, one.language)  # noqa: S311
