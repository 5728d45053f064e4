"""What the law has a region say about barriers on these pages, and its videos; from the region's files alone."""

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField


class AccessibilityStatement(models.Model):
    """How accessible the pages are, how that was found out, and who decides when we do not help. One row, or none."""

    class State(models.TextChoices):
        FULL = "full"
        PARTIAL = "partial"
        NONE = "none"

    state = models.CharField(max_length=8, choices=State.choices)
    standard = models.CharField(max_length=200, help_text="what is asked for, as it is called in German")
    law = models.CharField(max_length=200)
    method = I18nTextField()
    assessed_on = models.DateField()
    written_on = models.DateField()
    reviewed_on = models.DateField(help_text="a year later it is due again")
    answer_weeks = models.PositiveSmallIntegerField(help_text="so long a report waits for its answer at most")
    answer_law = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField(default=False, help_text="by the district; else the page says that it is not")
    ombuds_name = models.CharField(max_length=200, help_text="in German, as on the letter")
    ombuds_text = I18nTextField(help_text="what it does, and how one turns to it")
    ombuds_link = models.URLField()
    ombuds_address = models.CharField(max_length=200, blank=True)
    ombuds_phone = models.CharField(max_length=40, blank=True)
    ombuds_email = models.EmailField(blank=True)
    ombuds_as_of = models.DateField()
    ombuds_source = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(models.Value(1), name="one_accessibility_statement")]

    def __str__(self) -> str:
        return f"{self.state}, {self.reviewed_on:%F}"


class Barrier(models.Model):
    """Something that is not accessible, why, and what helps instead."""

    class Reason(models.TextChoices):
        NOT_YET = "not-yet", "does not meet the rules yet"
        BURDEN = "burden", "a disproportionate burden"
        OUTSIDE = "outside", "outside the scope of the law"

    key = models.SlugField(unique=True, max_length=80)
    position = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=8, choices=Reason.choices, default=Reason.NOT_YET)
    what = I18nTextField()
    why = I18nTextField()
    instead = I18nTextField()

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return str(self.what)


class Video(models.Model):
    """A video in sign language: a file of ours, or a page elsewhere that is only linked."""

    key = models.SlugField(unique=True, max_length=80)
    position = models.PositiveSmallIntegerField()
    title = I18nCharField(max_length=200)
    language = models.CharField(max_length=8, help_text="dgs: German Sign Language")
    file = models.CharField(max_length=120, blank=True, help_text="its name in the folder of videos")
    link = models.URLField(blank=True)
    seconds = models.PositiveSmallIntegerField(help_text="how long it lasts")
    transcript = I18nTextField(help_text="what is said, to be read")
    as_of = models.DateField()
    source = models.CharField(max_length=200, help_text="who made it")

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(
                name="a_video_is_here_or_elsewhere",
                condition=models.Q(file="", link__gt="") | models.Q(file__gt="", link=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)
