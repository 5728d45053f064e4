"""InterpreterRequest: somebody at a counter asks the house for a person who speaks the visitor's language.
PhoneInterpreter: a line of the phone list, for when nobody in the house does."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from i18nfield.fields import I18nCharField

from eindach.accounts.guarded import Guarded

from .desk import Desk
from .visit import Stop


class InterpreterRequest(models.Model):
    """Asked from `desk` for whoever `stop` is about. It ends with the stop and with the desk (triggers of migration
    0006), or is taken back. `comes`: the user who said yes, at `comes_from` when they have a desk of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stop = models.ForeignKey(Stop, models.CASCADE, related_name="interpreter_requests")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    comes = models.UUIDField(null=True, blank=True, help_text="who interprets; no name")
    comes_from = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    declined = ArrayField(models.UUIDField(), default=list, blank=True, help_text="users who cannot come")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["stop"], name="one_open_interpreter_request_a_stop", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="who_comes_has_answered", condition=Q(comes=None) | Q(answered_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.stop}"


class PhoneInterpreter(models.Model):
    """Interpreting by phone, as the region's data say (interpreting/region_data.py)."""

    key = models.SlugField(unique=True, max_length=80)
    name = I18nCharField(max_length=120)
    note = I18nCharField(max_length=300, blank=True, help_text="what to say there, and who pays")
    phone = models.CharField(max_length=40)
    languages = ArrayField(models.CharField(max_length=8))
    hours = models.JSONField(help_text="forms of directory/region_format.py: HoursEntry")
    as_of = models.DateField()
    source = models.CharField(max_length=200, blank=True, help_text="empty: to be confirmed by the district")
    sample = models.BooleanField(default=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.name)
