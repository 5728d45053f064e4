"""Consent after ISO/IEC TS 27560: per person, recipient, purpose and categories; its events are never changed."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Category, Person, User
from eindach.directory.models import Organization


class ConsentText(models.Model):
    """The words somebody agreed to: one version in one language. Never changed; a new version is a new row."""

    purpose = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    body = models.TextField(
        help_text="paragraphs, separated by an empty line; {controller}, {recipient}, {data}, {until} are filled in"
    )
    sha256 = models.CharField(max_length=64, editable=False)
    drafted_by_machine = models.BooleanField(default=False)

    class Meta:
        ordering = ["purpose", "version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version", "language"], name="one_text_a_version_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} {self.language}"


class Consent(models.Model):
    """One question to a person: may this recipient know these categories for this purpose? Asked, not yet answered,
    it allows nothing."""

    class State(models.TextChoices):
        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    controller = models.ForeignKey(Organization, models.PROTECT, related_name="+", help_text="who asks and passes on")
    recipient = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    purpose = models.SlugField(max_length=60)
    categories = ArrayField(models.CharField(max_length=20, choices=Category.choices))
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(help_text="a consent ends by itself; its purpose is met or it is asked again")
    asked_at = models.DateTimeField()

    objects = Guarded()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"

    def state(self, now: datetime) -> str:
        """asked | given | refused | withdrawn | expired, from the events and the clock alone. `events` may be
        prefetched; they come oldest first."""
        kinds = [event.kind for event in self.events.all()]
        last = kinds[-1] if kinds else self.State.ASKED
        if last in (self.State.ASKED, self.State.GIVEN) and now >= self.expires_at:
            return self.State.EXPIRED
        return last


class ConsentEvent(models.Model):
    """What happened to a consent, by whom, how. Append-only by trigger and by grants."""

    class Channel(models.TextChoices):
        PERSON = "person", "by the person at their own door"
        COUNTER = "counter", "at a counter"
        PROGRAM = "program", "by the program (expiry)"

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Consent.State.choices)
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    by_user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=16, blank=True, help_text="it was explained in")
    interpreter = models.CharField(max_length=120, blank=True, help_text="who interpreted: name, service or function")
    heard_by = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", help_text="at whose counter"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                # Taking back asks for nothing: it must be as easy as giving (Art. 7(3) GDPR).
                condition=~models.Q(channel="counter") | models.Q(kind="withdrawn") | ~models.Q(language=""),
                name="a_word_at_a_counter_names_its_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %R}"
