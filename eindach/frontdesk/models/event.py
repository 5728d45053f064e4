"""EventRule: how the days of a series are made. EventDay: one of them. Station: a partner there, and what they settle.

RouteDraft: a timetable that was asked for, until it is told."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from eindach.booking.models import Counter
from eindach.directory.models import EventSeries
from eindach.guide.models import Matter


class EventRule(models.Model):
    """Registration and stations of a series, as its region's data say (events/region_data.py)."""

    series = models.OneToOneField(EventSeries, models.CASCADE, related_name="rule")
    opens_weeks_before = models.PositiveSmallIntegerField()
    closes_on = models.PositiveSmallIntegerField(help_text="weekday before the event day, Monday is 0")
    closes_at = models.TimeField()
    reserve_percent = models.PositiveSmallIntegerField()
    stations = models.JSONField(help_text="forms of events/region_data.py: number, name, matters, desks, partners")

    def __str__(self) -> str:
        return str(self.series)


class EventDay(models.Model):
    """One date of a series (first Friday …). Its state is computed from its dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(EventSeries, models.PROTECT, related_name="days")
    during = DateTimeRangeField()
    registration_from = models.DateTimeField()
    registration_until = models.DateTimeField()
    reserve_percent = models.PositiveSmallIntegerField(default=20, help_text="of the capacity kept for walk-ins")
    planned_at = models.DateTimeField(null=True, blank=True, help_text="when routes were last made and told")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["during"]
        constraints = [
            models.UniqueConstraint(fields=["series", "during"], name="a_series_once_at_a_time"),
            models.CheckConstraint(
                name="an_event_day_has_bounds",
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
            ),
            models.CheckConstraint(name="some_stay_free", condition=Q(reserve_percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.during.lower:%F}"

    def state(self, now: datetime) -> str:
        """announced | registering | planning | running | over | cancelled."""
        if self.cancelled_at:
            return "cancelled"
        if now >= self.during.upper:
            return "over"
        if now >= self.during.lower:
            return "running"
        if now >= self.registration_until:
            return "planning"
        return "registering" if now >= self.registration_from else "announced"


class Station(models.Model):
    """A partner of one event day (a different bank each month): a counter with its places, matters and languages."""

    event_day = models.ForeignKey(EventDay, models.CASCADE, related_name="stations")
    number = models.PositiveSmallIntegerField(help_text="as on the sign")
    counter = models.OneToOneField(Counter, models.CASCADE, related_name="station")
    desks = models.PositiveSmallIntegerField(default=1)
    matters = models.ManyToManyField(Matter, related_name="stations")
    languages = ArrayField(models.CharField(max_length=8))
    absent_since = models.DateTimeField(null=True, blank=True, help_text="said that they do not come, or did not")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["event_day", "number"], name="a_station_number_once_a_day"),
            models.CheckConstraint(name="a_station_has_a_desk", condition=Q(desks__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.counter.organization}"

    @property
    def registrable(self) -> int:
        """Desks for those who register: where times are booked, too, one desk is for these (events/days.py)."""
        return self.desks - bool(self.counter.calendar.schedules.all())


class RouteDraft(models.Model):
    """A timetable of an event day. Visits stand in it as ids; it goes when the day is over (jobs.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event_day = models.ForeignKey(EventDay, models.CASCADE, related_name="drafts")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)
    answer = models.JSONField(null=True, blank=True, help_text="eindach.timetable/1; visitors are visits")

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.event_day} {self.asked_at:%F %R}"

    @property
    def state(self) -> str:
        """waiting | running | done | failed | published."""
        if self.published_at:
            return "published"
        if self.fault:
            return "failed"
        return "done" if self.done_at else "running" if self.begun_at else "waiting"
