"""GroupVisit: several employees of a company in one house on one day; Member: one of them, with their own itinerary."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from eindach.accounts.guarded import Guarded
from eindach.booking.models import Itinerary
from eindach.directory.models import Location

from .company import Company
from .employee import Employee


class GroupVisit(models.Model):
    """Held, booked or cancelled as a whole. `first` and `last`: between which days it was looked for, so that looking
    again begins where it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="groups")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    day = models.DateField()
    first = models.DateField()
    last = models.DateField()
    comes_along = models.BooleanField(default=False, help_text="somebody of the company is there too")
    made_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded()

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.company_id} {self.day}"

    def state(self, now: datetime) -> str:
        """held | booked | cancelled | over."""
        if self.cancelled_at:
            return "cancelled"
        if not self.booked_at:
            return "held"
        return "over" if self.day < timezone.localdate(now) else "booked"


class Member(models.Model):
    """`itinerary`: booked by the employer, who may. `proposed`: only told of the day; they book for themselves."""

    group = models.ForeignKey(GroupVisit, models.CASCADE, related_name="members")
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="memberships")
    itinerary = models.ForeignKey(Itinerary, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed = models.BooleanField(default=False)

    objects = Guarded()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "employee"], name="once_in_a_group"),
            models.CheckConstraint(
                name="who_is_proposed_to_is_not_booked", condition=Q(proposed=False) | Q(itinerary=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.employee_id}"
