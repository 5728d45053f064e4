"""The parts of a municipality's page as forms. `do` writes what a valid form says; it is also done to be looked at and
taken back (the preview)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eindach.directory.models import Location
from eindach.directory.queries import region
from eindach.guide.models import MunicipalityEvent, MunicipalityFact, MunicipalityPage, MunicipalityPicture
from eindach.guide.municipalities.facts import TOLD
from eindach.guide.municipalities.pictures import Made, NoPicture, made_anew
from eindach.kernel.languages import NATIVE

SOURCE: Final = "de"
RANDOM: Final = 4
LARGEST_FIGURE: Final = Decimal("9999999")
NO_PICTURE: Final = {
    "kind": _("This is no picture we can read. Choose a JPEG, PNG or WebP."),
    "small": _("The picture is too small: at least 400 by 250 pixels."),
    "large": _("The file is too large: 900 kB at most."),
}


def date_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def clock_field(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False, **more)


class PartForm(forms.Form):
    """What all parts have: the page, the version that was read, texts in every language of the region.

    TEXTS: name -> (label, hint, longest, lines, needed in German).
    """

    TEXTS: dict[str, tuple[Any, Any, int, int, bool]] = {}
    FIELDS: tuple[str, ...] = ()
    """Names of model fields for the trail."""
    is_preview_possible = True
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: MunicipalityPage, row: Any = None, **kwargs: Any) -> None:
        self.page, self.row = page, row
        kwargs["initial"] = {"version": page.version} | self.said() | self._texts_said()
        super().__init__(*args, **kwargs)
        if self.row and self.TEXTS:
            self.fields["minor"] = forms.BooleanField(
                label=_("The translations still fit"),
                help_text=_("Else other German words make them outdated. Commas and capital letters do not count."),
                required=False,
            )
        self.languages = [code for code in region().languages if code in NATIVE]
        for name, (label, hint, longest, lines, needed) in self.TEXTS.items():
            for code in self.languages:
                first = code == SOURCE
                field = forms.CharField(
                    label=label if first else NATIVE[code],
                    help_text=hint if first else "",
                    max_length=longest,
                    required=needed and first,
                    widget=forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(),
                )
                field.widget.attrs |= {"lang": code, "dir": "auto"}
                self.fields[f"{name}_{code}"] = field

    def said(self) -> dict[str, Any]:
        """What stands there now, besides texts."""
        return {}

    def _texts_said(self) -> dict[str, str]:
        texts = {name: getattr(getattr(self.row, name, ""), "data", "") for name in self.TEXTS} if self.row else {}
        return {
            f"{name}_{code}": words
            for name, said in texts.items()
            for code, words in (said.items() if isinstance(said, dict) else [(SOURCE, said)])
        }

    def groups(self) -> Iterable[tuple[BoundField, list[BoundField]]]:
        """Each text in German, and the same in the other languages."""
        for name in self.TEXTS:
            yield self[f"{name}_{SOURCE}"], [self[f"{name}_{code}"] for code in self.languages if code != SOURCE]

    def others(self) -> list[BoundField]:
        """Everything that is no text."""
        texts = {f"{name}_{code}" for name in self.TEXTS for code in self.languages}
        return [one for one in self.visible_fields() if one.name not in texts and one.name != "minor"]

    def text(self, name: str) -> dict[str, str]:
        """In every language in which something was written."""
        written = {code: self.cleaned_data[f"{name}_{code}"].strip() for code in self.languages}
        return {code: words for code, words in written.items() if words}

    def do(self) -> None:
        raise NotImplementedError

    def take_away(self) -> None:
        """For parts that are one of several."""
        raise NotImplementedError


class TextsForm(PartForm):
    """Greeting, a text, who advises."""

    TEXTS = {
        "greeting": (_("Greeting"), _("One or two short sentences."), 300, 2, True),
        "about": (
            _("Living here"),
            _("What is it like to live here? Short sentences, everyday words."),
            4000,
            8,
            False,
        ),
        "advisor": (_("Contact person"), _("The name of the role, never of a person."), 120, 1, False),
    }
    FIELDS = ("greeting", "about", "advisor", "website")
    advisor_phone = forms.CharField(label=_("Phone of the contact person"), max_length=40, required=False)
    advisor_email = forms.EmailField(
        label=_("E-mail of the contact person"), help_text=_("Of the office, never of one person."), required=False
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def said(self) -> dict[str, Any]:
        return {name: getattr(self.page, name) for name in ("advisor_phone", "advisor_email", "website")}

    def do(self) -> None:
        texts = {name: self.text(name) or "" for name in self.TEXTS}
        plain = {name: self.cleaned_data[name] for name in ("advisor_phone", "advisor_email", "website")}
        MunicipalityPage.objects.filter(pk=self.page.pk).update(**texts, **plain, by_hand=True, sample=False)


class FiguresForm(PartForm):
    """Every figure that is told, each with its source and its day."""

    FIELDS = ("value", "source", "as_of")

    def __init__(self, *args: Any, page: MunicipalityPage, **kwargs: Any) -> None:
        self.facts = {fact.kind: fact for fact in page.municipalityfacts.all()}
        super().__init__(*args, page=page, **kwargs)
        for kind, words in TOLD.items():
            self.fields[f"{kind}-value"] = forms.DecimalField(
                label=_("Figure"), required=False, min_value=0, max_value=LARGEST_FIGURE, decimal_places=words.decimals
            )
            self.fields[f"{kind}-source"] = forms.CharField(label=_("Source"), required=False, max_length=200)
            self.fields[f"{kind}-as_of"] = date_field(_("As of"), required=False)

    def said(self) -> dict[str, Any]:
        """Of a sample neither source nor day: whoever changes it says theirs."""
        return {
            f"{kind}-{name}": self._number(kind) if name == "value" else getattr(fact, name)
            for kind, fact in self.facts.items()
            for name in self.FIELDS
            if name == "value" or not fact.sample
        }

    def _number(self, kind: str) -> Decimal | None:
        value = self.facts[kind].value
        places = Decimal(1).scaleb(-TOLD[kind].decimals)
        return None if value is None else value.quantize(places)

    def rows(self) -> list[tuple[Any, list[BoundField]]]:
        """Each figure's name with its three fields."""
        return [(words.name, [self[f"{kind}-{name}"] for name in self.FIELDS]) for kind, words in TOLD.items()]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for kind in self._changed():
            if said.get(f"{kind}-value") is None:
                continue
            for name in ("source", "as_of"):
                if not said.get(f"{kind}-{name}") and f"{kind}-{name}" not in self.errors:
                    self.add_error(f"{kind}-{name}", _("A figure needs its source and its day."))
        return said

    def _changed(self) -> list[str]:
        changed = {name.rpartition("-")[0] for name in self.changed_data}
        return [kind for kind in TOLD if kind in changed]

    def do(self) -> None:
        for kind in self._changed():
            said = {name: self.cleaned_data[f"{kind}-{name}"] for name in self.FIELDS}
            MunicipalityFact.objects.update_or_create(
                page=self.page, kind=kind, defaults=said | {"by_hand": True, "sample": False}
            )


class PictureForm(PartForm):
    """Words and place of a picture that is there."""

    TEXTS = {
        "alt": (_("What is to be seen"), _("For people who do not see the picture. One sentence."), 250, 2, True),
    }
    FIELDS = ("alt", "credit", "position")
    credit = forms.CharField(
        label=_("Who made it"), help_text=_("And under which licence, for example: Town of Nideggen, all rights."),
        max_length=120,
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Place in the row"), help_text=_("The first stands beside the greeting."), min_value=0, max_value=99
    )

    def said(self) -> dict[str, Any]:
        return {"credit": self.row.credit, "position": self.row.position} if self.row else {"position": 0}

    def do(self) -> None:
        said = {"alt": self.text("alt"), "credit": self.cleaned_data["credit"]}
        said |= {"position": self.cleaned_data["position"]}
        MunicipalityPicture.objects.filter(pk=self.row.pk).update(**said, by_hand=True, sample=bool(self.row.drawing))

    def take_away(self) -> None:
        _take_away(self.row)


class NewPictureForm(PictureForm):
    """A picture is sent in. What is kept is made anew from it (municipalities/pictures.py)."""

    is_preview_possible = False
    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, 900 kB at most. Place and time of the camera are taken out."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    made: Made

    def clean_file(self) -> Any:
        try:
            self.made = made_anew(self.cleaned_data["file"])
        except NoPicture as fault:
            raise forms.ValidationError(NO_PICTURE[fault.why]) from fault
        return self.cleaned_data["file"]

    def do(self) -> None:
        MunicipalityPicture.objects.create(
            page=self.page,
            content=self.made.content,
            width=self.made.width,
            height=self.made.height,
            alt=self.text("alt"),
            credit=self.cleaned_data["credit"],
            position=self.cleaned_data["position"],
            sample=False,
            by_hand=True,
        )


class EventForm(PartForm):
    """An exhibition or an event, at a place of the directory."""

    TEXTS = {
        "title": (_("Title"), "", 160, 1, True),
        "text": (_("What happens there"), "", 1000, 4, False),
    }
    FIELDS = ("title", "text", "location", "first_day", "last_day", "opens", "closes")
    location = forms.ModelChoiceField(Location.objects.none(), label=_("Where"))
    first_day = date_field(_("First day"))
    last_day = date_field(_("Last day"))
    opens = clock_field(_("From"), help_text=_("Empty: as long as the place is open."))
    closes = clock_field(_("Until"))

    def __init__(self, *args: Any, page: MunicipalityPage, **kwargs: Any) -> None:
        super().__init__(*args, page=page, **kwargs)
        here = region()
        places = Location.objects.filter(municipality=page.municipality_id)
        if here.help_location_id:
            places = places | Location.objects.filter(pk=here.help_location_id)
        self.fields["location"].queryset = places.order_by("key")  # type: ignore[attr-defined]
        self.fields["location"].initial = here.help_location_id

    def said(self) -> dict[str, Any]:
        names = ("location", "first_day", "last_day", "opens", "closes")
        return {name: getattr(self.row, name) for name in names} if self.row else {}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last, opens, closes = (said.get(name) for name in ("first_day", "last_day", "opens", "closes"))
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not be before the first day."))
        elif last and last < timezone.localdate(timezone.now(), region().zone):  # nobody would see it
            self.add_error("last_day", _("The last day is in the past. Choose a later day."))
        if bool(opens) != bool(closes):
            self.add_error("closes", _("Enter both hours, or none."))
        elif opens and closes and opens >= closes:
            self.add_error("closes", _("The end has to be after the beginning."))
        return said

    def do(self) -> None:
        plain = {name: self.cleaned_data[name] for name in self.FIELDS if name not in self.TEXTS}
        said = {"title": self.text("title"), "text": self.text("text") or "", **plain, "by_hand": True, "sample": False}
        if self.row:
            MunicipalityEvent.objects.filter(pk=self.row.pk).update(**said)
        else:
            MunicipalityEvent.objects.create(page=self.page, **said)

    def take_away(self) -> None:
        _take_away(self.row)


def _take_away(row: MunicipalityPicture | MunicipalityEvent) -> None:
    """One of the files stays as a row that is not shown, also when it was changed here, so that loading them again does
    not bring it back. Files give what is in them a name-based id, people a random one (RFC 9562, versions 5 and 4)."""
    if row.pk.version == RANDOM:
        row.delete()
        return
    type(row).objects.filter(pk=row.pk).update(shown=False, by_hand=True)
