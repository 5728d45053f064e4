"""Forms of the staff area."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eindach.accounts.models import Category
from eindach.consent.labels import CATEGORIES


class FactForm(forms.Form):
    """One fact: kind, what, value. `writable`: the categories the actor may write."""

    category = forms.ChoiceField(label=_("Kind of information"))
    key = forms.CharField(
        label=_("What is it about?"),
        max_length=60,
        help_text=_("For example: residence title, language course, school."),
    )
    value = forms.CharField(label=_("Information"), max_length=400)

    def __init__(self, *args: object, writable: frozenset[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(one.value, CATEGORIES[one]) for one in Category if one in writable]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]
