"""The region this database belongs to: exactly one row."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField


class Region(models.Model):
    """One region is one database and one deployment; nothing mixes."""

    key = models.SlugField(unique=True)
    name = I18nCharField(max_length=200)
    timezone = models.CharField(max_length=40, default="Europe/Berlin")
    state = models.CharField(max_length=2, default="NW", help_text="for the holidays, code of ISO 3166-2:DE")
    languages = ArrayField(models.CharField(max_length=16), help_text="of the pages, in this order")
    official = models.BooleanField(default=False, help_text="may the pages call themselves the official website")
    sample = models.BooleanField(default=True)
    help_name = I18nCharField(max_length=200, help_text="who a newcomer reaches, e.g. Welcome Center")
    help_text = I18nTextField(blank=True)
    help_phone = models.CharField(max_length=40, blank=True)
    help_email = models.EmailField(blank=True)
    help_location = models.ForeignKey("directory.Location", models.SET_NULL, null=True, blank=True, related_name="+")
    walking_kmh = models.FloatField(default=4.5)
    transit_kmh = models.FloatField(default=22.0, help_text="bus and train, door to door once aboard")
    transit_wait_minutes = models.PositiveSmallIntegerField(default=10)
    detour = models.FloatField(default=1.3, help_text="way on the ground over the straight line")
    longest_travel_minutes = models.PositiveSmallIntegerField(default=75)
    changeover_minutes = models.PositiveSmallIntegerField(default=5)

    class Meta:
        constraints = [models.UniqueConstraint(models.Value(1), name="one_region_a_database")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
