"""Forms of cases and referrals."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from eindach.accounts.models import User
from eindach.directory.models import Municipality, Organization
from eindach.guide.models import Matter
from eindach.kernel.languages import SPOKEN
from eindach.notifications.addresses import AddressField

from ..helping.asker import Asker
from ..models import Referral
from .words import CASE_OUTCOMES, REASONS

LONGEST: Final = 2000


def _words(label: Any, *, required: Any = None, hint: Any = "") -> forms.CharField:
    """A few sentences; `required`: what to say where they are missing."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required is not None,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required or "", "max_length": _("Write a shorter text.")},
    )


class Who(forms.Form):
    """Somebody nobody has a file of yet: a name, and one way to reach them."""

    name = forms.CharField(label=_("Their name"), max_length=120, error_messages={"required": _("Enter their name.")})
    email = AddressField(label=_("Their e-mail address"), required=False)
    phone = PhoneNumberField(
        label=_("Their phone number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        error_messages={"invalid": _("Enter a complete phone number, for example 0176 12345678.")},
    )
    municipality = forms.ModelChoiceField(
        label=_("Where do they live?"), queryset=Municipality.objects.all(), required=False
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("email") or said.get("phone") or self.errors):
            self.add_error("phone", _("Enter an e-mail address or a phone number: nobody can be helped unreached."))
        return said

    def asker(self) -> Asker:
        said = self.cleaned_data
        town = said["municipality"].pk if said["municipality"] else ""
        return Asker(
            name=said["name"], email=said["email"], phone=str(said["phone"] or ""), language=said["language"],
            municipality=town,
        )  # fmt: skip


class Help(forms.Form):
    """What both have: what it is about, and which language to speak."""

    matter = forms.ModelChoiceField(
        label=_("What is it about?"), queryset=Matter.objects.all(), to_field_name="key", required=False
    )
    language = forms.ChoiceField(label=_("They speak"), choices=[(one.code, one.native) for one in SPOKEN])


class Open(Help):
    """A case."""

    concern = _words(
        _("What do they need?"),
        required=_("Write what they need."),
        hint=_("The person can read this. No health details."),
    )
    advisor = forms.ModelChoiceField(
        label=_("Who helps them"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    field_order: tuple[str, ...] = ("concern", "matter", "language", "advisor")

    def __init__(self, *args: Any, advisors: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _one_of(self.fields["advisor"], advisors)


class Refer(Help):
    """To one office; passing on to two is asked twice."""

    recipient = forms.ModelChoiceField(
        label=_("Which office shall help?"),
        queryset=Organization.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose an office."), "invalid_choice": _("Choose an office from the list.")},
    )
    words = _words(
        _("What does this office need to know?"),
        required=_("Write what this office needs to know."),
        hint=_("The other office reads this, and so does the person. Only what is needed. No health details."),
    )
    ask = forms.ChoiceField(
        label=_("How do you ask them?"),
        widget=forms.RadioSelect,
        initial="now",
        choices=[
            ("now", _("They are here or on the phone: I read them the words on the next page")),
            ("letter", _("We write to them: they answer themselves, in their language")),
        ],
    )
    field_order: tuple[str, ...] = ("recipient", "words", "matter", "language", "ask")

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = offices  # type: ignore[attr-defined]


class Give(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who helps them"), queryset=User.objects.none(), error_messages={"required": _("Choose somebody.")}
    )

    def __init__(self, *args: Any, advisors: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _one_of(self.fields["to"], advisors)


class Close(forms.Form):
    outcome = forms.ChoiceField(label=_("How it ended"), choices=list(CASE_OUTCOMES.items()))


class Done(forms.Form):
    result = _words(
        _("What was done?"), required=_("Write what was done."), hint=_("The other office and the person read this.")
    )


class No(forms.Form):
    """Why it is not taken on, or could not be helped."""

    reason = forms.ChoiceField(label=_("Why?"), choices=[("", _("Please choose")), *REASONS.items()])
    result = _words(_("Where else can they find help?"), hint=_("The other office and the person read this."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("reason") == Referral.Reason.OTHER and not said.get("result"):
            self.add_error("result", _("Write the reason."))
        return said


class Failed(No):
    """What was taken on says in words why it ended."""

    result = _words(
        _("What was tried?"), required=_("Write what was tried."), hint=_("The other office and the person read this.")
    )


def _one_of(field: Any, people: list[User]) -> None:
    field.queryset = User.objects.filter(pk__in=[one.pk for one in people]).order_by("name")
