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


def _interpreter() -> forms.CharField:
    return forms.CharField(
        label=_("Who interpreted"),
        help_text=_(
            "Needed for every language but German: a professional by name or service, a companion by what they are"
            " (“daughter”). Nothing else about them. If you speak the language yourself, enter your name."
        ),
        required=False,
        max_length=120,
    )


class Explained(forms.Form):
    """How it was said at the counter."""

    language = forms.ChoiceField(label=_("Explained in"), error_messages={"required": _("Choose a language.")})
    interpreter = _interpreter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = _languages(shipped_only=False)  # type: ignore[attr-defined]


def _recipient() -> Any:
    """One of the offices; a form fills in which."""
    return forms.ModelChoiceField(
        label=_("Who may know it"),
        queryset=Organization.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose an organization."), "invalid_choice": _("Choose an organization.")},
    )


def _categories(hint: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Which data"),
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        choices=list(CATEGORIES.items()),
        error_messages={"required": _("Choose which data it is about.")},
    )


class TakenBack(Explained):
    """The same, and nothing of it is needed: taking back is as easy as giving (Art. 7(3) GDPR)."""

    interpreter = forms.CharField(label=_("Who interpreted"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].required = False


class Ask(forms.Form):
    """A question for one recipient and one purpose."""

    purpose = forms.ChoiceField(
        label=_("What for"), widget=forms.RadioSelect, error_messages={"required": _("Choose what it is for.")}
    )
    recipient = _recipient()
    categories = _categories(_("Only what the purpose needs. Health is a purpose of its own."))

    language = forms.ChoiceField(
        label=_("Language of the words"),
        help_text=_("The person reads and keeps them in this language, and in German."),
        error_messages={"required": _("Choose a language.")},
    )
    spoken = forms.ChoiceField(label=_("Explained in"), error_messages={"required": _("Choose a language.")})
    interpreter = _interpreter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "de"
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (key, one.title(language)) for key, one in purposes().items()
        ]
        self.fields["recipient"].queryset = Organization.objects.order_by("key")  # type: ignore[attr-defined]
        self.fields["language"].choices = _languages(shipped_only=True)  # type: ignore[attr-defined]
        self.fields["spoken"].choices = _languages(shipped_only=False)  # type: ignore[attr-defined]


class GrantByLaw(forms.Form):
    """What a law lets our office tell another one. `laws`: pairs of key and name."""

    basis = forms.ChoiceField(
        label=_("Which law"), widget=forms.RadioSelect, error_messages={"required": _("Choose the law.")}
    )
    recipient = _recipient()
    categories = _categories(_("Only what the law names, and only what your office knows itself."))
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("At most a year ahead. Afterwards look again whether the law still needs it."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the last day."), "invalid": _("Choose the last day.")},
    )

    def __init__(self, *args: Any, laws: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = laws  # type: ignore[attr-defined]
        self.fields["recipient"].queryset = Organization.objects.order_by("key")  # type: ignore[attr-defined]


class Answer(Explained):
    """What the person says at the counter."""

    answer = forms.ChoiceField(
        label=_("What does the person say?"),
        choices=[("give", _("Yes")), ("refuse", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )

    field_order = ("answer", "language", "interpreter")


class Exactly(forms.Form):
    """Whom: nobody browses, no part of a name finds anybody."""

    name = forms.CharField(label=_("Full name"), max_length=120, error_messages={"required": _("Enter the full name.")})
    contact = forms.CharField(
        label=_("E-mail address or phone number"),
        help_text=_("Exactly as the person gave it when booking."),
        max_length=254,
        error_messages={"required": _("Enter the e-mail address or phone number.")},
    )


class BreakGlass(Exactly):
    """Whom, exactly, and why."""

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


class Hold(Exactly):
    """Whose data must stay, exactly, and why."""

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
