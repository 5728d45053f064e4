"""Working time: the hours in which the help desk is open. How long an answer took, and by when one is due."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from eindach.directory.hours import Clock, days
from eindach.directory.models import Region

DAYS: Final = 2
"""An answer is due by the end of the second day on which the desk is open, after the day of the question."""
LOOKS_AHEAD: Final = timedelta(days=30)
OFFICE_HOURS: Final = Clock(time(9), time(16))
"""Monday to Friday, where no place with hours is known."""


@dataclass(frozen=True)
class WorkingTime:
    """Open spans of the desk, ascending, as aware moments; half-open."""

    spans: Sequence[tuple[datetime, datetime]]

    def minutes(self, start: datetime, end: datetime) -> int:
        """Open minutes in [start, end)."""
        zero = timedelta()
        return int(sum((max(zero, min(end, b) - max(start, a)) for a, b in self.spans), zero).total_seconds() // 60)

    def due(self, asked: datetime) -> datetime:
        """When the desk closes on the second open day after this one; far beyond what is known, the last known."""
        closing: dict[date, datetime] = {b.date(): b for _a, b in self.spans}
        known = sorted(closing)
        if not known:
            return asked + timedelta(days=DAYS)
        first = bisect_right(known, asked.astimezone(self.spans[0][0].tzinfo).date())
        return closing[known[min(first + DAYS - 1, len(known) - 1)]]


def working_time(since: datetime, now: datetime) -> WorkingTime:
    """Of the help desk from the day of `since` to some weeks after `now`: rules, holidays of the state, dated
    exceptions. None at all in a database without a region."""
    here = Region.objects.select_related("help_location").first()
    if here is None:
        return WorkingTime(())
    place = here.help_location
    first, until = timezone.localdate(since, here.zone), timezone.localdate(now, here.zone) + LOOKS_AHEAD
    rules = [one for one in place.schedules.all() if one.service_at_location_id is None] if place else []
    if not rules:
        spans = [(day, OFFICE_HOURS) for day in _weekdays(first, until)]
    else:
        exceptions = list(place.schedule_exceptions.all()) if place else []
        found = days(rules, exceptions, first, until, state=here.state)
        spans = [(day.date, span) for day in found for span in day.spans]
    at = datetime.combine
    return WorkingTime([(at(day, one.opens, here.zone), at(day, one.closes, here.zone)) for day, one in spans])


def _weekdays(first: date, last: date) -> list[date]:
    found = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in found if day.weekday() < 5]
