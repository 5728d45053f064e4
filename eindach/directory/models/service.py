"""What is offered: Service, the same service at a location, the papers it asks for."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from .keyed import Keyed
from .organization import Location, Organization


class Service(Keyed):
    """Something one organization does for people (HSDS service)."""

    class Status(models.TextChoices):
        """The words of HSDS; what is no longer offered stays, so that who looks for it reads that it is gone."""

        ACTIVE = "active"
        PAUSED = "temporarily closed"
        DEFUNCT = "defunct"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="services")
    description = I18nTextField(blank=True)
    fees = I18nCharField(max_length=300, blank=True, help_text="as published, with its date; never computed with")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    for_women = models.BooleanField(default=False, help_text="for women only")
    with_children = models.BooleanField(null=True, blank=True, help_text="may one bring children; None: not known")
    assured_date = models.DateField(null=True, blank=True, help_text="when the office last said that all this is right")
    assurer_email = models.EmailField(blank=True, help_text="of the office that said so, never of one person")


class ServiceAtLocation(models.Model):
    """A service at one of its places, in the languages spoken there (HSDS service_at_location)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, models.CASCADE, related_name="services_at")
    languages = ArrayField(models.CharField(max_length=8), help_text="spoken there, codes of kernel.languages")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="a_service_once_a_location")]

    def __str__(self) -> str:
        return f"{self.service} · {self.location}"


class RequiredDocument(models.Model):
    """A paper to bring (HSDS required_document)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="required_documents")
    key = models.SlugField(max_length=80, help_text="the same paper has the same key at every service")
    name = I18nCharField(max_length=200)
    note = I18nCharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["service", "key"], name="a_paper_once_a_service")]

    def __str__(self) -> str:
        return str(self.name)
