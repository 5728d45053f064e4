"""The words by which services and places are found."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .organization import Location
from .service import Service


class SearchWord(models.Model):
    """A folded word, in any language, of one service or of one location; `weight`: 5 for names, 1 for descriptions.

    Derived: written anew whenever a region is loaded. The index finds near spellings (pg_trgm).
    """

    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="search_words")
    location = models.ForeignKey(Location, models.CASCADE, null=True, blank=True, related_name="search_words")
    word = models.CharField(max_length=80)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["word"]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigrams")]
        constraints = [
            models.CheckConstraint(
                name="a_word_of_one_thing",
                condition=models.Q(service__isnull=True, location__isnull=False)
                | models.Q(service__isnull=False, location__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.word
