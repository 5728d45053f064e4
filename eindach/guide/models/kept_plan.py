"""KeptPlan: the plan of somebody who wants us to keep it."""

import uuid

from django.db import models

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person


class KeptPlan(models.Model):
    """What a person told for their plan and ticked off, kept because they asked for it at their own door, until they
    take it back; one a person. Nobody else sees it, no office either.

    `place`, `chosen`, `dates`, `done` are those of guide/plan/answers.py.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    place = models.CharField(max_length=12, blank=True, help_text="AGS of where they live, or `elsewhere`")
    chosen = models.JSONField(default=dict, help_text="question: keys of answers")
    dates = models.JSONField(default=dict, help_text="event: day")
    done = models.JSONField(default=dict, help_text="step: the day it was ticked off")
    kept_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Guarded()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(changed_at__gte=models.F("kept_at")), name="kept_before_changed")
        ]

    def __str__(self) -> str:
        return f"plan kept on {self.kept_at:%F}"
