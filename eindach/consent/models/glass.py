"""BrokenGlass: an emergency look without a relation: a reason, half an hour, and a review that falls due."""

import uuid
from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from eindach.accounts.models import Person, User
from eindach.directory.models import Organization

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)
SHORTEST_REASON: Final = 20
"""Characters."""
LASTS: Final = timedelta(minutes=30)


class BrokenGlass(models.Model):
    """One look (HL7 EHR-S FM TI.2.1.2.8: who, role, when, where from, why). The fields stay those of the role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reason = models.TextField(max_length=1000)
    broken_at = models.DateTimeField()
    until = models.DateTimeField()
    review_due = models.DateField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-broken_at"]
        verbose_name_plural = "broken glass"
        constraints = [
            models.CheckConstraint(condition=Q(reason__length__gte=SHORTEST_REASON), name="broken_glass_has_a_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")), name="nobody_reviews_their_own_look"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("broken_at"), until__lte=F("broken_at") + LASTS),
                name="glass_stays_broken_for_half_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, finding="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(finding="")),
                name="a_review_says_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.broken_at:%F %R}"
