"""Employee: somebody a company expects; Details: what is known of them; Answer: what they allow their employer."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person

from .company import Company


class Employee(models.Model):
    """Their place in the company's list: what the company may always know of it. `person` is theirs once they accepted;
    `may_book` and `may_see` are their last answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="employees")
    label = models.CharField(max_length=60, help_text="how the company calls them in its list")
    arrives = models.DateField(help_text="first day of the month")
    entered_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True, blank=True)
    good_until = models.DateTimeField(null=True, blank=True, help_text="of the invitation")
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="they wanted nothing of it, or no more")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="employments")
    may_book = models.BooleanField(default=False)
    may_see = models.BooleanField(default=False)

    objects = Guarded()

    class Meta:
        ordering = ["arrives", "label", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "label"], name="one_label_a_company"),
            models.CheckConstraint(
                name="who_accepted_is_somebody",
                condition=Q(accepted_at=None, person=None) | Q(accepted_at__isnull=False, person__isnull=False),
            ),
            models.CheckConstraint(
                name="only_who_accepted_allows_anything",
                condition=Q(may_book=False, may_see=False) | Q(accepted_at__isnull=False, ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def state(self, now: datetime) -> str:
        """entered | invited | late | accepted | ended."""
        if self.ended_at:
            return "ended"
        if self.accepted_at:
            return "accepted"
        if not self.invited_at or not self.good_until:
            return "entered"
        return "invited" if now < self.good_until else "late"


class Details(models.Model):
    """Who comes, with whom, and what they need. The company writes it; from the acceptance on it is the person's alone.
    Name and contact then stand in the person's own row, and here no more."""

    employee = models.OneToOneField(Employee, models.CASCADE, primary_key=True, related_name="details")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=16, help_text="of letters and pages")
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True, help_text="spoken, best first")
    adults = models.PositiveSmallIntegerField(default=1, help_text="with the employee")
    children = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, help_text="years of birth")
    needs = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    matters = ArrayField(models.SlugField(max_length=80), default=list, blank=True, help_text="keys of the guide")
    municipality = models.CharField(max_length=8, blank=True, help_text="AGS; empty: not known")

    objects = Guarded()

    class Meta:
        verbose_name_plural = "details"

    def __str__(self) -> str:
        return str(self.employee_id)

    @property
    def people(self) -> int:
        return self.adults + len(self.children)


class Answer(models.Model):
    """A yes or no, in the words of a version; never changed. The last one counts."""

    class Question(models.TextChoices):
        BOOK = "book"
        SEE = "see"

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=8, choices=Question.choices)
    yes = models.BooleanField()
    version = models.PositiveSmallIntegerField(help_text="of the words (words.VERSION)")
    language = models.CharField(max_length=16, help_text="the words were read in")
    at = models.DateTimeField()

    objects = Guarded()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.question}: {'yes' if self.yes else 'no'}"
