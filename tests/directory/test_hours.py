"""Rules become days: weeks, first Fridays, holidays, days that differ, "by appointment"."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from eindach.directory import hours
from eindach.directory.models import Schedule, ScheduleException
from eindach.directory.region_format import parse_hours

BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY, FRIDAY = date(2026, 12, 3), date(2026, 12, 4)


def rule(line: str, **more: object) -> Schedule:
    """A row from a line of hours, valid from the start of 2026."""
    found = parse_hours(line)
    kind = "by-appointment" if found.by_appointment else "open"
    values = {"valid_from": date(2026, 1, 1), "kind": kind, "rrule": found.rrule, **more}
    return Schedule(opens=found.opens, closes=found.closes, **values)


WELCOME_CENTER = [rule("MO-TH 10:00-16:00"), rule("FR 10:00-13:00"), rule("by appointment")]


def spans(schedules: list[Schedule], day: date, exceptions: tuple[ScheduleException, ...] = ()) -> list[str]:
    found = hours.days(schedules, exceptions, day, day, state="NW")[0]
    return [f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in found.spans]


def test_a_week_has_the_hours_of_its_rules() -> None:
    week = hours.days(WELCOME_CENTER, [], date(2026, 11, 30), date(2026, 12, 6), state="NW")
    assert [len(day.spans) for day in week] == [1, 1, 1, 1, 1, 0, 0]
    assert spans(WELCOME_CENTER, THURSDAY) == ["10:00-16:00"]
    assert spans(WELCOME_CENTER, FRIDAY) == ["10:00-13:00"]


def test_the_first_friday_is_one_day_a_month() -> None:
    found = hours.dates(rule("1FR 09:00-13:00"), date(2026, 8, 1), date(2026, 12, 31), state="NW")
    assert found == [date(2026, 8, 7), date(2026, 9, 4), date(2026, 10, 2), date(2026, 11, 6), FRIDAY]


@pytest.mark.parametrize(("line", "expected"), [("2WE,4WE 10:00-14:00", [9, 23]), ("-1FR 10:00-14:00", [25])])
def test_other_weeks_of_the_month_can_be_named(line: str, expected: list[int]) -> None:
    first, last = date(2026, 12, 1), date(2026, 12, 31)
    assert [day.day for day in hours.dates(rule(line), first, last, state="NW", on_holidays=True)] == expected


def test_every_second_week_counts_from_the_first_day_of_the_rule() -> None:
    every_second = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 09:00-12:00", valid_from=date(2026, 11, 2))
    found = hours.dates(every_second, date(2026, 11, 9), date(2026, 12, 14), state="NW")
    assert found == [date(2026, 11, 16), date(2026, 11, 30), date(2026, 12, 14)]


@pytest.mark.parametrize("holiday", [date(2027, 11, 1), date(2027, 5, 27), date(2027, 1, 1)])
def test_holidays_of_the_state_are_closed(holiday: date) -> None:
    assert spans([rule("MO-SU 08:00-12:00")], holiday) == []


def test_corpus_christi_is_open_where_it_is_no_holiday() -> None:
    corpus_christi = date(2027, 5, 27)
    found = hours.days([rule("MO-SU 08:00-12:00")], [], corpus_christi, corpus_christi, state="BE")
    assert found[0].spans


def test_a_rule_can_be_open_on_holidays() -> None:
    assert spans([rule("MO-SU 08:00-12:00", open_on_holidays=True)], date(2027, 11, 1)) == ["08:00-12:00"]


def test_a_rule_ends_with_its_last_day() -> None:
    ending = rule("MO-FR 08:00-12:00", valid_until=THURSDAY)
    assert spans([ending], THURSDAY) == ["08:00-12:00"]
    assert spans([ending], FRIDAY) == []


def test_a_dated_exception_outranks_the_rule() -> None:
    closed = ScheduleException(date=THURSDAY)
    shorter = ScheduleException(date=THURSDAY, opens=time(11), closes=time(12))
    assert spans(WELCOME_CENTER, THURSDAY, (closed,)) == []
    assert spans(WELCOME_CENTER, THURSDAY, (shorter,)) == ["11:00-12:00"]


def test_a_dated_exception_outranks_a_holiday() -> None:
    open_anyway = ScheduleException(date=date(2027, 11, 1), opens=time(9), closes=time(11))
    assert spans(WELCOME_CENTER, date(2027, 11, 1), (open_anyway,)) == ["09:00-11:00"]


def test_touching_hours_are_one_span() -> None:
    assert spans([rule("TH 08:00-12:00"), rule("TH 12:00-16:00")], THURSDAY) == ["08:00-16:00"]


def test_by_appointment_is_not_open() -> None:
    thursday_noon = datetime(2026, 12, 3, 12, tzinfo=BERLIN)
    invited = [rule("MO-FR 08:00-18:00 by appointment")]
    state = hours.open_state(invited, [], thursday_noon, state="NW")
    assert (state.open, state.next_opening, state.by_appointment) == (False, None, True)
    assert hours.days(invited, [], THURSDAY, THURSDAY, state="NW")[0].by_appointment


def test_open_until_the_closing_minute() -> None:
    before = hours.open_state(WELCOME_CENTER, [], datetime(2026, 12, 4, 12, 59, tzinfo=BERLIN), state="NW")
    after = hours.open_state(WELCOME_CENTER, [], datetime(2026, 12, 4, 13, 0, tzinfo=BERLIN), state="NW")
    assert (before.open, before.until) == (True, time(13))
    assert (after.open, after.next_opening) == (False, datetime(2026, 12, 7, 10, tzinfo=BERLIN))


def test_before_opening_the_next_opening_is_today() -> None:
    state = hours.open_state(WELCOME_CENTER, [], datetime(2026, 12, 3, 7, tzinfo=BERLIN), state="NW")
    assert state.next_opening == datetime(2026, 12, 3, 10, tzinfo=BERLIN)


@pytest.mark.parametrize(("differing", "coming"), [([], None), ([FRIDAY], datetime(2026, 12, 4, 9, tzinfo=BERLIN))])
def test_without_rules_only_dated_days_are_open(differing: list[date], coming: datetime | None) -> None:
    dated = [ScheduleException(date=day, opens=time(9), closes=time(12)) for day in differing]
    state = hours.open_state([], dated, datetime(2026, 12, 3, 10, tzinfo=BERLIN), state="NW")
    assert state == hours.OpenState(open=False, until=None, next_opening=coming, by_appointment=False)


def test_the_usual_week_groups_equal_days_and_ignores_holidays() -> None:
    usual = hours.usual_hours(WELCOME_CENTER, date(2026, 12, 25), state="NW")
    assert [(part.first, part.last) for part in usual.week] == [(0, 3), (4, 4)]
    assert usual.by_appointment
