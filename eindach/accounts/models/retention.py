"""What keeping the periods of retention needs: holds, notices, lists that two people sign, and the log."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ..guarded import Guarded
from .membership import Role
from .person import Person
from .user import User

MAKE_LISTS = (Role.COORDINATOR, Role.PROTECTION)
"""Who proposes what is to be destroyed. Approving is for data protection alone, and for somebody else."""


class LegalHold(models.Model):
    """Nothing of this person is deleted while it stands (Art. 18 (2), Art. 17 (3) GDPR): a complaint, a court."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")),
                name="a_hold_is_lifted_by_somebody_for_a_reason",
            ),
            models.UniqueConstraint(fields=["person"], name="one_hold_a_person", condition=Q(lifted_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.placed_at:%F}"


class RetentionNotice(models.Model):
    """Somebody was told that this will be deleted; the days of grace run from here."""

    kept = models.SlugField(max_length=20, help_text="class of retention")
    object_id = models.UUIDField(help_text="of the row that ends")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kept", "object_id"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.kept} {self.told_at:%F}"


class DestructionList(models.Model):
    """What one person proposes to destroy and another approves; the next run carries it out, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approver = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    carried_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")), name="nobody_approves_their_own_list"
            ),
            models.CheckConstraint(
                condition=Q(approver=None, approved_at=None) | Q(approver__isnull=False, approved_at__isnull=False),
                name="an_approval_has_somebody_and_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%F}"


class DestructionItem(models.Model):
    """One row of a list. Once the list was carried out, it no longer says which row that was."""

    class Outcome(models.TextChoices):
        DESTROYED = "destroyed"
        SPARED = "spared", "not due any more, held, or still needed"

    list = models.ForeignKey(DestructionList, models.CASCADE, related_name="items")
    kept = models.SlugField(max_length=20, help_text="class of retention")
    object_id = models.UUIDField(null=True, help_text="empty: carried out")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["list", "kept", "object_id"], name="listed_once")]

    def __str__(self) -> str:
        return f"{self.kept} {self.outcome}"


class Deletion(models.Model):
    """One line of the log: how many rows of a class ended, when; which ones, only as keyed digests, so that a backup
    that still has them can be told apart. Also a line of a file outside the database (registry/log.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    kept = models.SlugField(max_length=20, help_text="class of retention")
    count = models.PositiveIntegerField()
    digests = ArrayField(models.CharField(max_length=64))

    objects = Guarded()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kept} {self.at:%F}: {self.count}"
