"""Case: an office helps somebody who asked it for help, from the first word to the outcome."""

from django.db import models
from django.db.models import F, Q

from eindach.accounts.models import User
from eindach.consent.models import Consent
from eindach.directory.models import Organization

from .helping import Helping


class Case(Helping):
    """Who helps whom with what. Whether it is open, its dates say. What stands on a consent alone ends when that is
    taken back, and nobody at the office sees it any more."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", "what they needed is settled"
        PASSED_ON = "passed-on", "another office takes care of it"
        NO_MORE = "no-more", "they want no more help"
        MOVED = "moved", "they have moved away"
        NOT_REACHED = "not-reached", "they could not be reached any more"
        WITHDRAWN = "withdrawn", "they took the yes back by which the office knew them"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    consent = models.ForeignKey(
        Consent, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="by which alone the office knew them when it was opened; empty: they came themselves",
    )  # fmt: skip
    advisor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    concern = models.TextField(help_text="what they need, in words of the office; the person reads it too")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True, help_text="of what has ended")

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
    def state(self) -> str:
        """open | ended, from the dates alone."""
        return "ended" if self.ended_at else "open"
