"""Message, by mail or to a phone, and its attachments."""

import uuid

from django.db import models


class Message(models.Model):
    """One e-mail or one text message to a phone. Its state is computed from its dates: waiting, sent, given up; emptied
    once its content is purged."""

    class Channel(models.TextChoices):
        MAIL = "mail"
        TEXT = "text", "text message: `to` is a number in E.164, subject and HTML are empty"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True, null=True, blank=True, help_text="written once under this key")
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL)
    to = models.CharField(max_length=254, blank=True, help_text="address or number; empty once the content is purged")
    reply_to = models.EmailField(blank=True, help_text="where an answer reaches a human")
    language = models.CharField(max_length=16)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    kind = models.SlugField(help_text="e.g. booked, cancelled, proposal")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True, help_text="no further try; `fault` says why")
    emptied_at = models.DateTimeField(null=True, blank=True, help_text="content purged")
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-written_at"]
        indexes = [
            models.Index(
                fields=["written_at"],
                name="messages_to_send",
                condition=models.Q(sent_at=None, given_up_at=None, emptied_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_text(self) -> bool:
        return self.channel == self.Channel.TEXT

    @property
    def state(self) -> str:
        """sent | given-up | waiting."""
        if self.sent_at:
            return "sent"
        return "given-up" if self.given_up_at else "waiting"


class Attachment(models.Model):
    """A file of a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100, help_text="with parameters: text/calendar; method=REQUEST")
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
