"""Known ways between two places; they outrank the estimate from coordinates."""

from django.db import models

from .organization import Location


class TravelTime(models.Model):
    """Minutes from door to door, the same both ways; stored once, the smaller key first."""

    class Mode(models.TextChoices):
        FOOT = "foot"
        BUS = "bus"

    one = models.ForeignKey(Location, models.CASCADE, related_name="+")
    other = models.ForeignKey(Location, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.FOOT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_way_a_pair"),
            models.CheckConstraint(condition=~models.Q(one=models.F("other")), name="a_way_joins_two_places"),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}: {self.minutes} min"
