"""The form for a barrier. What it says becomes a question to the people who answer questions (eindach.questions)."""

from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from eindach.kernel.languages import SOURCE, SPOKEN_CODES
from eindach.notifications.addresses import AddressField
from eindach.questions.asking import Asked
from eindach.questions.forms import SPEAKING, phone_field
from eindach.questions.models import Enquiry

LONGEST: Final = 4_000
By = Enquiry.AnswerBy


class BarrierReport(forms.Form):
    """Only the words are needed. Who gives no address reads the answer on a page of their own."""

    problem = forms.CharField(
        label=_("What does not work?"),
        help_text=_("Write in your language. What did you want to do? What happened?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write what does not work."), "max_length": _("Write a shorter text.")},
    )
    page = forms.CharField(
        label=_("On which page?"),
        help_text=_("The page you came from is filled in. You can change it."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"max_length": _("Write a shorter text.")},
    )
    email = AddressField(label=_("Your e-mail address"), required=False)
    phone = phone_field(required=False)
    language = forms.ChoiceField(label=_("In which language do you want the answer?"), choices=SPEAKING)

    def asked(self) -> Asked:
        """By mail where there is an address, else by phone, else by the link of its page."""
        said: dict[str, Any] = self.cleaned_data
        email = said["email"]
        phone = "" if email else str(said["phone"] or "")
        return Asked(
            concern=_concern(said["problem"], said["page"]),
            language=said["language"],
            email=email,
            phone=phone,
            answer_by=By.MAIL if email else By.PHONE if phone else By.LINK,
        )


def _concern(problem: str, page: str) -> str:
    """The first line is for the people who answer: what this is about, in their language."""
    with override(SOURCE):
        about = gettext("Barrier on a page")
    return f"{about}: {page}\n\n{problem}" if page else f"{about}\n\n{problem}"


def spoken_here() -> str:
    """The language of the page, where somebody can answer in it."""
    code = (get_language() or SOURCE).split("-")[0]
    return code if code in SPOKEN_CODES else SOURCE
