"""Remedy: what is proposed to a visitor whose next appointment can no longer be reached in time."""

import uuid

from django.db import models
from django.db.models import Q

from eindach.accounts.guarded import Guarded
from eindach.booking.models import Counter

from .visit import Stop


class Remedy(models.Model):
    """Another time for `stop`; for a swap another one for `other` too; to find a day, none: who has no appointment
    chooses one on a page (another_day). Answered by the visitor, or at the counter they are at. `late_minutes`: so late
    it would begin otherwise; empty: the door closes before."""

    class Way(models.TextChoices):
        SWAP = "swap"
        LATER = "later"
        OTHER_DAY = "other-day"
        FIND_DAY = "find-day"

    class Answer(models.TextChoices):
        TAKEN = "taken"
        DECLINED = "declined"
        OVER = "over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stop = models.ForeignKey(Stop, models.CASCADE, related_name="remedies")
    way = models.CharField(max_length=10, choices=Way.choices)
    counter = models.ForeignKey(Counter, models.CASCADE, null=True, blank=True, related_name="+")
    start = models.DateTimeField(null=True, blank=True)
    other = models.ForeignKey(Stop, models.CASCADE, null=True, blank=True, related_name="+")
    other_start = models.DateTimeField(null=True, blank=True)
    late_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded()

    class Meta:
        verbose_name_plural = "remedies"
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["stop"], name="one_open_remedy_a_stop", condition=Q(answer="")),
            models.CheckConstraint(
                name="a_swap_has_two_times",
                condition=(Q(way="swap") & Q(other__isnull=False, other_start__isnull=False))
                | (~Q(way="swap") & Q(other=None, other_start=None)),
            ),
            models.CheckConstraint(
                name="only_a_day_to_be_found_has_no_time",
                condition=(Q(way="find-day") & Q(counter=None, start=None))
                | (~Q(way="find-day") & Q(counter__isnull=False, start__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stop} {self.way}"
