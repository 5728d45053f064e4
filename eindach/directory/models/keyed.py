"""What organizations, locations, services and series of event days have in common."""

import uuid

from django.db import models
from i18nfield.fields import I18nCharField


class Keyed(models.Model):
    """A row of a region's files, which call it by its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(unique=True, max_length=80)
    name = I18nCharField(max_length=200)
    sample = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.name)
