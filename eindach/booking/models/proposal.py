"""Proposal: a new best plan made for somebody, held for them until they answer."""

import uuid
from datetime import datetime

from django.db import models

from eindach.accounts.guarded import Guarded

from .itinerary import Itinerary

UNANSWERED = models.Q(accepted_at=None, declined_at=None)


class Proposals(models.QuerySet["Proposal"]):
    """At most one proposal of an itinerary is unanswered (a constraint sees to it)."""

    def unanswered(self) -> "Proposals":
        return self.filter(UNANSWERED)

    def waiting(self, now: datetime) -> "Proposals":
        """Unanswered, and what they hold is still held."""
        return self.unanswered().filter(held_until__gt=now)


class Proposal(models.Model):
    """A plan in place of an itinerary's present one. `offer` is the whole new plan; what is new of it is held."""

    class Cause(models.TextChoices):
        CLOSURE = "closure"
        SHORTER = "shorter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    itinerary = models.ForeignKey(Itinerary, models.CASCADE, related_name="proposals")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    offer = models.TextField(blank=True, help_text="the whole new plan, signed; empty: none possible, a human calls")
    made_at = models.DateTimeField()
    held_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.from_queryset(Proposals)()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["itinerary"],
                name="one_open_proposal_an_itinerary",
                condition=UNANSWERED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.cause} for {self.itinerary}"
