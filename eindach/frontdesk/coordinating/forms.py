"""Forms of the week. Each makes changes of openings (`changes`), which are rehearsed before they are saved."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eindach.booking.closures import once, weekly
from eindach.booking.models import Appointment, Calendar, Opening, OpeningChange
from eindach.booking.opening_rules import midnight
from eindach.directory import hours
from eindach.directory.models import Service
from eindach.directory.queries import region
from eindach.kernel.languages import SPOKEN
from eindach.kernel.spans import Span

MOST_WEEKS: Final = 12
LONGEST_CLOSURE: Final = timedelta(days=366)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _clock(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


class ChangeForm(forms.Form):
    """What all forms of the week have: who is looked at, when it is, and changes at the end."""

    def __init__(self, *args: Any, calendars: Sequence[Calendar], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendars = {str(one.pk): one for one in calendars}
        self.now = now
        if "counter" in self.fields:
            self.fields["counter"].choices = self._counters()  # type: ignore[attr-defined]

    def _counters(self) -> list[tuple[str, str]]:
        return [(pk, f"{one.counter.location.short_name}: {one.counter.name}") for pk, one in self.calendars.items()]

    if TYPE_CHECKING:

        def changes(self) -> list[OpeningChange]:
            """Of a valid form; not saved. Each form of the week has its own."""

    def span(self, day: date, opens: time, closes: time) -> Span:
        """On the wall clock, and only what is still to come."""
        zone = region().zone
        return self.ahead(Span(datetime.combine(day, opens, zone), datetime.combine(day, closes, zone)))

    def ahead(self, span: Span) -> Span:
        soonest = self.now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        return Span(max(span.start, soonest.astimezone(region().zone)), span.end)

    def free_of_visitors(self, calendar: Calendar, span: Span) -> Span:
        """Whoever sits at the counter is not sent away."""
        under_way = Appointment.objects.filter(calendar=calendar, live=True, during__contains=span.start).first()
        return Span(under_way.during.upper, span.end) if under_way else span


class HoursForm(ChangeForm):
    """Hours of one counter on a day: new ones, or in place of an opening (`instead_of`)."""

    counter = forms.ChoiceField(label=_("Counter"))
    day = _day(_("Day"))
    opens = _clock(_("From"))
    closes = _clock(_("Until"))
    services = forms.MultipleChoiceField(
        label=_("What is served"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Empty: all that this counter serves."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[(one.code, one.native) for one in SPOKEN],
        widget=forms.CheckboxSelectMultiple,
    )
    weekly = forms.BooleanField(label=_("Every week from this day on"), required=False)

    def __init__(self, *args: Any, instead_of: Opening | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instead_of = instead_of
        known = [one.pk for one in self.calendars.values()]
        if len(known) == 1:
            ever = Service.objects.filter(calendars=known[0])
            self.fields["services"].choices = [(str(one.pk), str(one.name)) for one in ever]  # type: ignore[attr-defined]
        else:
            del self.fields["services"]  # each counter serves something else

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        opens, closes = said.get("opens"), said.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", _("The end has to be after the beginning."))
        elif opens and closes and said.get("day"):
            span = self.span(said["day"], opens, closes)
            if span.start >= span.end:
                self.add_error("day", _("This time is past. Choose one that is to come."))
        return said

    def changes(self) -> list[OpeningChange]:
        said = self.cleaned_data
        calendar = self.calendars[said["counter"]]
        chosen = [UUID(one) for one in said.get("services", ())]
        services = chosen or list(calendar.services.order_by("pk").values_list("pk", flat=True))
        new = self.free_of_visitors(calendar, self.span(said["day"], said["opens"], said["closes"]))
        made = [_made(calendar, new, said["weekly"], services, said["languages"])]
        if self.instead_of:
            zone = region().zone
            during = self.instead_of.during
            old = self.ahead(Span(during.lower.astimezone(zone), during.upper.astimezone(zone)))
            old = self.free_of_visitors(calendar, old)
            if old.start < old.end:
                made = [_made(calendar, old, said["weekly"]), *made]
        return made


class CloseForm(ChangeForm):
    """One counter, or all that are shown, closed from a day to a day; on one day also for some hours."""

    counter = forms.ChoiceField(label=_("Counter"))
    day = _day(_("First day"))
    until = _day(_("Last day"), required=False, help_text=_("Empty: only this day."))
    opens = _clock(_("From"), required=False, help_text=_("Empty: from the morning."))
    closes = _clock(_("Until"), required=False, help_text=_("Empty: until the evening."))
    weekly = forms.BooleanField(label=_("Every week from this day on"), required=False)

    def _counters(self) -> list[tuple[str, str]]:
        return [*super()._counters(), ("all", str(_("All counters shown")))]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        day, until = said.get("day"), said.get("until")
        if day and until and not day <= until <= day + LONGEST_CLOSURE:
            self.add_error("until", _("The last day has to be after the first one, and within a year."))
        elif said.get("weekly") and until and until != day:
            self.add_error("until", _("Every week: choose one day only."))
        elif day and (closed := self._closed(said)) and closed.start >= closed.end:
            self.add_error("day", _("This time is past. Choose one that is to come."))
        return said

    def _closed(self, said: dict[str, Any]) -> Span:
        here = region()
        day, until = said["day"], said.get("until") or said["day"]
        start = datetime.combine(day, said.get("opens") or time(), here.zone)
        end = midnight(until + timedelta(days=1), here)
        if closes := said.get("closes"):
            end = datetime.combine(until, closes, here.zone)
        elif said.get("weekly"):
            end = datetime.combine(until, time(23, 59), here.zone)
        return self.ahead(Span(start, end))

    def changes(self) -> list[OpeningChange]:
        said = self.cleaned_data
        chosen = self.calendars.values() if said["counter"] == "all" else [self.calendars[said["counter"]]]
        closed = self._closed(said)
        spans = [(one, self.free_of_visitors(one, closed)) for one in chosen]
        return [_made(one, span, said["weekly"]) for one, span in spans if span.start < span.end]


class CopyForm(ChangeForm):
    """The week that is shown, in the weeks after it; what was open there goes. Holidays stay closed."""

    day = forms.DateField(widget=forms.HiddenInput)
    weeks = forms.IntegerField(
        label=_("Into how many weeks after it?"),
        min_value=1,
        max_value=MOST_WEEKS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        return day - timedelta(days=day.weekday())

    def changes(self) -> list[OpeningChange]:
        monday, weeks = self.cleaned_data["day"], range(1, self.cleaned_data["weeks"] + 1)
        here = region()
        week = midnight(monday, here), midnight(monday + timedelta(days=7), here)
        openings = list(
            Opening.objects.filter(calendar__in=self.calendars.values(), during__overlap=week).order_by("during")
        )
        made: list[OpeningChange] = []
        for later in weeks:
            first = monday + timedelta(weeks=later)
            whole = self.ahead(Span(midnight(first, here), midnight(first + timedelta(days=7), here)))
            if whole.start >= whole.end:
                continue
            made += [once(one, self.free_of_visitors(one, whole)) for one in self.calendars.values()]
            made += self._copied(openings, timedelta(weeks=later))
        return made

    def _copied(self, openings: Iterable[Opening], later: timedelta) -> list[OpeningChange]:
        here = region()
        made = []
        for one in openings:
            start, end = one.during.lower.astimezone(here.zone), one.during.upper.astimezone(here.zone)
            day = start.date() + later
            if hours.holiday_on(day, here.state):
                continue
            calendar = self.calendars[str(one.calendar_id)]
            span = self.free_of_visitors(calendar, self.span(day, start.time(), end.time()))
            if span.start < span.end:
                made.append(once(calendar, span, one.services, one.languages))
        return made


def _made(
    calendar: Calendar, span: Span, every_week: bool, services: Sequence[UUID] = (), languages: Sequence[str] = ()
) -> OpeningChange:
    if every_week:
        return weekly(calendar, span, None, services, languages)
    return once(calendar, span, services, languages)


def initial_of(opening: Opening) -> dict[str, Any]:
    """An opening as the form says it."""
    zone = region().zone
    start, end = (timezone.localtime(one, zone) for one in (opening.during.lower, opening.during.upper))
    return {
        "counter": str(opening.calendar_id),
        "day": start.date(),
        "opens": start.time(),
        "closes": end.time(),
        "services": [str(one) for one in opening.services],
        "languages": opening.languages,
    }
