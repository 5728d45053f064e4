"""The questions one may ask the trail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eindach.directory.models import Organization

from .looking_up import Question
from .models import AuditEvent
from .trail_words import ACTS


class TrailForm(forms.Form):
    """All may be left empty."""

    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    organization = forms.ModelChoiceField(
        label=_("Organization"), required=False, queryset=Organization.objects.none(), empty_label=_("All")
    )
    act = forms.ChoiceField(label=_("What was done"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    number = forms.CharField(
        label=_("Number of a booking"),
        help_text=_("Shows the events of this person. The search itself is an event."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.order_by("key")  # type: ignore[attr-defined]
        outcomes = [(AuditEvent.Outcome.DONE, _("done")), (AuditEvent.Outcome.REFUSED, _("refused"))]
        self.fields["act"].choices = [("", _("All")), *ACTS.items()]  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [("", _("All")), *outcomes]  # type: ignore[attr-defined]

    def question(self) -> Question:
        said = self.cleaned_data
        office = said["organization"]
        return Question(**(said | {"organization": office.pk if office else None}))
