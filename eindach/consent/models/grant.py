"""Grant: an organization may know these categories of a person, because of a consent or a law, from when to when."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Category, Person
from eindach.directory.models import Organization

from .consent import Consent
from .legal_basis import LegalBasis


class Grant(models.Model):
    """Access with its reason and its end. When the reason ends, the grant has ended (same transaction)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    purpose = models.SlugField(max_length=60)
    categories = ArrayField(models.CharField(max_length=20, choices=Category.choices))
    consent = models.ForeignKey(Consent, models.CASCADE, null=True, blank=True, related_name="grants")
    legal_basis = models.ForeignKey(LegalBasis, models.PROTECT, null=True, blank=True, related_name="+")
    granted_by = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="by law: the office that tells it",
    )
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent__isnull=False, legal_basis__isnull=True)
                | Q(consent__isnull=True, legal_basis__isnull=False),
                name="a_grant_has_one_reason",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="a_grant_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["organization", "person"], name="grants_of_an_organization")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
