"""What a case and a referral have in common: somebody who asked for help, how they are reached, and an end."""

import uuid

from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person
from eindach.guide.models import Matter


class Helping(models.Model):
    """`phone` and `language` are what was said with it: of a person anybody can ask in the name of, an office reads no
    more than that (decision 20)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    matter = models.ForeignKey(Matter, models.SET_NULL, null=True, blank=True, related_name="+")
    phone = PhoneNumberField(blank=True, help_text="as it was said with it")
    language = models.CharField(max_length=16, help_text="to be spoken, as it was said with it")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded()

    class Meta:
        abstract = True

    @property
    def number(self) -> str:
        """What both sides call it; it opens nothing."""
        return str(self.id)[:8].upper()
