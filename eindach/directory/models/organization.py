"""Who offers and where: Municipality, Organization, Location."""

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from .keyed import Keyed


class Municipality(models.Model):
    """A town or municipality by its official key (Amtlicher Gemeindeschlüssel, AGS)."""

    ags = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=100)
    latitude = models.FloatField()
    longitude = models.FloatField()
    inhabitants = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class Organization(Keyed):
    """An independent body (HSDS organization)."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority"
        MUNICIPALITY = "municipality"
        JOBCENTER = "jobcenter"
        BANK = "bank"
        INSURER = "insurer"
        CHAMBER = "chamber"
        ASSOCIATION = "association"
        PROVIDER = "provider"
        WELCOME = "welcome-center"

    short_name = I18nCharField(max_length=60)
    description = I18nTextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)


class Location(Keyed):
    """A place with a door (HSDS location with its physical address)."""

    short_name = I18nCharField(max_length=60)
    street = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=5)
    city = models.CharField(max_length=100)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    step_free = models.BooleanField(null=True, blank=True, help_text="None: not known")
    directions = I18nTextField(blank=True)

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postal_code} {self.city}"
