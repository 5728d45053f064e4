"""One question a page; none must be answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eindach.directory.models import Municipality

from .answers import Answers
from .questions import ELSEWHERE, FAMILY, HAVE, PLACE, REASON, Question

A_DAY = "%Y-%m-%d"
EARLIEST = date(1950, 1, 1)


class Asked(forms.Form):
    """`title` and `hint` of the page; `is_one`: the title asks its only field. `answered` puts what was said into the
    answers."""

    title: Any = ""
    hint: Any = ""
    is_one = True

    @classmethod
    def about(cls, answers: Answers, posted: Any = None) -> "Asked":
        return cls(posted, initial=cls.said(answers))

    @staticmethod
    def said(answers: Answers) -> dict[str, Any]:
        raise NotImplementedError

    def answered(self, answers: Answers) -> Answers:
        raise NotImplementedError


class PlaceAsked(Asked):
    title = gettext_lazy("Where do you live?")
    hint = gettext_lazy("Or where will you live? Then we show you the right office.")
    place = forms.ChoiceField(label=title, widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = [(one.ags, one.name) for one in Municipality.objects.all()]
        self.fields["place"].choices = [*towns, (ELSEWHERE, _("Somewhere else, or I do not know yet"))]  # type: ignore[attr-defined]

    @staticmethod
    def said(answers: Answers) -> dict[str, Any]:
        return {"place": answers.place}

    def answered(self, answers: Answers) -> Answers:
        return replace(answers, place=self.cleaned_data["place"] or None)


class SinceAsked(Asked):
    title = gettext_lazy("Since when are you here?")
    hint = gettext_lazy("Deadlines count from these days. A guess is better than nothing. You can leave each empty.")
    is_one = False
    arrival = forms.DateField(label=gettext_lazy("I came to Germany on"), required=False)
    moving_in = forms.DateField(
        label=gettext_lazy("I moved into my flat or room on"),
        help_text=gettext_lazy("Also a day that is still to come"),
        required=False,
    )
    visa_ends = forms.DateField(
        label=gettext_lazy("My visa ends on"),
        help_text=gettext_lazy("You came without a visa? Then the 90th day after you entered"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.DateInput(attrs={"type": "date", "min": EARLIEST.isoformat()}, format=A_DAY)
            field.error_messages["invalid"] = _("Enter a day, for example 24.11.2026, or leave it empty.")

    @staticmethod
    def said(answers: Answers) -> dict[str, Any]:
        return {event.replace("-", "_"): day for event, day in answers.dates.items()}

    def answered(self, answers: Answers) -> Answers:
        said = {name.replace("_", "-"): day for name, day in self.cleaned_data.items() if day}
        return replace(answers, dates=said)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, day in cleaned.items():
            if day and not EARLIEST <= day < date(EARLIEST.year + 150, 1, 1):
                self.add_error(name, _("Is the year right?"))
        return cleaned


def _of(question: Question) -> type[Asked]:
    kind: Callable[..., forms.Field] = forms.MultipleChoiceField if question.several else forms.ChoiceField
    widget = forms.CheckboxSelectMultiple if question.several else forms.RadioSelect

    class One(Asked):
        title = question.title
        hint = question.hint
        answer = kind(label=question.title, choices=list(question.answers.items()), widget=widget, required=False)

        @staticmethod
        def said(answers: Answers) -> dict[str, Any]:
            chosen = answers.chosen.get(question.key, ())
            return {"answer": list(chosen) if question.several else next(iter(chosen), None)}

        def answered(self, answers: Answers) -> Answers:
            said = self.cleaned_data["answer"]
            keys = tuple(said) if question.several else (said,) if said else None
            others = {key: chosen for key, chosen in answers.chosen.items() if key != question.key}
            return replace(answers, chosen=others if keys is None else others | {question.key: keys})

    return One


PAGES: dict[str, type[Asked]] = {
    PLACE: PlaceAsked,
    REASON.key: _of(REASON),
    "since": SinceAsked,
    FAMILY.key: _of(FAMILY),
    HAVE.key: _of(HAVE),
}
"""In the order in which they are asked."""


def skipped(page: str, answers: Answers) -> Answers:
    """As if the question had not been asked: unknown, not "no"."""
    if page == PLACE:
        return replace(answers, place=None)
    if page == "since":
        return replace(answers, dates={})
    return replace(answers, chosen={key: said for key, said in answers.chosen.items() if key != page})
