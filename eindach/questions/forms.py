"""The forms of who asks. Every sentence says what to enter, none what went wrong inside."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from eindach.directory.models import Municipality
from eindach.guide.models import Matter, Topic
from eindach.kernel.languages import SPOKEN
from eindach.notifications import texting
from eindach.notifications.addresses import AddressField

from .asking import LONGEST, Asked
from .models import Enquiry
from .words import BEST_TIMES

SPEAKING: Final = [(language.code, language.native) for language in SPOKEN]
PHONE_EXAMPLE: Final = _("For example 0176 12345678. For a number from another country start with + and the country.")
WAYS: Final = {
    Enquiry.AnswerBy.MAIL: _("By e-mail"),
    Enquiry.AnswerBy.TEXT: _("By text message with a link"),
    Enquiry.AnswerBy.PHONE: _("By phone: you call me"),
    Enquiry.AnswerBy.LINK: _("I look at the answer here, with a link"),
}
By = Enquiry.AnswerBy


def name_field(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name."), "max_length": _("Enter a shorter name.")},
        **more,
    )


def phone_field(**more: Any) -> PhoneNumberField:
    return PhoneNumberField(
        label=_("Your phone number"),
        help_text=PHONE_EXAMPLE,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
        error_messages={
            "required": _("Enter your phone number."),
            "invalid": _("Enter a complete phone number, for example 0176 12345678."),
        },
        **more,
    )


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Which language shall we speak?"), choices=SPEAKING)


class CallMeBack(forms.Form):
    """A wish to be called back: four answers."""

    name = name_field()
    phone = phone_field()
    language = language_field()
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

    def asked(self) -> Asked:
        said = self.cleaned_data | {"phone": str(self.cleaned_data["phone"])}
        return Asked(**said, answer_by=By.PHONE)


class Question(forms.Form):
    """The words, and how the answer reaches them. Only what that way needs is asked for, and never a name."""

    concern = forms.CharField(
        label=_("Your question"),
        help_text=_("Write in your language. Please no health details and no secret numbers."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your question."), "max_length": _("Write a shorter text.")},
    )
    matter = forms.ModelChoiceField(
        label=_("What is it about?"), queryset=Matter.objects.none(), to_field_name="key", required=False
    )
    municipality = forms.ModelChoiceField(
        label=_("Where do you live?"), queryset=Municipality.objects.none(), required=False
    )
    language = forms.ChoiceField(label=_("In which language do you want the answer?"), choices=SPEAKING)
    answer_by = forms.ChoiceField(
        label=_("How do you want the answer?"), widget=forms.RadioSelect, initial=By.LINK, choices=[]
    )
    email = AddressField(label=_("Your e-mail address"), required=False)
    phone = phone_field(required=False)
    name = name_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matter, town, ways = self.fields["matter"], self.fields["municipality"], self.fields["answer_by"]
        assert isinstance(matter, forms.ModelChoiceField)  # noqa: S101 - as declared above
        assert isinstance(town, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(ways, forms.ChoiceField)  # noqa: S101
        matter.queryset = Matter.objects.order_by("topic__position", "position")
        matter.empty_label = str(_("Something else"))
        matter.choices = [("", matter.empty_label), *by_topic()]
        town.queryset = Municipality.objects.all()
        town.empty_label = str(_("I do not want to say"))
        ways.choices = [(one, words) for one, words in WAYS.items() if one != By.TEXT or texting.are_offered()]

    def clean_name(self) -> Any:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        way = said.get("answer_by")
        if way == By.MAIL and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter your e-mail address, so that we can write to you."))
        if way in (By.TEXT, By.PHONE) and not said.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Enter your phone number, so that we can reach you."))
        return said

    def asked(self) -> Asked:
        """Of the contact only what the chosen way needs."""
        said = dict(self.cleaned_data)
        way = said["answer_by"]
        said["email"] = said["email"] if way == By.MAIL else ""
        said["phone"] = str(said["phone"] or "") if way in (By.TEXT, By.PHONE) else ""
        return Asked(**said)


class More(forms.Form):
    """Their next words."""

    text = forms.CharField(
        label=_("Your reply"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your reply."), "max_length": _("Write a shorter text.")},
    )


def by_topic() -> list[tuple[str, list[tuple[str, str]]]]:
    """Matters under the names of their topics. Two queries."""
    found = []
    for topic in Topic.objects.prefetch_related("matters"):
        if matters := [(one.key, str(one)) for one in topic.matters.all()]:
            found.append((str(topic), matters))
    return found
