"""When something is open: rules expanded to days. Pure functions over rows of Schedule (or of the same columns).

Ranking: a dated exception over everything, then holidays of the state, then the rules. Times are on the wall clock of
the region. "By appointment" is a state of its own: never open, never closed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Protocol

import holidays
from dateutil.rrule import rrulestr

A_WEEK = 7
LOOK_AHEAD_DAYS = 120
"""How far a next opening or event day is looked for; three first Fridays in a row are never all holidays."""


class Dated(Protocol):
    """A rule of days: columns that Schedule and CounterSchedule share."""

    @property
    def rrule(self) -> str: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def open_on_holidays(self) -> bool: ...


class Ruled(Dated, Protocol):
    """The same with hours, as Schedule has them."""

    @property
    def kind(self) -> str: ...
    @property
    def opens(self) -> time | None: ...
    @property
    def closes(self) -> time | None: ...


class Exceptional(Protocol):
    """One day that differs, as ScheduleException has it; without hours: closed."""

    @property
    def date(self) -> date: ...
    @property
    def opens(self) -> time | None: ...
    @property
    def closes(self) -> time | None: ...


@dataclass(frozen=True, order=True)
class Clock:
    """[opens, closes) on the wall clock of one day."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Day:
    """`spans`: open without an appointment, in order · `by_appointment`: hours to which one comes if invited."""

    date: date
    spans: tuple[Clock, ...] = ()
    by_appointment: tuple[Clock, ...] = ()
    holiday: str = ""
    exceptional: bool = False


@dataclass(frozen=True)
class OpenState:
    """`until`: when it closes today, if open now · `next_opening`: local wall time, None if none is in sight."""

    open: bool
    until: time | None
    next_opening: datetime | None
    by_appointment: bool


@dataclass(frozen=True)
class WeekdayHours:
    """Weekdays `first` to `last` (Monday is 0) have these hours."""

    first: int
    last: int
    spans: tuple[Clock, ...]


@dataclass(frozen=True)
class UsualHours:
    """Hours of an ordinary week, neighbouring equal days together; closed days are left out."""

    week: tuple[WeekdayHours, ...]
    by_appointment: bool


@lru_cache(maxsize=64)
def holidays_of(state: str, year: int) -> Mapping[date, str]:
    """The state's public holidays (ISO 3166-2:DE code such as NW), date -> German name."""
    return dict(holidays.country_holidays("DE", subdiv=state, years=year, language="de"))


def holiday_on(day: date, state: str) -> str:
    """The holiday's German name, empty on other days."""
    return holidays_of(state, day.year).get(day, "")


@lru_cache(maxsize=4096)
def _rule_dates(rrule: str, anchor: date, first: date, last: date) -> frozenset[date]:
    rule = rrulestr(rrule, dtstart=datetime.combine(anchor, time()), ignoretz=True)
    found = rule.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)
    return frozenset(moment.date() for moment in found)


def dates(rule: Dated, first: date, last: date, *, state: str, on_holidays: bool = False) -> list[date]:
    """Days of a rule from `first` to `last`, both inclusive; holidays only if the rule, or the caller, says so."""
    first = max(first, rule.valid_from)
    last = min(last, rule.valid_until or last)
    if first > last:
        return []
    found = sorted(_rule_dates(rule.rrule, rule.valid_from, first, last))
    if rule.open_on_holidays or on_holidays:
        return found
    return [day for day in found if not holiday_on(day, state)]


def days(
    schedules: Sequence[Ruled], exceptions: Iterable[Exceptional], first: date, last: date, *, state: str
) -> list[Day]:
    """Every day from `first` to `last`, both inclusive, open or not."""
    differing = {exception.date: exception for exception in exceptions}
    ruled = {id(rule): frozenset(dates(rule, first, last, state=state)) for rule in schedules}
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        today = [rule for rule in schedules if day in ruled[id(rule)]]
        found.append(_day(day, today, differing.get(day), state))
    return found


def _day(day: date, rules: Sequence[Ruled], exception: Exceptional | None, state: str) -> Day:
    if exception:
        spans = (Clock(exception.opens, exception.closes),) if exception.opens and exception.closes else ()
        return Day(day, spans, (), holiday_on(day, state), exceptional=True)
    return Day(day, _spans(rules, "open"), _spans(rules, "by-appointment"), holiday_on(day, state))


def _spans(rules: Iterable[Ruled], kind: str) -> tuple[Clock, ...]:
    clocks = sorted(
        Clock(rule.opens, rule.closes) for rule in rules if rule.kind == kind and rule.opens and rule.closes
    )
    joined: list[Clock] = []
    for clock in clocks:
        if joined and clock.opens <= joined[-1].closes:
            joined[-1] = Clock(joined[-1].opens, max(joined[-1].closes, clock.closes))
        else:
            joined.append(clock)
    return tuple(joined)


def is_open(schedules: Sequence[Ruled], exceptions: Iterable[Exceptional], local: datetime, *, state: str) -> bool:
    """Only whether it is open at this local moment: one day is looked at."""
    clock = local.time().replace(tzinfo=None)
    [today] = days(schedules, exceptions, local.date(), local.date(), state=state)
    return any(span.opens <= clock < span.closes for span in today.spans)


def open_state(
    schedules: Sequence[Ruled], exceptions: Iterable[Exceptional], local: datetime, *, state: str
) -> OpenState:
    """Open at this local moment? Until when, or when next."""
    exceptions = list(exceptions)
    if not schedules and not exceptions:  # nobody has told any: a year need not be looked through
        return OpenState(open=False, until=None, next_opening=None, by_appointment=False)
    today, clock = local.date(), local.time().replace(tzinfo=None)
    coming = None
    for ahead in (A_WEEK, LOOK_AHEAD_DAYS):  # most places open again within a week
        found = days(schedules, exceptions, today, today + timedelta(days=ahead), state=state)
        coming = _next_opening(found, local)
        if coming:
            break
    now = next((span for span in found[0].spans if span.opens <= clock < span.closes), None)
    by_appointment = any(rule.kind == "by-appointment" for rule in schedules)
    return OpenState(now is not None, now.closes if now else None, coming, by_appointment)


def _next_opening(ahead: Iterable[Day], local: datetime) -> datetime | None:
    today, clock = local.date(), local.time().replace(tzinfo=None)
    coming = (
        datetime.combine(day.date, span.opens, local.tzinfo)
        for day in ahead
        for span in day.spans
        if day.date > today or span.opens > clock
    )
    return next(coming, None)


def _usual(weekly: Iterable[Ruled], day: date, state: str) -> tuple[Clock, ...]:
    return _spans([rule for rule in weekly if dates(rule, day, day, state=state, on_holidays=True)], "open")


def usual_hours(schedules: Sequence[Ruled], day: date, *, state: str) -> UsualHours:
    """The weekly hours valid on `day`, without holidays, exceptions and monthly rules: "Mo–Do 10–16, Fr 10–13"."""
    monday = day - timedelta(days=day.weekday())
    weekly = [rule for rule in schedules if "FREQ=WEEKLY" in rule.rrule and rule.kind == "open"]
    by_weekday = [_usual(weekly, monday + timedelta(days=number), state) for number in range(7)]
    week = []
    for spans, same in groupby(range(7), key=by_weekday.__getitem__):
        numbers = list(same)
        if spans:
            week.append(WeekdayHours(numbers[0], numbers[-1], spans))
    return UsualHours(tuple(week), any(rule.kind == "by-appointment" for rule in schedules))
