"""Forms of a person's own door."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from eindach.accounts.models import Person


class ContactForm(forms.Form):
    """Contact data as the person corrects them; what they have proved to be theirs is not among them."""

    phone = PhoneNumberField(label=_("Phone"), required=False)
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        said = {"phone": person.phone, "language": person.language}
        super().__init__(*args, **kwargs, initial=said)  # type: ignore[misc]
        if not person.email:
            del self.fields["phone"]
