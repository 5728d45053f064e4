"""LegalBasis: a transmission the law orders or allows, as dated data with source and reviewer. Not consent."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from i18nfield.fields import I18nCharField, I18nTextField

from eindach.accounts.models import Category
from eindach.directory.models import Organization

OF_AN_OFFICE_ITSELF = ("appointment", "help")
"""Purposes that make an office know who came to it. By such a norm nothing is told to another one."""


class LegalBases(models.QuerySet["LegalBasis"]):
    def in_force(self, day: date) -> "LegalBases":
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class LegalBasis(models.Model):
    """What a norm allows: from which kind of organization to which, for which purpose, which categories, since when."""

    key = models.SlugField(unique=True, max_length=60)
    norm = I18nCharField(max_length=200, help_text="as cited, e.g. Art. 6 Abs. 1 lit. b DSGVO")
    name = I18nCharField(max_length=200)
    explanation = I18nTextField(blank=True)
    from_kind = models.CharField(max_length=20, choices=Organization.Kind.choices, blank=True, help_text="empty: any")
    to_kind = models.CharField(max_length=20, choices=Organization.Kind.choices, blank=True, help_text="empty: any")
    purpose = models.SlugField(max_length=60)
    categories = ArrayField(models.CharField(max_length=20, choices=Category.choices))
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="first day it no longer holds")
    source = models.CharField(max_length=300, help_text="address of the text, or who confirmed it")
    reviewed_by = models.CharField(max_length=200, blank=True, help_text="office, not person; empty: to be confirmed")
    review_due = models.DateField(null=True, blank=True)

    objects = LegalBases.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "legal bases"

    def __str__(self) -> str:
        return str(self.norm)
