"""Topic and Matter."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from eindach.directory.models import Service


class Topic(models.Model):
    """A tile of the start page."""

    key = models.SlugField(unique=True)
    name = I18nCharField(max_length=80)
    summary = I18nCharField(max_length=120, blank=True)
    icon = models.SlugField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.name)


class Matter(models.Model):
    """What somebody wants settled (Anliegen), wherever it is settled."""

    key = models.SlugField(unique=True, max_length=80)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="matters")
    name = I18nCharField(max_length=120)
    short_name = I18nCharField(max_length=40, help_text="fits a block of the drawn visit")
    summary = I18nTextField(blank=True)
    official_term = models.CharField(max_length=120, help_text="German, as on letters and doors")
    keywords = I18nTextField(blank=True, help_text="other words people search for")
    icon = models.SlugField()
    position = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField()
    minutes_each_further = models.PositiveSmallIntegerField(default=0, help_text="for each person after the first")
    after = models.ManyToManyField("self", symmetrical=False, related_name="before", blank=True)
    services = models.ManyToManyField(Service, related_name="matters")
    gives = ArrayField(
        models.SlugField(max_length=80), default=list, blank=True, help_text="keys of papers one gets there"
    )
    sample = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return str(self.name)

    def minutes_for(self, people: int) -> int:
        return self.minutes + (people - 1) * self.minutes_each_further
