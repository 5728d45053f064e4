"""Enquiry and Entry."""

from datetime import datetime
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from phonenumber_field.modelfields import PhoneNumberField

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import User
from eindach.casework.models import Case, Referral
from eindach.directory.models import Municipality
from eindach.guide.models import Matter

SINCE: Final = Coalesce(F("said_again_at"), F("created_at"))
"""When the asker spoke last."""
WAITS_FOR_US: Final = Q(closed_at=None) & (Q(told_at=None) | Q(said_again_at__gt=F("told_at")))


class Enquiry(models.Model):
    """What somebody wants to know, or that they want a call. Its state is computed from its dates.

    Nobody has to say who they are: it is connected to no person until a case or a referral is made of it, and who holds
    its link reads it.
    """

    class AnswerBy(models.TextChoices):
        PHONE = "phone"
        MAIL = "mail"
        TEXT = "text", "a text message with the link"
        LINK = "link", "nothing is sent; they look themselves"

    class CameBy(models.TextChoices):
        FORM = "form"
        MAIL = "mail"
        PHONE = "phone", "somebody of the team wrote it down"
        HOUSE = "house", "the program: they cannot be written to"

    class Outcome(models.TextChoices):
        ANSWERED = "answered"
        BOOKED = "booked", "an appointment was made of it"
        REFERRED = "referred", "another office was asked to help"
        CASE = "case", "an office helps them from now on"
        TOLD_WHERE = "told-where", "they were told which office it is for"
        SILENT = "silent", "we answered, and heard no more"
        NOT_REACHED = "not-reached"
        NO_QUESTION = "no-question", "advertising, or nothing anybody could answer"

    name = models.CharField(max_length=120, blank=True)
    phone = PhoneNumberField(blank=True)
    email = models.EmailField(blank=True)
    answer_by = models.CharField(max_length=5, choices=AnswerBy.choices, default=AnswerBy.PHONE)
    came_by = models.CharField(max_length=5, choices=CameBy.choices, default=CameBy.FORM)
    language = models.CharField(max_length=16)
    best_time = models.CharField(max_length=120, blank=True)
    concern = models.TextField(blank=True, help_text="their first words, as they wrote them")
    matter = models.ForeignKey(Matter, models.SET_NULL, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(Municipality, models.SET_NULL, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")
    referral = models.ForeignKey(Referral, models.SET_NULL, null=True, blank=True, related_name="+")
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    mail_id = models.CharField(max_length=250, null=True, blank=True, unique=True, help_text="Message-ID it came with")
    left_out = models.PositiveSmallIntegerField(default=0, help_text="files that came with it and were thrown away")
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True, help_text="our first answer")
    told_at = models.DateTimeField(null=True, blank=True, help_text="our latest answer")
    said_again_at = models.DateTimeField(null=True, blank=True, help_text="their latest words after the first")
    asks_back = models.BooleanField(default=False, help_text="our latest answer is a question to them")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True, help_text="of what is closed")

    objects = Guarded()

    class Meta:
        ordering = ["created_at"]
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                name="what_is_closed_has_an_outcome",
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="open_enquiries", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"{self.number}, {self.created_at:%F}"

    @property
    def number(self) -> str:
        """What both sides call it; it opens nothing."""
        return f"F{self.pk:04}"

    @property
    def since(self) -> datetime:
        """When they spoke last."""
        return self.said_again_at or self.created_at

    @property
    def state(self) -> str:
        """new | assigned | answered | waiting (for them) | reopened | closed, from the dates alone."""
        if self.closed_at:
            return "closed"
        if self.told_at and self.told_at >= self.since:
            return "waiting" if self.asks_back else "answered"
        if self.told_at:
            return "reopened"
        return "assigned" if self.assigned_to_id else "new"

    @property
    def waits_for_us(self) -> bool:
        return self.state in ("new", "assigned", "reopened")


class Entry(models.Model):
    """One thing that was said after the first words, or a note of ours. Nothing of it is ever changed."""

    class Kind(models.TextChoices):
        SAID = "said", "by who asked"
        ANSWER = "answer", "by us, for them to read"
        CALL = "call", "we reached them on the phone; the words are ours alone"
        NO_REPLY = "no-reply", "we called, nobody answered"
        NOTE = "note", "for us alone"

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=16, help_text="of the text")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    mail_id = models.CharField(max_length=250, null=True, blank=True, unique=True, help_text="Message-ID it came with")
    left_out = models.PositiveSmallIntegerField(default=0, help_text="files that came with it and were thrown away")

    objects = Guarded()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.kind} {self.at:%F}"

    @property
    def is_theirs_to_read(self) -> bool:
        return self.kind in (self.Kind.SAID, self.Kind.ANSWER)
