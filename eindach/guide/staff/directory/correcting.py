"""The form of what is different: one field for each fact, filled with what stands there."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eindach.directory.staff.cells import Choice, HoursCell, Languages
from eindach.directory.staff.faults import CellFault
from eindach.directory.staff.proposing import Fact
from eindach.kernel.languages import NATIVE, SPOKEN_CODES

LONGEST_REMARK = 1000
SPOKEN = [(code, NATIVE[code]) for code in SPOKEN_CODES]
HINTS = {
    "hours": gettext_lazy(
        "One line for each, for example: Mo-Do 10:00-16:00, or: by appointment. Empty: no fixed hours."
    ),
    "phone": gettext_lazy("This is the number of your whole office."),
}


class CellMixin:
    """A field whose text must be one of its cell."""

    fact: Fact

    def clean(self, value: Any) -> str:
        said = super().clean(value)  # type: ignore[misc]
        try:
            return self.fact.column.check(", ".join(said) if isinstance(said, list) else said)
        except CellFault as fault:
            raise ValidationError(str(fault), code="invalid") from fault


class TextField(CellMixin, forms.CharField):
    pass


class ChoiceField(CellMixin, forms.ChoiceField):
    pass


class SeveralField(CellMixin, forms.MultipleChoiceField):
    pass


class CorrectionForm(forms.Form):
    """`seen` is what was shown: said against something else it is asked once more, with everything typed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, facts: Sequence[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in facts:
            self.fields[fact.name] = _field(fact)
        self.fields["remark"] = forms.CharField(
            label=_("Is anything else different?"),
            help_text=_("A coordinator reads this. Please no data about single persons."),
            max_length=LONGEST_REMARK,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.initial["seen"] = mark_of(facts)
        self.places = {fact.place for fact in facts}

    def said(self) -> dict[str, str]:
        """Name of a fact -> exact text."""
        return {name: text for name, text in self.cleaned_data.items() if name not in ("seen", "remark")}


def mark_of(facts: Sequence[Fact]) -> str:
    """Of what is shown; another one when a cell has changed."""
    said = json.dumps([[fact.name, fact.text] for fact in facts])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _field(fact: Fact) -> forms.Field:
    cell, label = fact.column.cell, str(fact.column.label)
    kept: dict[str, Any] = {"label": label, "required": False, "help_text": HINTS.get(fact.column.field, "")}
    field: forms.Field
    if isinstance(cell, Choice):
        field = ChoiceField(**kept, choices=list(cell.words.items()), initial=fact.text)
    elif isinstance(cell, Languages):
        widget = forms.CheckboxSelectMultiple
        kept |= {"required": True, "error_messages": {"required": _("Name at least one language.")}}
        field = SeveralField(**kept, choices=SPOKEN, initial=cell.value(fact.text), widget=widget)
    elif isinstance(cell, HoursCell):
        lines = max(2, fact.shown.count("\n") + 2)
        field = TextField(**kept, initial=fact.shown, widget=forms.Textarea(attrs={"rows": lines}), max_length=2000)
    elif fact.column.language:
        field = TextField(**kept, initial=fact.text, widget=forms.Textarea(attrs={"rows": 2}), max_length=cell.longest)
    else:
        field = TextField(**kept, initial=fact.text, max_length=cell.longest)
    field.fact = fact
    return field
