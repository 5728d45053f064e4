"""What went wrong in a race."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from .client import Occupation, Record
from .ground import Ground, Spot

OVERLAPPING = """
SELECT count(*) FROM booking_appointment a JOIN booking_appointment b
  ON a.id < b.id AND a.during && b.during AND ({same})
WHERE a.live AND b.live AND a.calendar_id = ANY(%(calendars)s)
"""
UNTRUE_FREE = """
SELECT count(*) FROM booking_opening o WHERE o.calendar_id = ANY(%(calendars)s)
  AND o.free <> tstzmultirange(o.during) - coalesce((SELECT range_agg(a.during) FROM booking_appointment a
        WHERE a.calendar_id = o.calendar_id AND a.live AND a.during && o.during), '{}')
"""
LIVE = "SELECT count(*) FROM booking_appointment WHERE live AND calendar_id = ANY(%(calendars)s)"


@dataclass
class Verdict:
    """Counts; all but `attempts`, `won` and `refused` must be 0."""

    attempts: int = 0
    won: int = 0
    refused: int = 0
    seconds: float = 0.0
    double_bookings: int = 0
    false_rejections: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    """Appointments told to be booked that are not in the database, or the other way round."""
    untrue_free: int = 0
    """Openings whose kept free time is not what is free."""

    @property
    def clean(self) -> bool:
        return not (self.double_bookings or self.false_rejections or self.errors or self.lost or self.untrue_free)

    def __add__(self, other: "Verdict") -> "Verdict":
        counts = ("attempts", "won", "refused", "seconds", "double_bookings", "false_rejections", "lost", "untrue_free")
        summed = {name: getattr(self, name) + getattr(other, name) for name in counts}
        return Verdict(errors=dict(Counter(self.errors) + Counter(other.errors)), **summed)


def judge(ground: Ground, records: Sequence[Record]) -> Verdict:
    """Ask the database, and go through what the clients recorded."""
    attempts = [one for record in records for one in record.attempts]
    stamps = [moment for one in attempts for moment in (one.begun, one.ended)]
    errors = Counter(one.outcome for one in attempts if one.outcome not in ("won", "refused"))
    false = len(false_refusals(ground, records))
    return Verdict(
        attempts=len(attempts),
        won=sum(one.outcome == "won" for one in attempts),
        refused=sum(one.outcome == "refused" for one in attempts),
        seconds=max(stamps) - min(stamps) if stamps else 0.0,
        double_bookings=_ask(ground, OVERLAPPING.format(same="a.calendar_id = b.calendar_id"))
        + _ask(ground, OVERLAPPING.format(same="a.person_id = b.person_id")),
        false_rejections=false + sum(errors.values()),
        errors=dict(errors),
        lost=abs(_ask(ground, LIVE) - sum(record.kept for record in records)) if not errors else 0,
        untrue_free=_ask(ground, UNTRUE_FREE),
    )


def false_refusals(ground: Ground, records: Iterable[Record]) -> list[tuple[Spot, ...]]:
    """Refused although at every spot a counter was free all along (the definition is the package's)."""
    records = list(records)
    taken: dict[Spot, list[Occupation]] = defaultdict(list)
    for record in records:
        for one in record.occupations:
            taken[one.spot].append(one)
    return [
        attempt.spots
        for record in records
        for attempt in record.attempts
        if attempt.outcome == "refused"
        and all(
            sum(one.begun < attempt.ended and one.until > attempt.begun for one in taken[spot])
            < len(ground.desks[spot.desk].calendars)
            for spot in attempt.spots
        )
    ]


def _ask(ground: Ground, question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, {"calendars": [pk for desk in ground.desks for pk in desk.calendars]})
        return int(cursor.fetchone()[0])
