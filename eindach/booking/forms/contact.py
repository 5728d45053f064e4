"""Step 4: who comes, and how we reach them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from eindach.notifications.addresses import AddressField


class ContactForm(forms.Form):
    """A name, and a mail address or a phone number."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={
            "required": _("Enter your name."),
            "max_length": _("Enter a shorter name: at most 120 characters."),
        },
    )
    email = AddressField(label=_("E-mail"), required=False)
    phone = PhoneNumberField(
        label=_("Phone"),
        required=False,
        region="DE",
        error_messages={"invalid": _("Enter a phone number like 0151 23456789 or +49 151 23456789.")},
    )
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)
    wants_earlier = forms.BooleanField(label=_("Tell me if an earlier or shorter plan becomes free"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        untried = "email" not in self.errors and "phone" not in self.errors
        if untried and not said.get("email") and not said.get("phone"):
            self.add_error("email", _("Enter an e-mail address or a phone number, so that we can reach you."))
        return said
