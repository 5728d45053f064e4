"""The three questions to whoever walks in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eindach.booking.wish import MOST_MATTERS, MOST_PEOPLE
from eindach.guide.models import Matter
from eindach.kernel.languages import SHIPPED

from .walking_in import Asked


class WalkInForm(forms.Form):
    """Language (of the page where it is not asked), matters of `known`, people; nothing else is needed."""

    language = forms.ChoiceField(label=_("Language"), choices=[(one.code, one.native) for one in SHIPPED])
    matter = forms.MultipleChoiceField(
        label=_("What would you like to settle?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one matter.")},
    )
    people = forms.IntegerField(
        label=_("How many people?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: Sequence[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = [(one.key, str(one.name)) for one in known]  # type: ignore[attr-defined]

    def clean_matter(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["matter"]
        if len(chosen) > MOST_MATTERS:
            raise forms.ValidationError(_("Choose fewer matters."))
        return chosen

    def asked(self) -> Asked:
        """The answers of a valid form."""
        said = self.cleaned_data
        language = said["language"] or get_language() or ""
        return Asked(matters=tuple(said["matter"]), language=language, people=said["people"])
