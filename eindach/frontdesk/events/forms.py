"""Registering for an event day: what for, then when and who."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eindach.booking.forms.contact import ContactForm
from eindach.booking.wish import MOST_PEOPLE
from eindach.guide.models import Matter
from eindach.kernel.languages import SPOKEN

from .registering import MOST_MATTERS


class WishForm(forms.Form):
    """Matters of this event day, people, languages."""

    matters = forms.MultipleChoiceField(
        label=_("What do you need?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one thing that you need."),
            "invalid_choice": _("Choose from the list. Other things are not possible on this day."),
        },
    )
    people = forms.IntegerField(
        label=_("How many people come?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        error_messages={
            "required": _("Enter how many people come."),
            "invalid": _("Enter the number of people in digits, for example 2."),
            "min_value": _("At least 1 person has to come."),
            "max_value": _("We can plan for up to 12 people here. Call us if you are more."),
        },
    )
    language = forms.ChoiceField(label=_("Which language do you speak best?"), choices=[])

    def __init__(self, *args: Any, matters: Sequence[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.key: one for one in matters}
        self.fields["matters"].choices = [(one.key, str(one.name)) for one in matters]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(one.code, one.native) for one in SPOKEN]  # type: ignore[attr-defined]

    def clean_matters(self) -> list[Matter]:
        chosen = [self.known[key] for key in self.cleaned_data["matters"]]
        if len(chosen) > MOST_MATTERS:
            raise forms.ValidationError(_("Choose fewer things: there is not time for all of them on one day."))
        return chosen


class RegisterForm(ContactForm):
    """The hour, and how we reach them. `hours`: value and words of each window."""

    wants_earlier = None  # type: ignore[assignment]  # Django's way to leave out a field
    window = forms.ChoiceField(
        label=_("When do you come?"),
        widget=forms.RadioSelect,
        choices=[],
        error_messages={
            "required": _("Choose an hour."),
            "invalid_choice": _("This hour is no longer free. Choose another one."),
        },
    )
    field_order = ["window", "name", "email", "phone", "language"]

    def __init__(self, *args: Any, hours: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["window"].choices = list(hours)  # type: ignore[attr-defined]
