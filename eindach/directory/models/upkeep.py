"""How the directory stays true: what people changed by hand, whom we asked, what offices say is different."""

import uuid

from django.db import models

from .service import Service


class HandEdit(models.Model):
    """A cell people have set: it outranks the files of the region when they are loaded again.

    `table`, `row` and `column` as `directory.staff.tables` names them; `value` is the text of the cell. A row people
    have added has one with the column "added" besides those of its cells.
    """

    table = models.CharField(max_length=20)
    row = models.CharField(max_length=170, help_text="a key; of a service at a place: service/place")
    column = models.CharField(max_length=40)
    value = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["table", "row", "column"]
        constraints = [models.UniqueConstraint(fields=["table", "row", "column"], name="a_cell_once_by_hand")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"


class Asking(models.Model):
    """An office was asked whether all of this is still right: one mail for all its services, and one reminder."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(help_text="of the office, as the services named it then")
    services = models.ManyToManyField(Service, related_name="askings")
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.email} {self.asked_at:%F}"


class Proposal(models.Model):
    """What an office says is different: a cell with its old and its new text. A coordinator accepts or rejects it.

    Without a column it is a remark in words that no cell holds; accepting it means it was seen to.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="proposals")
    table = models.CharField(max_length=20, blank=True)
    row = models.CharField(max_length=170, blank=True)
    column = models.CharField(max_length=40, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    email = models.EmailField(help_text="of the office that says so")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, help_text="empty: waits")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "service", "table", "row", "column"]
        constraints = [
            models.CheckConstraint(
                name="decided_with_an_outcome",
                condition=models.Q(outcome="", decided_at=None)
                | (~models.Q(outcome="") & models.Q(decided_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.column or 'remark'}"
