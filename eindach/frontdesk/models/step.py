"""Step: what happened at a house, in order. The call display, undo, the chart of the day and its figures read it."""

from django.db import models

from eindach.accounts.guarded import Guarded
from eindach.booking.models import Counter
from eindach.directory.models import Location

from .desk import Desk
from .visit import Stop, Visit


class Step(models.Model):
    """One thing that happened; the program may add rows and never change one (guards.py); they end with their visit.

    `before` holds the fields of the stop that the act changed, so that it can be undone for a minute; `made` the stop
    that somebody was passed on to, and `before["onward"]` what it held if it stood there already.
    """

    class Act(models.TextChoices):
        REGISTERED = "registered"
        ARRIVED = "arrived"
        WENT_OUT = "went-out"
        CAME_BACK = "came-back"
        CALLED = "called"
        CALLED_AGAIN = "called-again"
        BEGUN = "begun"
        FINISHED = "finished"
        MISSED = "missed"
        PASSED_ON = "passed-on"
        MOVED = "moved"
        URGENT = "urgent"
        UNDONE = "undone"
        LEFT = "left"
        FOLLOWED_UP = "followed-up"
        DESK_OPENED = "desk-opened"
        DESK_PAUSED = "desk-paused"
        DESK_BACK = "desk-back"
        DESK_CLOSED = "desk-closed"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=12, choices=Act.choices)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    day = models.DateField()
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="steps")
    stop = models.ForeignKey(Stop, models.CASCADE, null=True, blank=True, related_name="steps")
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, blank=True, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="steps")
    user = models.UUIDField(null=True, blank=True)
    before = models.JSONField(default=dict)
    made = models.UUIDField(default=None, null=True, blank=True)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="undone_by")

    objects = Guarded()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["location", "day", "act"], name="steps_of_a_house_and_day")]

    def __str__(self) -> str:
        return f"{self.at:%R} {self.act}"
