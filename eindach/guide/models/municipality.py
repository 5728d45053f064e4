"""How a municipality presents itself: texts, comparable facts, pictures, what it shows in the Welcome Center.

The region's files say all of it first; what its own people have entered (`by_hand`) is theirs, and loading the files
again leaves it as it is.
"""

import uuid

from django.db import models
from django.utils.translation import gettext as _
from i18nfield.fields import I18nCharField, I18nTextField

from eindach.directory.models import Location, Municipality, Service


class MunicipalityPage(models.Model):
    """The page of one municipality. `version` counts every change of anything on it: who began to write on an older one
    is told before they overwrite it."""

    municipality = models.OneToOneField(Municipality, models.CASCADE, primary_key=True, related_name="page")
    key = models.SlugField(unique=True, max_length=80, help_text="in addresses, also on paper: it never changes")
    greeting = I18nCharField(max_length=300, blank=True)
    about = I18nTextField(blank=True)
    website = models.URLField(blank=True)
    advisor = I18nCharField(max_length=120, blank=True, help_text="name of the role, never of a person")
    advisor_phone = models.CharField(max_length=40, blank=True)
    advisor_email = models.EmailField(blank=True)
    advisor_service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, related_name="+")
    sample = models.BooleanField(default=True)
    by_hand = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["municipality__name"]

    def __str__(self) -> str:
        return self.key


class _OfAPage(models.Model):
    """What is on it."""

    page = models.ForeignKey(MunicipalityPage, models.CASCADE, related_name="%(class)ss")
    sample = models.BooleanField(default=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        abstract = True


class MunicipalityFact(_OfAPage):
    """A figure that can be compared, with its source and its day. `kind`: a key of municipalities/facts.py; without a
    value: somebody has taken away what the files say."""

    kind = models.SlugField(max_length=30)
    value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    as_of = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["page", "kind"], name="a_fact_once_a_municipality")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.kind}"


class MunicipalityPicture(_OfAPage):
    """A drawing of ours (`drawing`), or what was sent in, made anew (`content`, WebP). `shown`: False for one of the
    files that was taken away by hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    drawing = models.SlugField(blank=True)
    content = models.BinaryField(null=True, blank=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = I18nCharField(max_length=250, blank=True, help_text="what is to be seen; empty only of our own drawings")
    credit = models.CharField(max_length=120, help_text="who made it, and under which licence")
    position = models.PositiveSmallIntegerField(default=0)
    shown = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_picture_is_drawn_or_sent_in",
                condition=models.Q(content=None) ^ models.Q(drawing=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.alt) or self.drawing


class MunicipalityEvent(_OfAPage):
    """The municipality shows itself at a place from a day to a day: an exhibition, an afternoon with its clubs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = I18nCharField(max_length=160, blank=True, help_text="empty: the municipality presents itself")
    text = I18nTextField(blank=True)
    location = models.ForeignKey(Location, models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    opens = models.TimeField(null=True, blank=True, help_text="empty: as long as the place is open")
    closes = models.TimeField(null=True, blank=True)
    shown = models.BooleanField(default=True)

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_municipal_event_ends_after_it_begins",
                condition=models.Q(last_day__gte=models.F("first_day"))
                & (
                    models.Q(opens=None, closes=None)
                    | models.Q(opens__isnull=False, closes__isnull=False, closes__gt=models.F("opens"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or _("%(town)s presents itself") % {"town": self.page.municipality.name}
