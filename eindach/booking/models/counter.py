"""Counter, its Calendar and the rules its openings come from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from i18nfield.fields import I18nCharField

from eindach.directory.models import Location, Organization, Service


class Counter(models.Model):
    """One expert's place (Schalter), or a station of an event day."""

    key = models.SlugField(unique=True, max_length=80)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="counters")
    location = models.ForeignKey(Location, models.CASCADE, related_name="counters")
    name = I18nCharField(max_length=120, help_text="as on the sign: Schalter 3, Station 4")
    by_phone = models.BooleanField(default=False, help_text="its appointments are calls: nobody comes to the house")
    sample = models.BooleanField(default=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.name)


class Calendar(models.Model):
    """A counter's bookable time."""

    counter = models.OneToOneField(Counter, models.CASCADE, related_name="calendar")
    services = models.ManyToManyField(Service, related_name="calendars", help_text="all it ever serves")
    made_until = models.DateField(
        null=True, blank=True, help_text="openings are made up to this day; empty: rules changed, make them anew"
    )

    def __str__(self) -> str:
        return str(self.counter)


class CounterSchedule(models.Model):
    """A rule of which a calendar's openings are made: dates by RFC 5545 rule, hours on the wall clock."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="schedules")
    rrule = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()
    services = models.ManyToManyField(Service)
    languages = ArrayField(models.CharField(max_length=8))
    open_on_holidays = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="counter_hours_are_a_span", condition=models.Q(opens__lt=models.F("closes")))
        ]

    def __str__(self) -> str:
        return f"{self.calendar}: {self.rrule} {self.opens}–{self.closes}"
