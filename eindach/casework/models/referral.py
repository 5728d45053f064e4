"""Referral: an office asks another one to help somebody, and learns what became of it (the loop is closed)."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from eindach.accounts.models import User
from eindach.consent.models import Consent
from eindach.directory.models import Organization

from .case import Case
from .helping import Helping


class Referral(Helping):
    """After FHIR's ServiceRequest with its Task (HL7 SDOH Clinical Care, closed-loop referral). Its state is computed
    from its dates; every end has an outcome, every no a reason. The recipient sees it from the person's yes on, and as
    long as that holds."""

    class Outcome(models.TextChoices):
        DONE = "done", "the recipient did what was asked, and says what"
        REJECTED = "rejected", "the recipient does not take it"
        FAILED = "failed", "the recipient took it and could not help"
        CANCELLED = "cancelled", "the sender took it back"
        REFUSED = "refused", "the person said no"
        WITHDRAWN = "withdrawn", "the person took their yes back"
        EXPIRED = "expired", "nobody answered in time"

    class Reason(models.TextChoices):
        """Why the recipient does not take it, or could not help."""

        FULL = "full", "no room now"
        NOT_OURS = "not-ours", "another office does this"
        NOT_ENTITLED = "not-entitled", "the offer is not for them"
        LANGUAGE = "language", "nobody there speaks with them"
        NOT_REACHED = "not-reached", "they could not be reached"
        OTHER = "other", "said in words"

    sender = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="referrals")
    consent = models.ForeignKey(Consent, models.CASCADE, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True, help_text="what the recipient is told; the person reads it too")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(null=True, blank=True, help_text="the person said yes: it was sent")
    due_on = models.DateField(null=True, blank=True, help_text="the last day of an answer; later after a late reminder")
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="who can answer was written to once more")
    seen_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    result = models.TextField(blank=True, help_text="what was done, or why not; the person reads it too")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="the sender has read how it ended")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sender", "recipient", "matter"], name="no_open_referral_twice",
                condition=Q(ended_at=None), nulls_distinct=False,
            ),
            models.CheckConstraint(name="a_referral_goes_to_another_office", condition=~Q(sender=F("recipient"))),
            models.CheckConstraint(
                name="what_is_sent_has_a_consent_and_a_last_day",
                condition=Q(requested_at=None, due_on=None)
                | Q(requested_at__isnull=False, due_on__isnull=False, consent__isnull=False),
            ),
            models.CheckConstraint(
                name="seen_and_accepted_what_was_sent",
                condition=Q(requested_at__isnull=False) | Q(seen_at=None, accepted_at=None),
            ),
            models.CheckConstraint(
                name="an_ended_referral_has_an_outcome",
                condition=Q(ended_at=None, outcome="", confirmed_at=None)
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="a_referral_is_done_once_accepted_and_says_what",
                condition=~Q(outcome__in=["done", "failed"]) | (Q(accepted_at__isnull=False) & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="a_no_of_an_office_has_a_reason", condition=~Q(outcome__in=["rejected", "failed"]) | ~Q(reason="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def state(self) -> str:
        """asked (of the person) | requested | seen | accepted | an Outcome | closed (the sender read the outcome)."""
        if self.ended_at:
            return "closed" if self.confirmed_at else self.outcome
        reached = (("accepted", self.accepted_at), ("seen", self.seen_at), ("requested", self.requested_at))
        return next((name for name, at in reached if at), "asked")

    @property
    def came_back(self) -> bool:
        """Somebody must find another way for them."""
        return self.outcome in CAME_BACK


CAME_BACK: Final = frozenset({Referral.Outcome.REJECTED, Referral.Outcome.FAILED, Referral.Outcome.EXPIRED})
