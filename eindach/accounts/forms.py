"""Forms of signing in and of users. Every sentence says what to enter."""

from typing import Any

import phonenumbers
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python

from eindach.directory.models import Municipality, Organization
from eindach.notifications.addresses import AddressField, checked
from eindach.notifications.texting import are_offered

from .models import Membership, Role, User
from .models.membership import OF_A_MUNICIPALITY
from .names import ROLES
from .rules import works_at

OFFERED = [("", _("Please choose"))] + [(role.value, name) for role, name in ROLES.items()]
TAKE_TEXTS = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
LANGUAGES = [("de", "Deutsch"), ("en", "English")]


MAIL_ONLY = {
    "label": _("Your e-mail address"),
    "help_text": _("The address you gave when you booked."),
    "required": _("Enter your e-mail address."),
}
MAIL_OR_PHONE = {
    "label": _("Your e-mail address or mobile number"),
    "help_text": _("The one you gave when you booked. Numbers from other countries begin with +."),
    "required": _("Enter your e-mail address or your mobile number."),
}


class AskForCode(forms.Form):
    """Where the code goes to: an address, or a mobile number where text messages are sent. `cleaned_data["contact"]` is
    as people are known by it: small letters, E.164."""

    contact = forms.CharField(max_length=254, widget=forms.TextInput(attrs={"dir": "ltr"}))

    def __init__(self, *args: Any, with_texts: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.with_texts = are_offered() if with_texts is None else with_texts
        words = MAIL_OR_PHONE if self.with_texts else MAIL_ONLY
        field = self.fields["contact"]
        field.label, field.help_text = words["label"], words["help_text"]
        field.error_messages["required"] = words["required"]
        # One word for browsers each: of a list they fill in nothing.
        field.widget.attrs["autocomplete"] = "username" if self.with_texts else "email"
        if not self.with_texts:
            field.widget.input_type = "email"

    def clean_contact(self) -> str:
        said = str(self.cleaned_data["contact"]).strip()
        if self.with_texts and "@" not in said:
            return mobile(said)
        return checked(said)


def mobile(said: str) -> str:
    """A number that can take a text message, in E.164. ValidationError."""
    number = to_python(said)
    if not number or not number.is_valid():
        raise forms.ValidationError(_("Enter a number like 0151 23456789. Numbers from other countries begin with +."))
    if phonenumbers.number_type(number) not in TAKE_TEXTS:
        raise forms.ValidationError(_("This is no mobile number. Enter a mobile number or your e-mail address."))
    return str(number.as_e164)


class EnterCode(forms.Form):
    """The six digits."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
        error_messages={"required": _("Enter the code from our message.")},
    )


class Accept(forms.Form):
    """Who somebody invited is, and the password they choose."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    password = forms.CharField(
        label=_("A new password"),
        help_text=_("At least 12 characters. Some words you remember are best."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password.")},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password"):
            try:
                validate_password(data["password"], User(email=self._email, name=data.get("name", "")))
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return data


class Task(forms.Form):
    """A role, and the municipality it is about where it is about one."""

    role = forms.ChoiceField(
        label=_("Role"), choices=OFFERED, error_messages={"required": _("Choose a role.")}
    )  # fmt: skip
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        help_text=_("Only for the social office: whose people it is about."),
        queryset=Municipality.objects.all(),
        required=False,
        empty_label=_("None"),
    )

    organization_given: Organization | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        office = data.get("organization") or self.organization_given
        if office and data.get("role") and not works_at(data["role"], office.kind):
            self.add_error("role", _("There is no such task at this organization. Choose another role."))
        if data.get("role") in OF_A_MUNICIPALITY and not data.get("municipality"):
            self.add_error("municipality", _("Choose a municipality: this role is about the people of one."))
        return data

    @classmethod
    def of(cls, membership: Membership, said: QueryDict | None = None) -> "Task":
        """For somebody's next role at the same organization."""
        form = cls(said, initial={"role": membership.role, "municipality": membership.municipality_id})
        form.organization_given = membership.organization
        return form

    @property
    def chosen(self) -> Role:
        return Role(self.cleaned_data["role"])


class Invite(Task):
    """Whom to invite, to where, as what."""

    email = AddressField(
        label=_("E-mail address"),
        help_text=_("The address at work. The invitation goes there."),
        error_messages={"required": _("Enter an e-mail address.")},
    )
    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.all(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose an organization.")},
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGES)
    field_order = ["email", "organization", "role", "municipality", "language"]
