"""The form of a wish to be called back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from eindach.kernel.languages import SPOKEN

BEST_TIMES = [
    ("any", _("Any time")),
    ("morning", _("In the morning (9 to 12)")),
    ("noon", _("Around noon (12 to 14)")),
    ("afternoon", _("In the afternoon (14 to 16)")),
]


class CallMeBack(forms.Form):
    """Four answers; every sentence says what to enter, none what went wrong inside."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name."), "max_length": _("Enter a shorter name.")},
    )
    phone = PhoneNumberField(
        label=_("Your phone number"),
        help_text=_("For example 0176 12345678. For a number from another country start with + and the country."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
        error_messages={
            "required": _("Enter your phone number."),
            "invalid": _("Enter a complete phone number, for example 0176 12345678."),
        },
    )
    language = forms.ChoiceField(
        label=_("Which language shall we speak?"),
        choices=[(language.code, language.native) for language in SPOKEN],
    )
    best_time = forms.ChoiceField(
        label=_("When shall we call?"), choices=BEST_TIMES, widget=forms.RadioSelect, initial="any"
    )
    concern = forms.CharField(
        label=_("What is it about?"),
        help_text=_("One sentence is enough. Please no health details."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Write at most 1000 letters.")},
    )

    def clean_name(self) -> Any:
        return " ".join(self.cleaned_data["name"].split())
