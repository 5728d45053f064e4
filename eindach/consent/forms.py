"""Forms of the staff pages. Nothing is ticked beforehand, and no language is taken for granted."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eindach.directory.models import Organization
from eindach.kernel.languages import SHIPPED, SPOKEN

from .labels import CATEGORIES
from .models.glass import SHORTEST_REASON
from .words import purposes


def _languages(shipped_only: bool) -> list[tuple[str, object]]:
    return [("", _("Please choose")), *((one.code, one.native) for one in (SHIPPED if shipped_only else SPOKEN))]


class Explained(forms.Form):
    """How it was said at the counter."""

    language = forms.ChoiceField(label=_("Explained in"), error_messages={"required": _("Choose a language.")})
    interpreter = forms.CharField(
        label=_("Who interpreted"),
        help_text=_("Name or service. If you speak the language yourself, enter your name. Not needed for German."),
        required=False,
        max_length=120,
    )

    texts_only = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = _languages(self.texts_only)  # type: ignore[attr-defined]


class Ask(Explained):
    """A question for one recipient and one purpose."""

    purpose = forms.ChoiceField(
        label=_("What for"), widget=forms.RadioSelect, error_messages={"required": _("Choose what it is for.")}
    )
    recipient = forms.ModelChoiceField(
        label=_("Who may know it"),
        queryset=Organization.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose an organization."), "invalid_choice": _("Choose an organization.")},
    )
    categories = forms.MultipleChoiceField(
        label=_("Which data"),
        help_text=_("Only what the purpose needs. Health is a purpose of its own."),
        widget=forms.CheckboxSelectMultiple,
        choices=list(CATEGORIES.items()),
        error_messages={"required": _("Choose which data it is about.")},
    )

    field_order = ("purpose", "recipient", "categories", "language", "interpreter")
    texts_only = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "de"
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (key, one.title(language)) for key, one in purposes().items()
        ]
        self.fields["recipient"].queryset = Organization.objects.order_by("key")  # type: ignore[attr-defined]


class Answer(Explained):
    """What the person says at the counter."""

    answer = forms.ChoiceField(
        label=_("What does the person say?"),
        choices=[("give", _("Yes")), ("refuse", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )

    by_mail = forms.BooleanField(
        label=_("The person wants the receipt by e-mail"),
        help_text=_("It goes to the address they gave, in the language of their messages."),
        required=False,
    )
    field_order = ("answer", "language", "interpreter", "by_mail")

    def __init__(self, *args: Any, has_mail: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_mail:
            del self.fields["by_mail"]


class BreakGlass(forms.Form):
    """Whom, exactly, and why."""

    name = forms.CharField(label=_("Full name"), max_length=120, error_messages={"required": _("Enter the full name.")})
    contact = forms.CharField(
        label=_("E-mail address or phone number"),
        help_text=_("Exactly as the person gave it when booking."),
        max_length=254,
        error_messages={"required": _("Enter the e-mail address or phone number.")},
    )
    reason = forms.CharField(
        label=_("Why is it an emergency?"),
        help_text=_("Data protection reads this, and so does the person."),
        min_length=SHORTEST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write why you have to look."),
            "min_length": _("Write at least %(limit_value)d letters."),
        },
    )


class Review(forms.Form):
    finding = forms.CharField(
        label=_("What did you find?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what you found.")},
    )


class Hold(forms.Form):
    """Whose data must stay, exactly, and why."""

    name = forms.CharField(label=_("Full name"), max_length=120, error_messages={"required": _("Enter the full name.")})
    contact = forms.CharField(
        label=_("E-mail address or phone number"),
        help_text=_("Exactly as the person gave it when booking."),
        max_length=254,
        error_messages={"required": _("Enter the e-mail address or phone number.")},
    )
    reason = forms.CharField(
        label=_("Why must the data stay?"),
        help_text=_("With your file reference. You see this reason later, and not the name."),
        max_length=300,
        error_messages={"required": _("Write why the data must stay.")},
    )


class Lift(forms.Form):
    reason = forms.CharField(
        label=_("Why does it end?"),
        max_length=300,
        error_messages={"required": _("Write why the hold ends.")},
    )
