"""A week in the weeks after it: what is open in the one is open in the others, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eindach.booking.closures import once
from eindach.booking.documents.sheet import day_text
from eindach.booking.models import Calendar, Opening, OpeningChange
from eindach.booking.opening_rules import exceptions_until, midnight
from eindach.directory import hours
from eindach.directory.models import ScheduleException
from eindach.directory.queries import region
from eindach.kernel.spans import Span

from ..models import EventDay
from .forms import ChangeForm, day_field

MOST_WEEKS: Final = 12


class CopyForm(ChangeForm):
    """The week that is shown, in the weeks after it; what was open there goes. Holidays stay closed, and on days on
    which a house differs it is open only as the house is."""

    day = day_field("", widget=forms.HiddenInput)
    weeks = forms.IntegerField(
        label=gettext_lazy("Into how many weeks after it?"),
        min_value=1,
        max_value=MOST_WEEKS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        return day - timedelta(days=day.weekday())

    def changes(self) -> list[OpeningChange]:
        made: list[OpeningChange] = []
        for week in self._weeks():
            made += [once(one, self.free_of_visitors(one, week)) for one in self.calendars.values()]
            made += self._copied(timezone.localdate(week.end, region().zone) - timedelta(days=7))
        return made

    def notes(self) -> list[str]:
        """Holidays and days of houses, event days beside which counters would be open, and openings that go."""
        return [*self._days_left_out(), *self._event_days(), *self._replaced()]

    def _weeks(self) -> Iterator[Span]:
        """What is still to come of each of them."""
        here, monday = region(), self.cleaned_data["day"]
        for later in range(1, self.cleaned_data["weeks"] + 1):
            first = monday + timedelta(weeks=later)
            whole = self.ahead(Span(midnight(first, here), midnight(first + timedelta(days=7), here)))
            if whole.start < whole.end:
                yield whole

    @cached_property
    def _openings(self) -> list[Opening]:
        here, monday = region(), self.cleaned_data["day"]
        week = midnight(monday, here), midnight(monday + timedelta(days=7), here)
        found = Opening.objects.filter(calendar__in=self.calendars.values(), during__overlap=week)
        return list(found.order_by("during"))

    @cached_property
    def _differing(self) -> dict[UUID, dict[date, ScheduleException]]:
        return exceptions_until(self.cleaned_data["day"] + timedelta(weeks=MOST_WEEKS + 1))

    def _copied(self, first: date) -> Iterable[OpeningChange]:
        for one in self._openings:
            calendar = self.calendars[str(one.calendar_id)]
            if (span := self._in_week(one, calendar, first)) and span.start < span.end:
                yield once(calendar, span, one.services, one.languages)

    def _in_week(self, one: Opening, calendar: Calendar, first: date) -> Span | None:
        here = region()
        start, end = (timezone.localtime(moment, here.zone) for moment in (one.during.lower, one.during.upper))
        day = first + timedelta(days=start.weekday())
        opens, closes = start.time(), end.time()
        if differs := self._differing.get(calendar.counter.location_id, {}).get(day):
            if differs.opens is None or differs.closes is None:
                return None
            opens, closes = max(opens, differs.opens), min(closes, differs.closes)
        elif hours.holiday_on(day, here.state):
            return None
        return self.free_of_visitors(calendar, self.span(day, opens, closes)) if opens < closes else None

    def _days_left_out(self) -> Iterator[str]:
        here = region()
        weekdays = {timezone.localdate(one.during.lower, here.zone).weekday() for one in self._openings}
        houses: dict[date, list[str]] = defaultdict(list)
        for one in {one.counter.location_id: one.counter.location for one in self.calendars.values()}.values():
            for day in self._differing.get(one.pk, {}):
                houses[day].append(str(one.short_name))
        for week in self._weeks():
            for number in range(7):
                day = timezone.localdate(week.end, here.zone) + timedelta(days=number - 7)
                if day.weekday() not in weekdays:
                    continue
                if differs := houses.get(day):
                    yield _("%(day)s: not as usual at %(houses)s.") % {
                        "day": day_text(day),
                        "houses": ", ".join(differs),
                    }
                elif holiday := hours.holiday_on(day, here.state):
                    yield _("%(day)s stays closed: %(holiday)s.") % {"day": day_text(day), "holiday": holiday}

    def _event_days(self) -> Iterator[str]:
        """Whoever works at a station then cannot be at their counter."""
        houses = {one.counter.location_id for one in self.calendars.values()}
        for week in self._weeks():
            days = EventDay.objects.filter(
                during__overlap=tuple(week), cancelled_at=None, series__location__in=houses
            ).select_related("series")
            for one in days:
                open_then = [made for made in self.changes() if _beside(made, one)]
                if open_then:
                    day = day_text(timezone.localdate(one.during.lower, region().zone))
                    yield ngettext(
                        "%(day)s: %(name)s. Beside it %(n)s counter would be open: is there somebody for both?",
                        "%(day)s: %(name)s. Beside it %(n)s counters would be open: is there somebody for both?",
                        len(open_then),
                    ) % {"day": day, "name": one.series.name, "n": len(open_then)}

    def _replaced(self) -> Iterator[str]:
        there = sum(
            Opening.objects.filter(calendar__in=self.calendars.values(), during__overlap=tuple(week)).count()
            for week in self._weeks()
        )
        if there:
            yield ngettext("%(n)s opening that is there now goes.", "%(n)s openings that are there now go.", there) % {
                "n": there
            }


def _beside(change: OpeningChange, day: EventDay) -> bool:
    """Open in the same house at the same time."""
    in_house = change.calendar.counter.location_id == day.series.location_id
    together = change.during.lower < day.during.upper and day.during.lower < change.during.upper
    return bool(change.services and in_house and together)
