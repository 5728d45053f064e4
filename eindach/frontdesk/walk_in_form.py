"""The three questions to whoever walks in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eindach.booking.wish import MOST_MATTERS, MOST_PEOPLE
from eindach.guide.models import Matter
from eindach.kernel.languages import SHIPPED, SPOKEN

from .documents.ticket import OFFICE_LANGUAGE
from .walking_in import Asked


class WalkInForm(forms.Form):
    """The language of the conversation, matters of `known`, people; nothing else is needed."""

    language = forms.ChoiceField(label=_("Language"), choices=[(one.code, one.native) for one in SPOKEN])
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
        self.fields["matter"].choices = [(one.key, one.name) for one in known]  # type: ignore[attr-defined]

    def clean_matter(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["matter"]
        if len(chosen) > MOST_MATTERS:
            raise forms.ValidationError(_("Choose fewer matters."))
        return chosen

    def asked(self, page: str = "") -> Asked:
        """The answers of a valid form. `page`: the language of page and ticket; left out: what they speak, where there
        are pages in it."""
        said = self.cleaned_data
        speaks: str = said["language"]
        page = page or (speaks if speaks in {one.code for one in SHIPPED} else OFFICE_LANGUAGE)
        return Asked(matters=tuple(said["matter"]), language=page, speaks=speaks, people=said["people"])
