"""Opening: a calendar's bookable span, and what is still free of it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from .counter import Calendar


class Opening(models.Model):
    """Calendar × span × services × languages. Column `free` (tstzmultirange, not a Django field: there is none) is
    `during` minus the live appointments; a trigger keeps it (migration 0002), nobody else writes it."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="openings")
    during = DateTimeRangeField()
    services = ArrayField(models.UUIDField())
    languages = ArrayField(models.CharField(max_length=8))

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="openings_of_a_calendar_never_overlap",
                expressions=[("calendar", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="an_opening_has_bounds",
                condition=models.Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
            ),
        ]
        indexes = [GistIndex(fields=["during"], name="openings_by_time")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.during.lower:%F %R}–{self.during.upper:%R}"
