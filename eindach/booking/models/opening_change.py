"""OpeningChange: what somebody changed by hand about a calendar's openings, on top of its rules."""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from .counter import Calendar


class OpeningChange(models.Model):
    """In `during` the counter is open for these services and languages, whatever the rules say; without services it is
    closed. With a weekday only on that day of each week, from `opens` to `closes`. Later ones (by id) lie over earlier.

    They stay when the rules change: a region's files may be loaded anew without undoing what was done by hand.
    """

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="changes")
    during = DateTimeRangeField(help_text="no end: only of what is weekly")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Monday is 0; empty: once")
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    services = ArrayField(models.UUIDField(), default=list, blank=True, help_text="none: closed")
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_change_is_once_or_weekly",
                condition=Q(weekday=None, opens=None, closes=None, during__upper_inf=False)
                | Q(weekday__lte=6, opens__lt=models.F("closes")),
            ),
            models.CheckConstraint(name="a_change_begins", condition=Q(during__isempty=False, during__lower_inf=False)),
        ]
        indexes = [GistIndex(fields=["during"], name="opening_changes_by_time")]

    def __str__(self) -> str:
        return f"{self.calendar} {'open' if self.services else 'closed'} {self.during}"
