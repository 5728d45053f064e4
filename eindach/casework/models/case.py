"""Case: an office helps somebody who asked it for help, from the first word to the outcome."""

import uuid

from django.db import models
from django.db.models import F, Q
from phonenumber_field.modelfields import PhoneNumberField

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person, User
from eindach.directory.models import Organization
from eindach.guide.models import Matter


class Case(models.Model):
    """Who helps whom with what. `phone` and `language` are what was said when the case was opened: of a person anybody
    can ask in the name of, an office reads no more than that (decision 15). Whether it is open, its dates say."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", "what they needed is settled"
        PASSED_ON = "passed-on", "another office takes care of it"
        NO_MORE = "no-more", "they want no more help"
        MOVED = "moved", "they have moved away"
        NOT_REACHED = "not-reached", "they could not be reached any more"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    advisor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(Matter, models.SET_NULL, null=True, blank=True, related_name="+")
    concern = models.TextField(help_text="what they need, in words of the office; the person reads it too")
    phone = PhoneNumberField(blank=True, help_text="as it was said with it")
    language = models.CharField(max_length=16, help_text="to be spoken, as it was said with it")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True, help_text="of what has ended")

    objects = Guarded()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"], name="one_open_case_a_person_and_office", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="an_ended_case_has_an_outcome",
                condition=Q(ended_at=None, outcome="") | (Q(ended_at__gte=F("opened_at")) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def number(self) -> str:
        """What both sides call it; it opens nothing."""
        return str(self.id)[:8].upper()

    @property
    def state(self) -> str:
        """open | ended, from the dates alone."""
        return "ended" if self.ended_at else "open"
