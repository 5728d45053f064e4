"""Visit: somebody's being in one house on one day. Stop: one of their matters there."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Person
from eindach.booking.models import Appointment, Counter, Itinerary
from eindach.directory.models import Location, Organization, Service
from eindach.guide.models import Matter

from .desk import Desk
from .event import EventDay

AT_A_DESK = ("called", "serving")
"""States in which a visitor is taken: at one desk only."""
OPEN = ("waiting", *AT_A_DESK)
"""States after which something is still to come."""


class Visit(models.Model):
    """A party in a house on a day: booked, registered for an event day, or walked in. Its number is the ticket.

    Its state is computed from its dates (`state`). Nothing is asked of walk-ins but language, matters and people.
    """

    class Came(models.TextChoices):
        APPOINTMENT = "appointment"
        REGISTRATION = "registration"
        WALK_IN = "walk-in"

    LETTERS = {Came.APPOINTMENT: "A", Came.REGISTRATION: "B", Came.WALK_IN: "C"}
    """First letter of the ticket: short, and it says to nobody else why somebody is here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="visits")
    day = models.DateField()
    event_day = models.ForeignKey(EventDay, models.PROTECT, null=True, blank=True, related_name="visits")
    itinerary = models.ForeignKey(Itinerary, models.CASCADE, null=True, blank=True, related_name="visits")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="visits")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    came = models.CharField(max_length=12, choices=Came.choices)
    letter = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="given on arrival")
    language = models.CharField(max_length=16, help_text="of the page and the ticket")
    languages = ArrayField(models.CharField(max_length=8), default=list, help_text="they speak, best first")
    people = models.PositiveSmallIntegerField(default=1)
    needs = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    window_start = models.DateTimeField(null=True, blank=True, help_text="the hour registered for at an event day")
    waits_since = models.DateTimeField(null=True, blank=True, help_text="for a place in that hour, which was full")
    offered_until = models.DateTimeField(null=True, blank=True, help_text="a place is kept so long for who waits")
    reminded = models.PositiveSmallIntegerField(default=0, help_text="reminders sent before an event day")
    registered_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    away_since = models.DateTimeField(null=True, blank=True, help_text="out for a while: not called, the wait goes on")
    left_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded()

    class Meta:
        ordering = ["arrived_at", "registered_at"]
        constraints = [
            models.UniqueConstraint(fields=["location", "day", "letter", "number"], name="a_ticket_number_once_a_day"),
            models.UniqueConstraint(
                fields=["itinerary", "location", "day"],
                name="an_itinerary_visits_a_house_once_a_day",
                condition=Q(cancelled_at=None),
            ),
            models.UniqueConstraint(
                fields=["event_day", "person"],
                name="a_person_registers_once_a_day",
                condition=Q(cancelled_at=None, person__isnull=False),
            ),
            models.CheckConstraint(
                name="who_arrived_has_a_number", condition=Q(arrived_at=None) | Q(number__isnull=False)
            ),
            models.CheckConstraint(
                name="who_left_had_arrived", condition=Q(left_at=None) | Q(arrived_at__isnull=False)
            ),
            models.CheckConstraint(
                name="who_is_away_was_here", condition=Q(away_since=None) | Q(arrived_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["location", "day"], name="visits_of_a_house_and_day")]

    def __str__(self) -> str:
        return self.ticket or self.came

    @property
    def ticket(self) -> str:
        """As on paper and screen: "A 17"; empty before they arrived."""
        return f"{self.letter} {self.number:02}" if self.number else ""

    @property
    def state(self) -> str:
        """expected | here | away | left | cancelled."""
        if self.cancelled_at:
            return "cancelled"
        if self.left_at:
            return "left"
        if self.away_since:
            return "away"
        return "here" if self.arrived_at else "expected"

    @property
    def is_called_off(self) -> bool:
        """Its event day does not take place, and they had not cancelled before."""
        ended = self.event_day.cancelled_at if self.event_day and self.cancelled_at else None
        return bool(ended and self.cancelled_at and self.cancelled_at >= ended)


class Stop(models.Model):
    """One matter of a visit. `counter` is where it was promised or is being settled; empty: whoever there can."""

    class Status(models.TextChoices):
        WISHED = "wished"
        WAITING = "waiting"
        CALLED = "called"
        SERVING = "serving"
        DONE = "done"
        NOSHOW = "noshow"
        PASSED_ON = "passed-on"
        MOVED = "moved"
        LEFT = "left"

    class Outcome(models.TextChoices):
        SETTLED = "settled"
        PAPERS = "papers-missing"
        FOLLOW_UP = "follow-up"
        ELSEWHERE = "elsewhere"

    class Urgent(models.TextChoices):
        BABY = "baby"
        HEALTH = "health"
        DEADLINE = "deadline"
        ONWARD = "onward"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="stops")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", help_text="whose matter it is")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, blank=True, related_name="stops")
    appointment = models.OneToOneField(Appointment, models.CASCADE, null=True, blank=True, related_name="stop")
    planned_at = models.DateTimeField(null=True, blank=True)
    promised = models.BooleanField(default=False, help_text="the person was told `planned_at`; else it is a forecast")
    minutes = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    since = models.DateTimeField(help_text="when it came into this state")
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="could be called from then on")
    urgent = models.CharField(max_length=10, choices=Urgent.choices, blank=True)
    word = models.CharField(max_length=300, blank=True, help_text="from the counter that passed them on")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="stops")
    calls = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    passed_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="passed_to")

    objects = Guarded()

    class Meta:
        ordering = ["planned_at", "waiting_since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], name="a_visitor_is_at_one_desk", condition=Q(status__in=AT_A_DESK)
            ),
            models.UniqueConstraint(fields=["desk"], name="a_desk_has_one_visitor", condition=Q(status__in=AT_A_DESK)),
            models.CheckConstraint(
                name="who_is_called_has_a_desk", condition=~Q(status__in=AT_A_DESK) | Q(desk__isnull=False)
            ),
            models.CheckConstraint(
                name="what_is_done_has_an_outcome",
                condition=~Q(status="done") | (~Q(outcome="") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["visit", "status"], name="stops_of_a_visit")]

    def __str__(self) -> str:
        return f"{self.visit} {self.matter}"


class TicketRoll(models.Model):
    """The last number given out of a letter in a house on a day."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="+")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    last = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "day", "letter"], name="a_roll_a_letter_and_day")]

    def __str__(self) -> str:
        return f"{self.letter} {self.last}"
