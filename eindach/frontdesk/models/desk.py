"""Desk: a member of staff at work at a counter."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from eindach.accounts.guarded import Guarded
from eindach.booking.models import Counter


class Desk(models.Model):
    """From opening to closing, at most one at a place of a counter and one a user. A station of an event day may have
    several places (`number`). It survives a dead browser: who comes back finds it as it was."""

    class Why(models.TextChoices):
        BREAK = "break"
        PAPERWORK = "paperwork"
        MEETING = "meeting"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counter = models.ForeignKey(Counter, models.PROTECT, related_name="desks_at_work")
    number = models.PositiveSmallIntegerField(default=1)
    user = models.UUIDField(help_text="who works there; no name")
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    opened_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_for = models.CharField(max_length=10, choices=Why.choices, blank=True)
    back_at = models.DateTimeField(null=True, blank=True, help_text="when the break is to end")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded()

    class Meta:
        ordering = ["counter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "number"], name="one_at_work_at_a_place", condition=Q(closed_at=None)
            ),
            models.UniqueConstraint(fields=["user"], name="nobody_works_at_two_desks", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.counter} {self.number}"
