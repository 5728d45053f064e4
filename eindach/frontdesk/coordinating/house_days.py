"""Days on which a house differs: entered and taken back by form, with what that does to the booked people."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eindach.booking.closures import Closure
from eindach.booking.documents.sheet import day_text
from eindach.booking.house_days import Clocks, forget_days, set_days
from eindach.booking.models import Calendar
from eindach.booking.opening_rules import midnight
from eindach.directory.models import Location, ScheduleException
from eindach.directory.queries import region

from ..models import EventDay
from .forms import ChangeForm, clock_field, day_field

MOST_DAYS: Final = 92
REASONS: Final[Mapping[str, Any]] = {
    "holidays": _("Company holidays"),
    "training": _("Training of the staff"),
    "outing": _("Staff outing"),
    "works": _("Building work"),
    "fault": _("Fault in the building"),
    "local": _("Local holiday"),
}
"""Chosen, not written: so it stands in every language."""


class _OfAHouse(ChangeForm):
    """What both forms need: the houses of the counters that are shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses: dict[str, Location] = {one.counter.location.key: one.counter.location for one in self._shown()}

    def _shown(self) -> Collection[Calendar]:
        return self.calendars.values()

    def counters_of(self, house: Location) -> Collection[int]:
        return list(Calendar.objects.filter(counter__location=house).values_list("counter", flat=True))


class HouseDayForm(_OfAHouse):
    """A house is closed from a day to a day, or open at other hours. From tomorrow on: today counters are closed."""

    location = forms.ChoiceField(label=_("House"))
    day = day_field(_("First day"))
    until = day_field(_("Last day"), required=False, help_text=_("Empty: only this day."))
    opens = clock_field(_("Open from"), required=False, help_text=_("Empty: closed all day."))
    closes = clock_field(_("Open until"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("none")), *REASONS.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, str(one.name)) for key, one in self.houses.items()]
        self.fields["location"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        day, until = said.get("day"), said.get("until") or said.get("day")
        opens, closes = said.get("opens"), said.get("closes")
        if day and day <= timezone.localdate(self.now, region().zone):
            self.add_error("day", _("Choose a day from tomorrow on. Today counters can be closed."))
        elif day and until and not day <= until < day + timedelta(days=MOST_DAYS):
            self.add_error("until", _("The last day has to be after the first one, and within three months."))
        if bool(opens) != bool(closes):
            self.add_error("closes", _("Enter both hours, or none."))
        elif opens and closes and opens >= closes:
            self.add_error("closes", _("The end has to be after the beginning."))
        if not self.errors and (event := self._event_day(said)):
            when = day_text(timezone.localdate(event.during.lower, region().zone))
            self.add_error(
                "day", _("%(day)s is an event day here: its visitors would find the door closed.") % {"day": when}
            )
        return said

    def _event_day(self, said: dict[str, Any]) -> EventDay | None:
        """One that is not wholly within the hours."""
        here, first, last = region(), said["day"], said.get("until") or said["day"]
        span = midnight(first, here), midnight(last + timedelta(days=1), here)
        found = EventDay.objects.filter(
            during__overlap=span, cancelled_at=None, series__location=self.houses[said["location"]]
        )
        return next((one for one in found if not _within(one, said)), None)

    def do(self) -> Closure:
        said = self.cleaned_data
        return set_days(self._house, self._days, self._hours, _in_every_language(said["reason"]), now=self.now)

    def touched(self) -> Collection[int]:
        return self.counters_of(self._house)

    @property
    def _house(self) -> Location:
        return self.houses[self.cleaned_data["location"]]

    @property
    def _days(self) -> list[date]:
        first, last = self.cleaned_data["day"], self.cleaned_data.get("until") or self.cleaned_data["day"]
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    @property
    def _hours(self) -> Clocks | None:
        opens, closes = self.cleaned_data["opens"], self.cleaned_data["closes"]
        return (opens, closes) if opens and closes else None


class AsAlwaysForm(_OfAHouse):
    """A day that was entered by hand is as always again. `row`: of ScheduleException."""

    row = forms.ModelChoiceField(ScheduleException.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = by_hand(self.houses.values(), self.now)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if row := said.get("row"):
            said["day"] = row.date
        return said

    def do(self) -> Closure:
        row = self.cleaned_data["row"]
        return forget_days(row.location, [row.date], now=self.now)

    def touched(self) -> Collection[int]:
        return self.counters_of(self.cleaned_data["row"].location)

    def notes(self) -> list[str]:
        row = self.cleaned_data["row"]
        said = {"house": row.location.short_name, "day": day_text(row.date)}
        return [
            gettext("%(house)s is open as always on %(day)s.") % said,
            gettext("Hours that had been opened by hand for this day do not come back by themselves."),
        ]


def by_hand(houses: Collection[Location], now: datetime) -> Any:
    """Days to come that can be taken back."""
    today = timezone.localdate(now, region().zone)
    found = ScheduleException.objects.filter(location__in=list(houses), by_hand=True, date__gt=today)
    return found.select_related("location").order_by("date", "location__key")


def _within(event: EventDay, said: dict[str, Any]) -> bool:
    zone = region().zone
    start, end = (timezone.localtime(one, zone).time() for one in (event.during.lower, event.during.upper))
    return bool(said["opens"] and said["opens"] <= start and end <= said["closes"])


def _in_every_language(reason: str) -> dict[str, str]:
    if not reason:
        return {}
    found = {}
    for code in region().languages:
        with translation.override(code):
            found[code] = str(REASONS[reason])
    return found
