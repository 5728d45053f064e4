"""Other days for what is booked: dates and times of day; the rest of the wish stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from ..wish import MOST_DAYS, Wish
from .when import WhenForm


class MoveForm(WhenForm):
    """Days, times of day and how often; people, languages and needs are those of the booking."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, spoken=(), **kwargs)
        for name in ("people", "languages", "step_free", "municipality"):
            del self.fields[name]

    @classmethod
    def usual_data(cls, today: date) -> QueryDict:
        """What is filled in before anybody has typed."""
        data = QueryDict(mutable=True)
        for name, values in WhenForm.usual(today, ()).items():
            if name in ("first", "last", "times"):
                data.setlist(name, values)
        data["max_days"] = str(MOST_DAYS)
        return data

    def other_times(self, booked: Wish, matters: Sequence[str], zone: ZoneInfo) -> Wish:
        """The booked wish at these other times; only of a valid form."""
        first, last, windows = self.span(zone)
        days = self.cleaned_data["max_days"]
        return replace(booked, matters=tuple(matters), start=first, until=last, windows=windows, max_days=days)
