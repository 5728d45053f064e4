"""Wording: one text in one language, as people here said it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from eindach.kernel.words import fingerprint


class Wording(models.Model):
    """Stands above the catalogue and above the files of the region. No person is kept here: who wrote it stands in the
    trail, `reviewed_by` names the office. `context`: of a message of the pages; of a text of the region the key of the
    municipality whose own it is, "" for the district's."""

    class Kind(models.TextChoices):
        INTERFACE = "interface", "a text of the pages, English in the sources"
        REGION = "region", "a text of the region's data, German"

    language = models.CharField(max_length=16)
    key = models.CharField(max_length=20, help_text="of the text, the same in every language (units.key_of)")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    context = models.TextField(blank=True)
    text = models.TextField(help_text="in the language of its source")
    said = ArrayField(models.TextField(), help_text="one, or as many as the language has plural forms")
    of = models.CharField(max_length=8, help_text="fingerprint of the words it was made from")
    drafted = models.BooleanField(default=False, help_text="came along with a text; nobody here wrote or confirmed it")
    changed_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["language", "key"]
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="one_wording_a_text_and_language")]

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:40]}"

    @property
    def is_outdated(self) -> bool:
        """The source says something else by now."""
        return self.of != fingerprint(self.text)
