"""The next event days, made of the rules: at loading and every night. What somebody registered for is left as it is."""

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from eindach.accounts.acting import as_program
from eindach.booking.models import Calendar, Counter, CounterSchedule
from eindach.booking.opening_rules import midnight
from eindach.directory import queries
from eindach.directory.models import Location, Organization, Service
from eindach.guide.models import Matter

from ..models import EventDay, EventRule, RouteDraft, Station
from .region_data import StationEntry

AHEAD: Final = 3
"""So many days of a series are there beforehand."""
HOUSE_OPENS: Final = timedelta(minutes=15)
"""Before the first hour: people come early."""


@transaction.atomic
def make_event_days(*, now: datetime) -> list[EventDay]:
    """Make the next days of each series that has a rule, and bring those to it for which nobody can register yet.

    Dates and partners of a day for which registration has begun stay: people were told.
    """
    RouteDraft.objects.filter(event_day__during__endswith__lt=now).delete()
    rules = EventRule.objects.select_related("series__location").select_for_update(of=("self",))
    days = []
    for rule in rules:
        for coming in islice(queries.coming_events(rule.series, now), AHEAD):
            days.append(_made(rule, coming, now))
    return days


def event_days(*, now: datetime) -> QuerySet[EventDay]:
    """Those that are on or to come, in order."""
    days = EventDay.objects.filter(during__endswith__gt=now, cancelled_at=None)
    return days.select_related("series__location").order_by("during")


def called_off_days(*, now: datetime) -> QuerySet[EventDay]:
    """Those to come that do not take place."""
    days = EventDay.objects.filter(during__endswith__gt=now, cancelled_at__isnull=False)
    return days.select_related("series__location").order_by("during")


def before_the_next(*, now: datetime) -> datetime | None:
    """A quarter of an hour before the next event day begins that is not about to."""
    coming = event_days(now=now).filter(during__startswith__gt=now + HOUSE_OPENS).first()
    return coming.during.lower - HOUSE_OPENS if coming else None


def stations_now(house: Location, *, now: datetime) -> list[Station]:
    """Of the event day that is on in this house today, or will begin; without those that do not come."""
    here = queries.region()
    today = now, midnight(timezone.localdate(now, here.zone) + timedelta(days=1), here)
    rows = Station.objects.filter(
        event_day__series__location=house, event_day__during__overlap=today, absent_since=None
    )
    rows = rows.filter(event_day__cancelled_at=None).select_related("counter__organization")
    with as_program(now=now):  # the tables of event days are the program's; who asks may be the front desk
        return list(rows.prefetch_related("counter__calendar__services"))


def _made(rule: EventRule, coming: queries.EventDay, now: datetime) -> EventDay:
    """A date of a series is one day, also when its hours are other ones by now."""
    here = queries.region()
    on_that_date = midnight(coming.date, here), midnight(coming.date + timedelta(days=1), here)
    day = EventDay.objects.filter(series=rule.series, during__startswith__range=on_that_date).first()
    if day is not None and day.cancelled_at:
        return day
    if day is None or now < day.registration_from:
        # The id of the calendar to subscribe to, which knows the dates of a series before they have a row.
        day = day or EventDay(id=queries.feed_uid(rule.series, coming.date), series=rule.series)
        day.during = (coming.opens, coming.closes)
        day.registration_from, day.registration_until = _registration(rule, coming)
        day.reserve_percent = rule.reserve_percent
        day.save()
        day.refresh_from_db()
        _make_stations(day, rule, coming.date)
    _settle(day, rule, now)
    return day


def _registration(rule: EventRule, coming: queries.EventDay) -> tuple[datetime, datetime]:
    """From when until when; closing on the last such weekday before the day."""
    back = (coming.date.weekday() - rule.closes_on - 1) % 7 + 1
    last = coming.date - timedelta(days=back)
    first = coming.opens - timedelta(weeks=rule.opens_weeks_before)
    return first, datetime.combine(last, rule.closes_at, coming.opens.tzinfo)


def _make_stations(day: EventDay, rule: EventRule, when: date) -> None:
    wanted = {}
    for said in rule.stations:
        entry = StationEntry.model_validate(said["entry"])
        wanted[entry.number] = _make_station(day, entry, said["name"], when)
    Counter.objects.filter(station__event_day=day).exclude(station__number__in=wanted).delete()


def _make_station(day: EventDay, entry: StationEntry, name: dict[str, str], when: date) -> Station:
    partner = entry.partner(when)
    organization = Organization.objects.get(key=partner.organization)
    said: dict[str, Any] = {
        "organization": organization,
        "location": day.series.location,
        "name": name,
        "sample": organization.sample,
    }
    counter, _new = Counter.objects.update_or_create(
        key=f"{day.series.key}-{when:%Y-%m-%d}-{entry.number}", defaults=said
    )
    station, _new = Station.objects.update_or_create(
        event_day=day,
        number=entry.number,
        defaults={"counter": counter, "desks": partner.desks or entry.desks, "languages": partner.languages},
    )
    station.matters.set(Matter.objects.filter(key__in=entry.matters))
    return station


def _settle(day: EventDay, rule: EventRule, now: datetime) -> None:
    """What each station settles. Its calendar has no openings, but of a station with a desk that is booked by exact
    times (decision 16): from when registration begins, because until then the partner may become another one."""
    bookable = {said["entry"]["number"] for said in rule.stations if said["entry"].get("bookable")}
    stations = day.stations.select_related("counter__organization")
    for station in stations.prefetch_related("matters"):
        calendar, _new = Calendar.objects.get_or_create(counter=station.counter)
        calendar.services.set(
            Service.objects.filter(
                organization=station.counter.organization,
                matters__in=station.matters.all(),
                at_locations__location=day.series.location,
            ).distinct()
        )
        if station.number in bookable and now >= day.registration_from:
            _open_for_booking(calendar, station, day)


def _open_for_booking(calendar: Calendar, station: Station, day: EventDay) -> None:
    zone = queries.region().zone
    opens, closes = (timezone.localtime(one, zone) for one in (day.during.lower, day.during.upper))
    hours = {"opens": opens.time(), "closes": closes.time(), "open_on_holidays": True}
    rule, is_new = CounterSchedule.objects.update_or_create(
        calendar=calendar,
        rrule="FREQ=DAILY",
        valid_from=opens.date(),
        valid_until=opens.date(),
        defaults={**hours, "languages": station.languages},
    )
    rule.services.set(calendar.services.all())
    if is_new:
        Calendar.objects.filter(pk=calendar.pk).update(made_until=None)
