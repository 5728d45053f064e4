"""Company: an employer, and who there looks after those who come."""

import uuid

from django.db import models
from django.db.models import Q

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person


class Company(models.Model):
    """Asked, admitted by the coordinator, ended. What was said when asking stays as it was said; who signs in for the
    company is `contact`, from the day it was admitted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    town = models.CharField(max_length=120, help_text="where it is, or will be")
    contact_name = models.CharField(max_length=120)
    contact_role = models.CharField(max_length=80, help_text="what they do there: human resources, for example")
    email = models.EmailField()
    phone = models.CharField(max_length=32)
    language = models.CharField(max_length=16)
    about = models.TextField(blank=True, help_text="whom they expect, in their words")
    contact = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="companies")
    asked_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="refused, or no longer here")
    sample = models.BooleanField(default=False)

    objects = Guarded()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"
        constraints = [
            models.CheckConstraint(
                name="an_admitted_company_has_a_contact",
                condition=Q(admitted_at=None, contact=None) | Q(admitted_at__isnull=False, contact__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """asked | admitted | ended."""
        if self.ended_at:
            return "ended"
        return "admitted" if self.admitted_at else "asked"
