"""Step 2: when somebody can come, with how many, in which languages."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from eindach.kernel.spans import Span

from ..wish import HORIZON, MOST_DAYS, MOST_PEOPLE, Wish
from .times import ALL, HalfDay, windows

USUAL_DAYS = timedelta(days=60)
FARTHEST = timedelta(days=300)
"""That a search begins ahead, whatever was told elsewhere."""


def first_day(today: date, here_from: str) -> date:
    """Not before somebody is here. `here_from`: the day they arrive as they told it, or anything."""
    try:
        return min(max(today, date.fromisoformat(here_from)), today + FARTHEST)
    except ValueError:
        return today


class WhenForm(forms.Form):
    """The wish without its matters. `spoken` (languages that can be asked for), `places` (municipalities): choices."""

    first = forms.DateField(
        label=_("From"),
        error_messages={
            "required": _("Enter the first day you can come."),
            "invalid": _("Enter the first day as a date."),
        },
    )
    last = forms.DateField(
        label=_("Until"),
        error_messages={
            "required": _("Enter the last day you can come."),
            "invalid": _("Enter the last day as a date."),
        },
    )
    times = forms.MultipleChoiceField(
        label=_("Which times suit you?"),
        choices=[(half.key, half.key) for half in ALL],
        error_messages={
            "required": _("Choose at least one time when you can come."),
            "invalid_choice": _("Choose from the times in the list."),
        },
    )
    people = forms.IntegerField(
        label=_("How many people need these appointments?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "required": _("Enter how many people come."),
            "invalid": _("Enter the number of people in digits, for example 2."),
            "min_value": _("At least 1 person has to come."),
            "max_value": _("We can plan for up to 12 people here. Call us if you are more."),
        },
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak?"),
        required=False,
        error_messages={"invalid_choice": _("Choose from the languages in the list.")},
    )
    max_days = forms.TypedChoiceField(
        label=_("How often can you come?"),
        coerce=int,
        choices=[(1, _("Once")), (2, _("Up to two times")), (3, _("Up to three times"))][:MOST_DAYS],
        error_messages={
            "required": _("Choose how often you can come."),
            "invalid_choice": _("Choose how often you can come."),
        },
    )
    municipality = forms.ChoiceField(
        label=_("Where do you live?"),
        required=False,
        error_messages={"invalid_choice": _("Choose a place from the list.")},
    )
    step_free = forms.BooleanField(label=_("I need a way without steps"), required=False)

    def __init__(
        self,
        *args: Any,
        today: date,
        spoken: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["municipality"].choices = [("", _("Not sure yet")), *places]  # type: ignore[attr-defined]
        self.fields["languages"].choices = list(spoken)  # type: ignore[attr-defined]

    def ticked(self, name: str) -> set[str]:
        """What was ticked in this field, right or wrong."""
        return set(self.data.getlist(name)) if isinstance(self.data, QueryDict) else set()

    @classmethod
    def usual(cls, first: date, languages: Sequence[str]) -> dict[str, list[str]]:
        """What is filled in before anybody has typed: two months from `first`, any time, one person, two visits."""
        return {
            "first": [first.isoformat()],
            "last": [(first + USUAL_DAYS).isoformat()],
            "times": [half.key for half in ALL],
            "people": ["1"],
            "languages": list(languages),
            "max_days": ["2"],
        }

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first > self.today + HORIZON:
            raise forms.ValidationError(_("Choose a first day within one year."))
        return first

    def clean_last(self) -> date:
        last: date = self.cleaned_data["last"]
        first = self.cleaned_data.get("first")
        if last < self.today:
            raise forms.ValidationError(_("The last day is in the past. Choose a later day."))
        if last > self.today + HORIZON:
            raise forms.ValidationError(_("Choose a last day within one year."))
        if first and last < first:
            raise forms.ValidationError(_("The last day must not be before the first day."))
        return last

    def span(self, zone: ZoneInfo) -> tuple[date, date, tuple[Span, ...]]:
        """First day (not in the past), last day, windows; only of a valid form."""
        said = self.cleaned_data
        first = max(said["first"], self.today)
        chosen = [HalfDay.parse(key) for key in said["times"]]
        return first, said["last"], windows(chosen, first, said["last"], zone)

    def wish(self, matters: Sequence[str], zone: ZoneInfo) -> Wish:
        """The whole wish; only of a valid form."""
        said = self.cleaned_data
        first, last, chosen = self.span(zone)
        return Wish(
            matters=tuple(matters),
            start=first,
            until=last,
            windows=chosen,
            people=said["people"],
            languages=tuple(said["languages"]),
            max_days=said["max_days"],
            needs=("step-free",) if said["step_free"] else (),
            municipality=said["municipality"],
        )
