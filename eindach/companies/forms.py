"""What a company and an employee type."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from eindach.booking.views.matters import bookable
from eindach.booking.wish import MOST_MATTERS, MOST_PEOPLE
from eindach.directory.models import Municipality
from eindach.kernel.languages import SPOKEN
from eindach.notifications import texting
from eindach.notifications.addresses import AddressField

from .entering import Entry
from .invitations import Corrected
from .models import Answer
from .months import first_of_month
from .words import QUESTIONS

AHEAD: Final = timedelta(days=730)
OLDEST_CHILD: Final = 26
MOST_LANGUAGES: Final = 4


class AskForAccess(forms.Form):
    """A company that wants to bring staff."""

    name = forms.CharField(
        label=_("Name of the company"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    town = forms.CharField(label=_("Where is it, or where will it be?"), max_length=120)
    contact_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_role = forms.CharField(
        label=_("What do you do there?"), help_text=_("For example: human resources."), max_length=80
    )
    email = AddressField(label=_("E-mail at work"), help_text=_("You will sign in with it."))
    phone = PhoneNumberField(
        label=_("Phone at work"),
        help_text=_("We call you before we open the access."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("Enter a complete phone number, for example 0176 12345678.")},
    )
    about = forms.CharField(
        label=_("Whom do you expect, and when?"),
        help_text=_("One sentence is enough. No names yet."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Years(forms.CharField):
    """Ages or years of birth of children, "3, 7, 2015" -> years."""

    def clean(self, value: Any) -> tuple[int, ...]:
        said, this_year = str(super().clean(value) or ""), timezone.localdate().year
        found = []
        for word in re.split(r"[\s,;+]+", said.strip()) if said.strip() else ():
            number = int(word) if word.isascii() and word.isdigit() else -1
            year = number if number > 1900 else this_year - number
            if number < 0 or not this_year - OLDEST_CHILD <= year <= this_year:
                raise forms.ValidationError(_("Enter the age of each child in years, for example: 3, 7."))
            found.append(year)
        return tuple(sorted(found))


class Month(forms.CharField):
    """As people and spreadsheets write a month -> its first day."""

    widget = forms.TextInput(attrs={"type": "month"})

    def clean(self, value: Any) -> date:
        said, today = str(super().clean(value) or ""), timezone.localdate()
        month = first_of_month(said)
        if month and today.replace(day=1) <= month <= today + AHEAD:
            return month
        raise forms.ValidationError(_("Enter a month that is still to come, for example 2027-01."))


class AboutThem(forms.Form):
    """Who comes and what they need: typed by their company, corrected by themselves."""

    languages = forms.MultipleChoiceField(
        label=_("Which languages do they speak?"),
        required=False,
        choices=[(one.code, one.native) for one in SPOKEN],
        widget=forms.CheckboxSelectMultiple,
    )
    adults = forms.IntegerField(
        label=_("How many adults come?"), min_value=1, max_value=MOST_PEOPLE, initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    children = Years(
        label=_("How old are the children?"),
        help_text=_("Years, with commas between: 3, 7. Leave it empty if no children come."),
        required=False,
        max_length=60,
    )
    municipality = forms.ChoiceField(
        label=_("Where will they live?"), required=False, choices=lambda: [("", _("Not sure yet")), *_towns()]
    )
    matters = forms.MultipleChoiceField(
        label=_("What is to be settled?"), required=False, choices=lambda: _matters(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    step_free = forms.BooleanField(label=_("A way without steps is needed"), required=False)

    def clean_languages(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["languages"][:MOST_LANGUAGES])

    def clean_matters(self) -> tuple[str, ...]:
        found = self.cleaned_data["matters"]
        if len(found) > MOST_MATTERS:
            raise forms.ValidationError(_("Choose at most %(most)d matters.") % {"most": MOST_MATTERS})
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("adults", 0) + len(said.get("children", ())) > MOST_PEOPLE:
            self.add_error("adults", _("We can plan for up to 12 people here. Call us if you are more."))
        return said

    @property
    def needs(self) -> tuple[str, ...]:
        return ("step-free",) if self.cleaned_data.get("step_free") else ()


class EmployeeForm(AboutThem):
    """One person a company expects."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = AddressField(
        label=_("E-mail"), help_text=_("Their own address: the invitation goes there."), required=False
    )
    phone = PhoneNumberField(
        label=pgettext_lazy("number to be called", "Mobile phone"),
        required=False,
        error_messages={"invalid": _("Enter a phone number like 0151 23456789 or +49 151 23456789.")},
    )
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)
    arrives = Month(label=_("Month of arrival"))
    field_order = ["name", "email", "phone", "language", "arrives"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        untried = "email" not in self.errors and "phone" not in self.errors
        if untried and not said.get("email") and not said.get("phone"):
            self.add_error("email", _("Enter an e-mail address or a phone number, so that we can reach them."))
        elif untried and not said.get("email") and not texting.are_offered():
            self.add_error("email", _("Enter an e-mail address: this house sends no text messages."))
        return said

    def entry(self) -> Entry:
        said = self.cleaned_data
        return Entry(
            name=" ".join(said["name"].split()), email=said["email"], phone=str(said["phone"] or ""),
            language=said["language"], arrives=said["arrives"], needs=self.needs, **_family(said),
        )  # fmt: skip


class InvitedForm(AboutThem):
    """What the person themselves corrects, and their two answers: yes or no, none of them beforehand."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)
    field_order = ["name", "language"]

    def __init__(self, *args: Any, asks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {
            "languages": _("Which languages do you speak?"), "municipality": _("Where do you live, or will you live?"),
            "adults": _("How many adults come, with you?"), "step_free": _("I need a way without steps"),
            "matters": _("What do you want to settle?"),
        }  # fmt: skip
        for name, label in own.items():
            self.fields[name].label = label
        if not asks:
            del self.fields["name"]
            return
        for question in Answer.Question:
            title, meaning = QUESTIONS[question]
            self.fields[question] = forms.ChoiceField(
                label=title,
                help_text=meaning,
                choices=[("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose yes or no.")},
            )

    def corrected(self, name: str = "") -> Corrected:
        said = self.cleaned_data
        return Corrected(
            name=" ".join((said.get("name") or name).split()), language=said["language"], needs=self.needs,
            **_family(said),
        )  # fmt: skip

    def answers(self) -> dict[str, bool]:
        return {str(question): self.cleaned_data[question] == "yes" for question in Answer.Question}


class WhenTogether(forms.Form):
    """Who comes, between which days. `people`: (id, label) of those who accepted."""

    who = forms.MultipleChoiceField(
        label=_("Who comes?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )  # fmt: skip
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    comes_along = forms.BooleanField(label=_("Somebody of the company comes along"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        self.fields["who"].choices = list(people)  # type: ignore[attr-defined]

    def clean_who(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["who"]
        if len(chosen) > self.most:
            raise forms.ValidationError(_("Choose at most %(most)d people for one day.") % {"most": self.most})
        return chosen

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("The last day must not be before the first day."))
        return said

    @cached_property
    def query(self) -> str:
        """The choice as a query, so that nothing of it is lost."""
        said = self.cleaned_data
        return "&".join(
            [
                *(f"who={one}" for one in said["who"]),
                f"first={said['first']:%Y-%m-%d}",
                f"last={said['last']:%Y-%m-%d}",
                *(["comes_along=on"] if said["comes_along"] else []),
            ]
        )


def _family(said: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("languages", "adults", "children", "matters", "municipality")
    return {name: said[name] for name in kept}


def _towns() -> list[tuple[str, str]]:
    return list(Municipality.objects.order_by("name").values_list("ags", "name"))


def _matters() -> list[tuple[str, str]]:
    return [(one.key, str(one.name)) for one in bookable()]
