"""How long an answer took, in hours in which the desk is open; small numbers are not told."""

from datetime import date, datetime, time, timedelta

import pytest

from eindach.accounts.acting import acting
from eindach.directory.models import Region, Schedule, ScheduleException
from eindach.kernel.actor import Actor
from eindach.questions.asking import ask
from eindach.questions.due import working_time
from eindach.questions.models import Enquiry
from eindach.questions.staff.figures import figures
from tests.cast import MONDAY, NOW, Cast, at

from .conftest import asked

FRIDAY = MONDAY - timedelta(days=3)


@pytest.fixture
def hours(cast: Cast) -> None:
    """Open from nine to twelve on weekdays; this Tuesday is closed."""
    place = Region.objects.get().help_location
    Schedule.objects.create(
        location=place, rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", valid_from=date(2020, 1, 1), opens=time(9),
        closes=time(12),
    )  # fmt: skip
    ScheduleException.objects.create(location=place, date=MONDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("asked_at", "told_at", "minutes"),
    [
        (at(FRIDAY, "11:00"), at(MONDAY, "10:00"), 120),
        (at(FRIDAY, "18:00"), at(MONDAY, "8:00"), 0),
        (at(MONDAY, "11:00"), at(MONDAY + timedelta(days=2), "9:30"), 90),
        (at(MONDAY, "9:00"), at(MONDAY, "9:00"), 0),
    ],
)
@pytest.mark.usefixtures("hours")
def test_nights_weekends_and_closed_days_do_not_count(asked_at: datetime, told_at: datetime, minutes: int) -> None:
    assert working_time(asked_at, told_at).minutes(asked_at, told_at) == minutes


@pytest.mark.usefixtures("hours")
def test_an_answer_is_due_at_the_end_of_the_second_open_day() -> None:
    assert working_time(NOW, NOW).due(at(FRIDAY, "8:00")) == at(MONDAY + timedelta(days=2), "12:00")


@pytest.mark.usefixtures("cast")
def test_without_known_hours_it_is_monday_to_friday_from_nine_to_four() -> None:
    asked_at = at(FRIDAY, "15:00")
    assert working_time(asked_at, NOW).minutes(asked_at, at(MONDAY, "10:00")) == 120


def answered(count: int, language: str, hours: int) -> None:
    for number in range(count):
        row = ask(asked(concern=f"{language} {number}", language=language), now=at(FRIDAY, "9:00"))
        told = at(FRIDAY, "9:00") + timedelta(hours=hours)
        Enquiry.objects.filter(pk=row.pk).update(answered_at=told, told_at=told)


def test_the_middle_and_nine_in_ten(desk: Actor, hours: None) -> None:
    answered(8, "ar", 1)
    answered(2, "ar", 3)
    with acting(desk, now=NOW):
        found = figures(NOW)
    assert (found.all.count, found.all.middle, found.all.nine_in_ten) == (10, 1.0, 3.0)


def test_a_small_part_is_hidden_and_cannot_be_subtracted(desk: Actor, hours: None) -> None:
    for language, count in (("ar", 9), ("uk", 6), ("ti", 2)):
        answered(count, language, 1)
    with acting(desk, now=NOW):
        found = figures(NOW)
    assert [times.count for _name, times in found.by_language] == [9]


def test_of_four_nothing_is_said(desk: Actor, hours: None) -> None:
    answered(4, "ar", 1)
    ask(asked(concern="waits"), now=NOW)
    with acting(desk, now=NOW):
        found = figures(NOW)
    assert (found.all.middle, found.waiting, found.by_language) == (None, None, [])
