"""Itinerary: the coordinated appointments of one person; BookingKey: the same request twice books once."""

import uuid
from datetime import datetime

from django.db import models

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person


class Itinerary(models.Model):
    """What one person wants settled and when. Its state is computed from its dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="itineraries")
    phone = models.CharField(max_length=32, blank=True, help_text="as given for this booking")
    language = models.CharField(max_length=16)
    wish = models.JSONField(help_text="what was asked for: matters, dates, windows, people, languages, needs")
    wants_earlier = models.BooleanField(default=False, help_text="on the waiting list for a shorter or earlier plan")
    looked_at = models.DateTimeField(null=True, blank=True, help_text="when the waiting list last searched for it")
    created_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text="RFC 5545 SEQUENCE: one more with every change")

    objects = Guarded()

    class Meta:
        verbose_name_plural = "itineraries"
        indexes = [
            models.Index(
                fields=["booked_at"],
                name="waiting_list",
                condition=models.Q(wants_earlier=True, cancelled_at=None, booked_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def state(self, now: datetime) -> str:
        """held | booked | cancelled | expired, from the dates alone."""
        if self.cancelled_at:
            return "cancelled"
        if self.booked_at:
            return "booked"
        return "held" if self.appointments.filter(status="held", held_until__gt=now).exists() else "expired"


class BookingKey(models.Model):
    """An Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) and what it led to."""

    digest = models.CharField(max_length=64, primary_key=True)
    fingerprint = models.CharField(max_length=64, help_text="of the request; another request with this key is refused")
    itinerary = models.ForeignKey(Itinerary, models.CASCADE, related_name="keys")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]
