"""Membership: somebody works for an organization in a role, from a day on and until they leave."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from eindach.directory.models import Municipality, Organization

from .user import User


class Role(models.TextChoices):
    """What somebody does for an organization. What each may see: accounts/rules.py."""

    FRONT_DESK = "front-desk"
    EXPERT = "expert"
    ADVISOR = "advisor"
    ADVISOR_LEAD = "advisor-lead"
    ABH_CLERK = "abh-clerk"
    SOCIAL_CLERK = "social-clerk"
    JOBCENTER_CLERK = "jobcenter-clerk"
    PARTNER = "partner"
    COORDINATOR = "coordinator"
    STEERING = "steering"
    PROTECTION = "data-protection"
    ADMINISTRATOR = "administrator"


OF_A_MUNICIPALITY = (Role.SOCIAL_CLERK,)
"""Roles that are about the people of one municipality; the membership names it."""


class Memberships(models.QuerySet["Membership"]):
    def live(self, now: datetime) -> "Memberships":
        """Of people who may still sign in, and who have not left."""
        ended = Q(ended_at=None) | Q(ended_at__gt=now)
        return self.filter(ended, begun_at__lte=now, user__is_active=True)


class Membership(models.Model):
    """A role of a user at an organization. Leaving ends it; the row stays as the answer to "who was that"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"], name="a_role_once_at_a_time", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=~Q(role__in=OF_A_MUNICIPALITY) | Q(municipality__isnull=False),
                name="some_roles_are_of_one_municipality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Invitation(models.Model):
    """An offer of a membership, sent by mail. Its token is 256 bit and kept as a digest; it is good once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    municipality = models.ForeignKey(Municipality, models.CASCADE, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    good_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and now < self.good_until
