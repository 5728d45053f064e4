"""ProfileEntry: one fact about a person, in one category, so that who may see it is decided row by row."""

import uuid

from django.db import models

from eindach.directory.models import Organization

from ..guarded import Guarded
from .person import Person


class Category(models.TextChoices):
    """Kinds of personal data. Consents, legal bases and rules speak of these words."""

    IDENTITY = "identity"
    CONTACT = "contact"
    APPOINTMENTS = "appointments"
    RESIDENCE = "residence"
    BENEFITS = "benefits"
    FAMILY = "family"
    WORK = "work"
    HOUSING = "housing"
    NEEDS = "needs"
    NOTES = "notes"
    HEALTH = "health"


SPECIAL = (Category.HEALTH,)
"""Special categories (Art. 9 GDPR): only with a consent that names them."""


class ProfileEntry(models.Model):
    """What an organization wrote down about a person. Rows of a category nobody granted are not there for others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="profile")
    category = models.CharField(max_length=20, choices=Category.choices)
    key = models.CharField(max_length=60, help_text="what it is about, e.g. residence-title")
    value = models.CharField(max_length=400)
    written_by = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = Guarded()

    class Meta:
        ordering = ["category", "key"]
        # An office's and a category's own: else a word that is taken would tell what is hidden.
        constraints = [
            models.UniqueConstraint(
                fields=["person", "written_by", "category", "key"], name="an_office_writes_a_fact_once"
            )
        ]

    def __str__(self) -> str:
        return self.key
