"""A step of newcomers' plans: content and rule, dated, with its source."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from .matter import Matter, Topic


class Step(models.Model):
    """One version of a step. Its headings are those of FIM's Leistungen (Kurztext, Frist, Unterlagen, Kosten, Dauer,
    Ablauf, zuständige Stelle), in words of everyday.

    `rule` is what the engine reads (guide/plan/rules.py); the office is that of its matter, if one goes anywhere.
    """

    key = models.SlugField(max_length=80)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="steps")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps", null=True, blank=True)
    icon = models.SlugField()
    position = models.PositiveSmallIntegerField(default=0)
    name = I18nCharField(max_length=120)
    official_term = models.CharField(max_length=120, blank=True, help_text="German, as on letters and doors")
    why = I18nTextField()
    how = I18nTextField(blank=True, help_text="what one does")
    bring = I18nTextField(blank=True, help_text="besides what the office of its matter asks for")
    costs = I18nTextField(blank=True)
    takes = I18nTextField(blank=True)
    afterwards = I18nTextField(blank=True)
    language_help = I18nTextField(blank=True)
    link = models.URLField(blank=True)
    rule = models.JSONField(default=dict)
    gives = ArrayField(models.SlugField(max_length=80), default=list, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    leika = models.CharField(max_length=14, blank=True, help_text="key of the service in FIM's catalogue")
    reviewed_on = models.DateField()
    confirmed = models.BooleanField(
        default=False, help_text="by the district; otherwise the page says that it is not yet"
    )
    sample = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "key", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="step_version"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="step_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)
