"""VTIMEZONE (RFC 5545, 3.6.5) from the system's time zone data.

icalendar 7.3 can make one too, but its DAYLIGHT begins an hour late (it writes the onset in the new offset, the RFC
wants the old one), and dates instead of a rule: some mail programs take only rules.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

HOUR = timedelta(hours=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def timezone_of(zone: ZoneInfo, around: datetime) -> Timezone:
    """The zone's rules from a year before this time on. A change in the last week of a month is taken as
    "the last <weekday>", as in the EU (directive 2000/84/EC); an earlier one as the first, second, … of its month."""
    timezone = Timezone()
    timezone.add("TZID", zone.key)
    changes = _changes(zone, around.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=366))
    for moment in changes:
        timezone.add_component(_observance(zone, moment))
    if not changes:
        timezone.add_component(_fixed(zone, around))
    return timezone


def _changes(zone: ZoneInfo, start: datetime) -> list[datetime]:
    """When the offset changes in the year after `start` (UTC, to the hour): at most one spring and one autumn."""
    days = _where_it_changes(zone, start, timedelta(days=1), 365)
    return [hour for day in days for hour in _where_it_changes(zone, day - timedelta(days=1), HOUR, 24)]


def _where_it_changes(zone: ZoneInfo, start: datetime, step: timedelta, count: int) -> list[datetime]:
    moments = [start + n * step for n in range(count + 1)]
    offsets = [moment.astimezone(zone).utcoffset() for moment in moments]
    return [moment for moment, before, after in zip(moments[1:], offsets, offsets[1:], strict=False) if before != after]


def _observance(zone: ZoneInfo, moment: datetime) -> TimezoneDaylight | TimezoneStandard:
    before, after = (moment - HOUR).astimezone(zone), moment.astimezone(zone)
    observance = TimezoneDaylight() if after.dst() else TimezoneStandard()
    onset = (moment + (before.utcoffset() or timedelta())).replace(tzinfo=None)
    week = -1 if (onset + timedelta(days=7)).month != onset.month else (onset.day - 1) // 7 + 1
    observance.add("DTSTART", onset)
    observance.add("TZOFFSETFROM", before.utcoffset())
    observance.add("TZOFFSETTO", after.utcoffset())
    observance.add("TZNAME", after.tzname())
    observance.add(
        "RRULE", vRecur(FREQ=["YEARLY"], BYMONTH=[onset.month], BYDAY=[f"{week}{WEEKDAYS[onset.weekday()]}"])
    )
    return observance


def _fixed(zone: ZoneInfo, around: datetime) -> TimezoneStandard:
    local = around.astimezone(zone)
    observance = TimezoneStandard()
    observance.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001 (a local time by definition)
    observance.add("TZOFFSETFROM", local.utcoffset())
    observance.add("TZOFFSETTO", local.utcoffset())
    observance.add("TZNAME", local.tzname())
    return observance
