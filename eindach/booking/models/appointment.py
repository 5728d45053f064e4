"""Appointment: one matter, one calendar, one span; a hold is an appointment that expires."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person
from eindach.directory.models import Service
from eindach.guide.models import Matter

from .counter import Calendar
from .itinerary import Itinerary
from .proposal import Proposal

LIVE = ("held", "booked", "arrived", "checked-in")
"""States that take a place: our hold and FHIR's appointment states. The others give it back: fulfilled, noshow,
cancelled of FHIR, and our not-served: they came, and nobody served them."""


class Appointment(models.Model):
    """Somebody's time at a counter."""

    class Status(models.TextChoices):
        HELD = "held"
        BOOKED = "booked"
        ARRIVED = "arrived"
        CHECKED_IN = "checked-in"
        FULFILLED = "fulfilled"
        NOSHOW = "noshow"
        UNSERVED = "not-served"
        CANCELLED = "cancelled"

    class Reason(models.TextChoices):
        PERSON = "person"
        EXPIRED = "expired"
        MOVED = "moved"
        CLOSURE = "closure"
        DECLINED = "declined"

    uid = models.UUIDField(default=uuid.uuid4, editable=False, help_text="iCalendar UID; a moved one keeps it")
    itinerary = models.ForeignKey(Itinerary, models.CASCADE, related_name="appointments")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, blank=True, related_name="appointments")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="appointments")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="appointments")
    service = models.ForeignKey(Service, models.PROTECT, related_name="appointments")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="appointments")
    during = DateTimeRangeField()
    language = models.CharField(max_length=8, blank=True, help_text="spoken at the counter")
    status = models.CharField(max_length=12, choices=Status.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True, help_text="why it ended")
    live = models.GeneratedField(
        expression=Q(status__in=LIVE),  # type: ignore[arg-type]  # the stubs know Q only as a condition
        output_field=models.BooleanField(),
        db_persist=True,
    )
    held_until = models.DateTimeField(null=True, blank=True)
    displaced_at = models.DateTimeField(null=True, blank=True, help_text="its counter closed; a proposal was made")
    over_at = models.DateTimeField(null=True, blank=True, help_text="past and no longer in the way of a new booking")

    objects = Guarded()

    class Meta:
        ordering = ["during"]
        constraints = [
            ExclusionConstraint(
                name="appointments_of_a_calendar_never_overlap",
                expressions=[("calendar", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(live=True),
            ),
            ExclusionConstraint(
                name="appointments_of_a_person_never_overlap",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(live=True, person__isnull=False),
            ),
            ExclusionConstraint(
                name="held_appointments_of_a_plan_never_overlap",
                expressions=[("itinerary", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(status="held", proposal__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["person", "matter"],
                name="one_live_booking_a_person_and_matter",
                condition=Q(live=True, person__isnull=False, over_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["uid"], name="one_live_appointment_a_uid", condition=Q(live=True, proposal__isnull=True)
            ),
            models.CheckConstraint(name="a_hold_expires", condition=~Q(status="held") | Q(held_until__isnull=False)),
            models.CheckConstraint(name="an_end_has_a_reason", condition=~Q(status="cancelled") | ~Q(reason="")),
            models.CheckConstraint(
                name="an_appointment_has_bounds",
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
            ),
        ]
        indexes = [models.Index(fields=["held_until"], name="holds_by_expiry", condition=Q(status="held"))]

    def __str__(self) -> str:
        return f"{self.matter} {self.during.lower:%F %R}"
