"""Sums about bookings, for those who steer and coordinate: never a person, and no sum of fewer than FEWEST people.

Whoever asks sees no booking. The program counts for them (accounts/acting.py: `as_program`) and says numbers only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from eindach.accounts.acting import as_program
from eindach.guide.models import Matter

FEWEST: Final = 5
"""People. A smaller group could be recognised (common practice of statistical offices; to be confirmed by the
district's data protection officer)."""
WEEKS_BACK: Final = 8
MOST_VISITS: Final = 3
TAKES_PLACE: Final = ["booked", "arrived", "checked-in", "fulfilled", "noshow", "not-served"]

WEEKS: Final = """
SELECT date_trunc('week', i.booked_at AT TIME ZONE %(zone)s)::date,
       count(*), count(DISTINCT coalesce(i.person_id, i.id))
FROM booking_itinerary i WHERE i.booked_at >= %(since)s AND i.booked_at <= %(now)s GROUP BY 1
"""
VISITS: Final = """
SELECT least(days, %(most)s), count(DISTINCT person) FROM (
  SELECT coalesce(i.person_id, i.id) AS person, count(DISTINCT (lower(a.during) AT TIME ZONE %(zone)s)::date) AS days
  FROM booking_itinerary i JOIN booking_appointment a ON a.itinerary_id = i.id
  WHERE i.booked_at >= %(since)s AND i.booked_at <= %(now)s AND i.cancelled_at IS NULL AND a.status = ANY (%(takes)s)
  GROUP BY i.id) AS visited
GROUP BY 1
"""
WAITS: Final = """
SELECT matter, count(DISTINCT person), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) / 86400 FROM (
  SELECT a.matter_id AS matter, coalesce(i.person_id, i.id) AS person,
         extract(epoch FROM min(lower(a.during)) - i.booked_at) AS seconds
  FROM booking_itinerary i JOIN booking_appointment a ON a.itinerary_id = i.id
  WHERE i.booked_at >= %(since)s AND i.booked_at <= %(now)s AND i.cancelled_at IS NULL AND a.status = ANY (%(takes)s)
  GROUP BY GROUPING SETS ((i.id, a.matter_id), (i.id))) AS waited
GROUP BY matter
"""
"""By matter; the row without one is about the first appointment of all."""


@dataclass(frozen=True)
class Week:
    """`booked` is None where fewer than FEWEST people booked."""

    monday: date
    booked: int | None


@dataclass(frozen=True)
class Share:
    """Who comes so many times (MOST_VISITS: or more), in whole percent; None: too few people."""

    visits: int
    percent: int | None


@dataclass(frozen=True)
class Wait:
    """From the booking to the appointment, days, in the middle (median); None: too few people."""

    matter: Matter
    days: float | None


@dataclass(frozen=True)
class Figures:
    """Of the last WEEKS_BACK weeks, this one included. `first_days`: until the first appointment, of everybody."""

    weeks: Sequence[Week]
    shares: Sequence[Share]
    waits: Sequence[Wait]
    first_days: float | None

    @property
    def in_one_visit(self) -> int | None:
        return self.shares[0].percent


def figures(now: datetime) -> Figures:
    """Counted by the program; whoever asks must be allowed to (policy: "figures")."""
    today = timezone.localdate(now)
    mondays = [today - timedelta(days=today.weekday(), weeks=back) for back in reversed(range(WEEKS_BACK))]
    asked = {
        "zone": timezone.get_current_timezone_name(),
        "since": timezone.make_aware(datetime.combine(mondays[0], time())),
        "now": now,
        "takes": TAKES_PLACE,
        "most": MOST_VISITS,
    }
    with as_program(now=now):
        weeks = {monday: (booked, people) for monday, booked, people in _rows(WEEKS, asked)}
        visits = dict(_rows(VISITS, asked))
        waits = {matter: days if people >= FEWEST else None for matter, people, days in _rows(WAITS, asked)}
    matters = Matter.objects.filter(pk__in=[one for one in waits if one])
    return Figures(
        weeks=[_week(monday, *weeks.get(monday, (0, 0))) for monday in mondays],
        shares=shares(visits),
        waits=sorted((Wait(one, waits[one.pk]) for one in matters), key=_longest_first),
        first_days=waits.get(None),
    )


def shares(people: Mapping[int, int]) -> list[Share]:
    """Number of visits -> people, as shares. Where one share alone is hidden, the others would tell it: the smallest of
    them is hidden with it."""
    whole = sum(people.values())
    counted = {visits: people.get(visits, 0) for visits in range(1, MOST_VISITS + 1)}
    hidden = {visits for visits, some in counted.items() if 0 < some < FEWEST} if whole >= FEWEST else set(counted)
    if len(hidden) == 1:
        rest = {visits: some for visits, some in counted.items() if visits not in hidden and some}
        hidden |= {min(rest, key=lambda visits: rest[visits])}
    return [Share(visits, None if visits in hidden else round(100 * some / whole)) for visits, some in counted.items()]


def _week(monday: date, booked: int, people: int) -> Week:
    return Week(monday, booked if not people or people >= FEWEST else None)


def _longest_first(wait: Wait) -> tuple[bool, float, str]:
    return (wait.days is None, -(wait.days or 0), wait.matter.key)


def _rows(statement: str, said: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        return list(cursor.fetchall())
