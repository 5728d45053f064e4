"""DeletionRequest: somebody wants their data deleted, and what became of it."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person, User


class DeletionRequest(models.Model):
    """What could end at once has ended (own/deletion.py); the rest is answered by data protection until `due_on`, one
    month (Art. 12 (3) GDPR). The row goes with the person."""

    class Outcome(models.TextChoices):
        DONE = "done"
        REFUSED = "refused", "refused, for the reason the person reads (Art. 12 (4) GDPR)"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, help_text="empty: not answered yet")
    reason = models.CharField(max_length=400, blank=True, help_text="what the person reads")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = Guarded()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_open_request_a_person", condition=Q(outcome="")),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None) | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="an_answer_has_a_moment",
            ),
            models.CheckConstraint(condition=~Q(outcome="refused", reason=""), name="a_refusal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%F} {self.outcome or 'open'}"

    @property
    def number(self) -> str:
        """What both sides call it."""
        return str(self.id)[:8].upper()

    def state(self, today: date) -> str:
        """open | overdue | done | refused, from the dates alone."""
        return self.outcome or ("overdue" if self.due_on < today else "open")
