"""The words by which services and places are found."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .organization import Location
from .service import Service


class SearchWord(models.Model):
    """A word by which a service, a location or a need is found. `need`: key of what people come for, as whoever knows
    the needs names it · `word`: folded by its sound · `shown`: as it is written · `weight`: 5 for names, 1 for
    descriptions · `is_given`: one of the region's files that people search for; all others are derived from texts.

    Written anew whenever a region is loaded. The index finds near spellings (pg_trgm).
    """

    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="search_words")
    location = models.ForeignKey(Location, models.CASCADE, null=True, blank=True, related_name="search_words")
    need = models.CharField(max_length=80, blank=True, default="")
    word = models.CharField(max_length=80)
    shown = models.CharField(max_length=80)
    weight = models.PositiveSmallIntegerField()
    is_given = models.BooleanField(default=False)

    class Meta:
        ordering = ["word"]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigrams")]
        constraints = [
            models.CheckConstraint(
                name="a_word_of_one_thing",
                condition=models.Q(service__isnull=True, location__isnull=False, need="")
                | models.Q(service__isnull=False, location__isnull=True, need="")
                | (models.Q(service__isnull=True, location__isnull=True) & ~models.Q(need="")),
            )
        ]

    def __str__(self) -> str:
        return self.shown
