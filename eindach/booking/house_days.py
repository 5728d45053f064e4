"""Days on which a whole house differs: closed, or open at other hours. Entered by hand they stay when a region's files
are loaded again, and outrank its days.

Openings follow as they follow rules. Hours somebody once opened by hand outrank days that differ (opening_rules.py), so
they are closed by hand where the house is: they do not come back by themselves when the day is as always again.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from eindach.directory.models import Location, ScheduleException
from eindach.directory.queries import region
from eindach.kernel.spans import Span

from .closures import change_openings, once
from .models import Calendar, Opening, OpeningChange
from .opening_rules import midnight, without
from .openings import renew_openings
from .outside import Closure

Clocks = tuple[time, time]
"""From, until, on the wall clock."""


@transaction.atomic
def set_days(
    location: Location, days: Collection[date], hours: Clocks | None, reason: Mapping[str, str], *, now: datetime
) -> Closure:
    """On these days the house is closed, or open at these hours at most. Who is displaced is seen to by the caller."""
    opens, closes = hours or (None, None)
    said = {"opens": opens, "closes": closes, "reason": dict(reason), "by_hand": True}
    for day in days:
        ScheduleException.objects.update_or_create(location=location, date=day, defaults=said)
    first = renew_openings(Calendar.objects.filter(counter__location=location), now=now, defer=False)
    blocks = [one for day in days for one in _outside(location, day, hours)]
    then = change_openings(blocks, now=now, defer=False)
    return Closure(
        tuple(dict.fromkeys([*first.displaced, *then.displaced])),
        first.holds_ended + then.holds_ended,
    )


@transaction.atomic
def forget_days(location: Location, days: Collection[date], *, now: datetime) -> Closure:
    """They are as always again, as far as they were entered by hand."""
    ScheduleException.objects.filter(location=location, date__in=days, by_hand=True).delete()
    found = renew_openings(Calendar.objects.filter(counter__location=location), now=now, defer=False)
    return Closure(found.displaced, found.holds_ended)


def _outside(location: Location, day: date, hours: Clocks | None) -> Iterator[OpeningChange]:
    """What is still open there although the house is not."""
    here = region()
    whole = midnight(day, here), midnight(day + timedelta(days=1), here)
    openings = Opening.objects.filter(calendar__counter__location=location, during__overlap=TimestamptzRange(*whole))
    for one in openings.select_related("calendar__counter"):
        pieces = [Span(one.during.lower, one.during.upper)]
        if hours:
            opens, closes = (datetime.combine(day, clock, here.zone) for clock in hours)
            pieces = without(pieces[0], Span(opens, closes))
        for piece in pieces:
            yield once(one.calendar, piece)
