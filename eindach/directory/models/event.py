"""Days on which many bodies sit under one roof."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from i18nfield.fields import I18nTextField

from .keyed import Keyed
from .organization import Location


class EventSeries(Keyed):
    """A recurring event day, e.g. every first Friday of the month from 9 to 13 h."""

    description = I18nTextField(blank=True)
    location = models.ForeignKey(Location, models.CASCADE, related_name="event_series")
    rrule = models.CharField(max_length=200)
    valid_from = models.DateField()
    opens = models.TimeField()
    closes = models.TimeField()
    window_minutes = models.PositiveSmallIntegerField(default=60, help_text="length of the arrival windows")
    called_off = ArrayField(models.DateField(), default=list, blank=True, help_text="dates that do not take place")
    sequence = models.PositiveIntegerField(
        db_default=2, help_text="RFC 5545 SEQUENCE of its days: a trigger adds one with every change of what they say"
    )
    revised_at = models.DateTimeField(db_default=Now(), help_text="when that was last")
    walk_in = models.BooleanField(default=True)
    languages = ArrayField(models.CharField(max_length=8))

    class Meta(Keyed.Meta):
        verbose_name_plural = "event series"
