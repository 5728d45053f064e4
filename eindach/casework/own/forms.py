"""Forms of a person's own door."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from eindach.accounts.forms import AskForCode
from eindach.notifications.texting import are_offered

from ..models import DeletionRequest


class LanguageForm(forms.Form):
    """In which language the house writes."""

    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)


class NewContact(AskForCode):
    """The address or number somebody wants to be known by from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        field.label = _("New e-mail address or mobile number") if are_offered() else _("New e-mail address")
        field.help_text = _("We send a code there. Nothing changes before you have entered it.")


class Answer(forms.Form):
    """What data protection says to a request for deletion."""

    outcome = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            (DeletionRequest.Outcome.DONE.value, _("Delete what may be deleted")),
            (DeletionRequest.Outcome.REFUSED.value, _("Refuse")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it. Needed when you refuse."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("outcome") == DeletionRequest.Outcome.REFUSED and not said.get("reason", "").strip():
            self.add_error("reason", _("Say why: the person has a right to know."))
        return said
