"""Forms of the week. Each does something to openings (`do`), which is rehearsed before it is saved."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eindach.booking.closures import change_openings, once, weekly
from eindach.booking.models import Appointment, Calendar, CounterSchedule, Opening, OpeningChange
from eindach.booking.opening_rules import midnight
from eindach.booking.outside import Closure
from eindach.directory.models import Service
from eindach.directory.queries import region
from eindach.kernel.languages import SPOKEN
from eindach.kernel.spans import Span

from ..signs import Twice, twice

LONGEST_CLOSURE: Final = timedelta(days=366)
ALL: Final = "all"
IN_OUR_TIME: Final = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2099, 12, 31)))


class SignsTwice(Exception):
    """Two counters of a house would have one sign at the same time. Nothing was changed."""

    def __init__(self, found: Iterable[Twice]) -> None:
        super().__init__("a sign twice")
        self.found = tuple(found)


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(**{"label": label, "widget": widget, "validators": IN_OUR_TIME, **more})


def clock_field(label: Any, **more: Any) -> forms.TimeField:
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
        found = [(pk, f"{one.counter.location.short_name}: {one.counter.name}") for pk, one in self.calendars.items()]
        return [*found, (ALL, str(_("All counters shown")))] if len(found) > 1 else found

    if TYPE_CHECKING:

        def changes(self) -> list[OpeningChange]:
            """Of a valid form; not saved. Each form of the week has its own."""

    def do(self) -> Closure:
        """What a valid form says. SignsTwice."""
        changes = self.changes()
        touched = {one.calendar.pk for one in changes}
        before = {found[:2] for found in twice(touched, now=self.now)}
        closure = change_openings(changes, now=self.now, defer=False)
        if new := [found for found in twice(touched, now=self.now) if found[:2] not in before]:
            raise SignsTwice(new)
        return closure

    def touched(self) -> Collection[int]:
        """Counters whose openings a valid form changes."""
        return {one.calendar.counter_id for one in self.changes()}

    def notes(self) -> list[str]:
        """What else is to be known before a valid form is saved, in sentences."""
        return []

    def chosen(self) -> list[Calendar]:
        """The counters of a valid form."""
        counter = self.cleaned_data["counter"]
        return list(self.calendars.values()) if counter == ALL else [self.calendars[counter]]

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
    """Hours of a counter on a day, or of all that are shown: new ones, or in place of an opening (`instead_of`)."""

    counter = forms.ChoiceField(label=_("Counter"))
    day = day_field(_("Day"))
    opens = clock_field(_("From"))
    closes = clock_field(_("Until"))
    services = forms.MultipleChoiceField(
        label=_("What is served"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Empty: all that the counter serves. Of several counters each serves what is its own."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[(one.code, one.native) for one in SPOKEN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Empty: those that are usually spoken there."),
    )
    weekly = forms.BooleanField(label=_("Every week from this day on"), required=False)

    def __init__(self, *args: Any, instead_of: Opening | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instead_of = instead_of
        served = Service.calendars.through.objects.filter(calendar__in=self.calendars.values())
        self.serves: dict[int, set[UUID]] = {one.pk: set() for one in self.calendars.values()}
        for calendar, service in served.values_list("calendar", "service"):
            self.serves[calendar].add(service)
        ever = Service.objects.filter(pk__in=set().union(*self.serves.values())).select_related("organization")
        self.fields["services"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name} ({one.organization.short_name})") for one in ever.order_by("organization", "key")
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        opens, closes = said.get("opens"), said.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", _("The end has to be after the beginning."))
        elif opens and closes and said.get("day"):
            span = self.span(said["day"], opens, closes)
            if span.start >= span.end:
                self.add_error("day", _("This time is past. Choose one that is to come."))
        if said.get("counter") and "services" in said:
            self._check_counters(said)
        return said

    def _check_counters(self, said: dict[str, Any]) -> None:
        wanted = {UUID(one) for one in said["services"]}
        if said["counter"] != ALL and not wanted <= self.serves[self.calendars[said["counter"]].pk]:
            self.add_error("services", _("This counter does not serve all of these. Choose others."))
        elif "languages" in said and not all(self._languages(one) for one in self._opened()):
            self.add_error("languages", _("Choose the languages that are spoken."))

    def _opened(self) -> list[Calendar]:
        """The counters that serve something of it."""
        return [one for one in self.chosen() if self._services(one)]

    def _services(self, calendar: Calendar) -> list[UUID]:
        wanted = {UUID(one) for one in self.cleaned_data["services"]}
        mine = self.serves[calendar.pk]
        return sorted(mine & wanted if wanted else mine)

    def _languages(self, calendar: Calendar) -> list[str]:
        """As said, else of its rules, else of its last opening."""
        if said := self.cleaned_data["languages"]:
            return list(said)
        rules = CounterSchedule.objects.filter(calendar=calendar).values_list("languages", flat=True)
        found = dict.fromkeys(code for one in rules for code in one)
        last = None if found else Opening.objects.filter(calendar=calendar).order_by("-during").first()
        return list(last.languages if last else found)

    def changes(self) -> list[OpeningChange]:
        said = self.cleaned_data
        made = []
        for one in self._opened():
            new = self.free_of_visitors(one, self.span(said["day"], said["opens"], said["closes"]))
            if new.start < new.end:
                made.append(_made(one, new, said["weekly"], self._services(one), self._languages(one)))
        if self.instead_of:
            zone = region().zone
            during = self.instead_of.during
            old = self.ahead(Span(during.lower.astimezone(zone), during.upper.astimezone(zone)))
            old = self.free_of_visitors(self.instead_of.calendar, old)
            if old.start < old.end:
                made = [_made(self.instead_of.calendar, old, said["weekly"]), *made]
        return made


class CloseForm(ChangeForm):
    """One counter, or all that are shown, closed from a day to a day; on one day also for some hours."""

    counter = forms.ChoiceField(label=_("Counter"))
    day = day_field(_("First day"))
    until = day_field(_("Last day"), required=False, help_text=_("Empty: only this day."))
    opens = clock_field(_("From"), required=False, help_text=_("Empty: from the morning."))
    closes = clock_field(_("Until"), required=False, help_text=_("Empty: until the evening."))
    weekly = forms.BooleanField(label=_("Every week from this day on"), required=False)

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
        closed = self._closed(said)
        spans = [(one, self.free_of_visitors(one, closed)) for one in self.chosen()]
        return [_made(one, span, said["weekly"]) for one, span in spans if span.start < span.end]


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
