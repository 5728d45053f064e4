"""When a place is open: weekly and monthly rules (RFC 5545) and dated exceptions."""

import uuid

from django.db import models
from i18nfield.fields import I18nCharField

from .organization import Location
from .service import ServiceAtLocation


class Schedule(models.Model):
    """Hours of a location, or of one service there (HSDS schedule): dates by `rrule`, hours on the wall clock."""

    class Kind(models.TextChoices):
        OPEN = "open"
        BY_APPOINTMENT = "by-appointment"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    location = models.ForeignKey(Location, models.CASCADE, related_name="schedules")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, models.CASCADE, null=True, blank=True, related_name="schedules"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OPEN)
    rrule = models.CharField(max_length=200, help_text="e.g. FREQ=WEEKLY;BYDAY=MO,TU or FREQ=MONTHLY;BYDAY=1FR")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="last day, inclusive")
    opens = models.TimeField(null=True, blank=True, help_text="empty only by appointment without fixed hours")
    closes = models.TimeField(null=True, blank=True)
    open_on_holidays = models.BooleanField(default=False)

    class Meta:
        ordering = ["rrule", "opens"]
        constraints = [
            models.CheckConstraint(
                name="open_hours_are_a_span",
                condition=models.Q(kind="by-appointment", opens=None, closes=None)
                | models.Q(opens__isnull=False, closes__isnull=False, opens__lt=models.F("closes")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rrule} {self.opens}–{self.closes}"


class ScheduleException(models.Model):
    """One day that differs: closed, or open at other hours. It outranks rules and holidays."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="schedule_exceptions")
    date = models.DateField()
    opens = models.TimeField(null=True, blank=True, help_text="empty: closed")
    closes = models.TimeField(null=True, blank=True)
    reason = I18nCharField(max_length=200, blank=True)
    by_hand = models.BooleanField(default=False, help_text="entered by a coordinator: loading the region leaves it")

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["location", "date"], name="one_exception_a_day")]

    def __str__(self) -> str:
        return f"{self.date:%F} {self.opens or 'closed'}"
