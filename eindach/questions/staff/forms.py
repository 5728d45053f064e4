"""The forms of the help desk."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from eindach.accounts.models import User
from eindach.directory.models import Municipality
from eindach.kernel.languages import SOURCE, is_german

from ..asking import LONGEST, Asked
from ..forms import PHONE_EXAMPLE, SPEAKING
from ..incoming.speaking import is_in
from ..models import Enquiry

How = Enquiry.Outcome
OUTCOMES: Final = {
    How.ANSWERED: _("The question is answered"),
    How.BOOKED: _("An appointment was booked"),
    How.REFERRED: _("Another office was asked to help"),
    How.CASE: _("An office helps them from now on"),
    How.TOLD_WHERE: _("They know which office it is for"),
    How.NOT_REACHED: _("Nobody can be reached"),
    How.NO_QUESTION: _("It was no question (advertising, a mistake)"),
    How.SILENT: _("We answered and heard no more"),
}
CALLED: Final = [("reached", _("I have reached them")), ("missed", _("Nobody answered"))]


class Answer(forms.Form):
    """What they read. The language is that of the words as they stand there: chosen, or without a choice the one they
    read (`reads`) where the words are in it. No other language stands there beforehand, and none that the words are not
    in is taken."""

    text = forms.CharField(
        label=_("Text of the answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write an answer."), "max_length": _("Write a shorter text.")},
    )
    language = forms.ChoiceField(
        label=_("The answer is written in"),
        choices=[],
        error_messages={"required": _("Choose a language.")},
        help_text=_("Nothing is translated by a machine. The page says in which language the answer is."),
    )
    asks_back = forms.BooleanField(label=_("I ask them something and wait for their reply"), required=False)
    read = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, reads: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        language, names = self.fields["language"], dict(SPEAKING)
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - as declared above
        nearest = {one: names[one] for one in (reads, SOURCE) if one in names}
        language.choices = [("", _("Please choose")), *(nearest | names).items()]
        if is_german(reads):
            self.initial.setdefault("language", SOURCE)
        if data is not None and not data.get("language") and is_in(data.get("text", ""), reads):
            self.data = data.copy()
            self.data["language"] = reads

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("language") and is_in(said.get("text", ""), said["language"]) is False:
            self.add_error("language", _("The words are not in this language. Choose the one they are written in."))
        return said


class Called(forms.Form):
    reached = forms.ChoiceField(label=_("The call"), choices=CALLED, widget=forms.RadioSelect, initial="reached")
    text = forms.CharField(
        label=_("Note (for us alone)"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class Note(forms.Form):
    text = forms.CharField(
        label=_("Note (for us alone)"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write a note.")},
    )


class Close(forms.Form):
    outcome = forms.ChoiceField(label=_("How it ended"), choices=list(OUTCOMES.items()))


class Give(forms.Form):
    """Who answers it."""

    to = forms.ModelChoiceField(label=_("Who answers"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as declared above
        field.queryset = User.objects.filter(pk__in=[one.pk for one in people])
        field.choices = [("", _("Nobody yet")), *((one.pk, str(one)) for one in people)]


class Language(forms.Form):
    """Mails do not say it reliably."""

    language = forms.ChoiceField(label=_("They speak"), choices=SPEAKING)


class PhoneNote(forms.Form):
    """Somebody called, and it cannot be settled at once."""

    concern = forms.CharField(
        label=_("What do they want to know?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what they want to know.")},
    )
    name = forms.CharField(
        label=_("Their name"),
        max_length=120,
        required=False,
        error_messages={"max_length": _("Enter a shorter name.")},
    )
    phone = PhoneNumberField(
        label=_("Their phone number"),
        help_text=PHONE_EXAMPLE,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("Enter a complete phone number, for example 0176 12345678.")},
    )
    language = forms.ChoiceField(label=_("They speak"), choices=SPEAKING, initial="de")
    municipality = forms.ModelChoiceField(
        label=_("Where do they live?"), queryset=Municipality.objects.none(), required=False
    )

    def __init__(self, *args: Any, of_town: str = "", **kwargs: Any) -> None:
        """`of_town`: who writes answers the questions of this town (AGS) only."""
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as declared above
        field.queryset = Municipality.objects.filter(pk=of_town) if of_town else Municipality.objects.all()
        field.required = bool(of_town)
        field.initial = of_town or None

    def asked(self) -> Asked:
        """They are called back; without a number somebody has to come by again."""
        said = self.cleaned_data | {"phone": str(self.cleaned_data["phone"] or "")}
        return Asked(**said, answer_by=Enquiry.AnswerBy.PHONE, came_by=Enquiry.CameBy.PHONE)
