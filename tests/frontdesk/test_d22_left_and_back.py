"""They have left, they are back, it is urgent."""

import pytest

from eindach.booking.models import Appointment
from eindach.frontdesk.arriving import check_in
from eindach.frontdesk.calling import begin, call_next, miss
from eindach.frontdesk.faults import NotNow
from eindach.frontdesk.leaving import go_out
from eindach.frontdesk.models import Step, Visit
from eindach.frontdesk.queue import URGENT, queue_of
from eindach.frontdesk.returning import has_left, is_back, make_urgent
from eindach.frontdesk.visits import visit_of
from tests.cast import MONDAY, OLENA
from tests.frontdesk.day import NINE, Day, minutes, stop_of
from tests.frontdesk.test_d20_arriving import amal_at


def test_who_has_left_is_called_by_nobody_and_gives_the_time_back(day: Day) -> None:
    visit = day.amal_comes()
    has_left(visit, now=NINE + minutes(5))
    assert Visit.objects.get(pk=visit.pk).state == "left"
    assert call_next(desk=day.desk(day.insurer), now=NINE + minutes(6)) is None
    assert set(Appointment.objects.values_list("status", flat=True)) == {"not-served"}


def test_a_second_press_changes_nothing(day: Day) -> None:
    visit = day.walks_in(day.bank)
    for moment in (NINE, NINE + minutes(1)):
        has_left(visit, now=moment)
    assert Step.objects.filter(act="left").count() == 1


def test_who_left_and_is_back_waits_from_now_on(day: Day) -> None:
    visit, other = day.walks_in(day.bank), day.walks_in(day.bank, now=NINE + minutes(1))
    has_left(visit, now=NINE + minutes(5))
    is_back(visit, now=NINE + minutes(20))
    assert [one.ticket for one in queue_of(day.bank_1, now=NINE + minutes(21))] == [other.ticket, visit.ticket]


def test_who_was_missed_and_is_back_has_kept_the_wait_and_the_time(day: Day) -> None:
    visit, desk = day.amal_comes(), day.desk(day.insurer)
    call_next(desk=desk, now=NINE)
    miss(desk=desk, now=NINE + minutes(3))
    is_back(visit, now=NINE + minutes(5))
    stop = stop_of(visit, day.insurance)
    assert (stop.status, stop.waiting_since, stop.promised) == ("waiting", NINE, True)
    assert Appointment.objects.get(stop=stop).status == "arrived"


def test_who_was_out_for_a_while_is_brought_back_at_the_door(day: Day) -> None:
    visit = day.walks_in(day.bank)
    go_out(visit, now=NINE + minutes(5))
    is_back(visit, now=NINE + minutes(20))
    assert [(one.waiting_since, one.can_be_called) for one in queue_of(day.bank_1, now=NINE)] == [(NINE, True)]


def test_a_time_that_somebody_else_has_is_no_promise_any_more(day: Day) -> None:
    visit, desk = check_in(amal_at(day, "9:30", "10:00"), day.forum, now=NINE), day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    miss(desk=desk, now=NINE + minutes(3))
    amal_at(day, "9:30", "10:00", contact=OLENA)
    is_back(visit, now=NINE + minutes(6))
    assert (stop_of(visit, day.bank).promised, stop_of(visit, day.bank).status) == (False, "waiting")


def test_urgent_with_a_reason_and_back(day: Day) -> None:
    first, baby = day.walks_in(day.bank), day.walks_in(day.bank, now=NINE + minutes(1))
    make_urgent(baby, "baby", now=NINE + minutes(2))
    queue = queue_of(day.bank_1, now=NINE + minutes(3))
    assert [(one.ticket, one.rank == URGENT) for one in queue] == [(baby.ticket, True), (first.ticket, False)]
    make_urgent(baby, "", now=NINE + minutes(4))
    assert queue_of(day.bank_1, now=NINE + minutes(5))[0].ticket == first.ticket


def test_urgent_needs_a_reason_that_is_known(day: Day) -> None:
    with pytest.raises(ValueError, match="rich"):
        make_urgent(day.walks_in(day.bank), "rich", now=NINE)


def test_nobody_leaves_from_a_desk_or_before_they_came(day: Day) -> None:
    visit, desk = day.walks_in(day.bank), day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE)
    expected = visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    for one in (visit, expected):
        with pytest.raises(NotNow):
            has_left(one, now=NINE)


def test_who_was_not_missed_does_not_come_back(day: Day) -> None:
    for visit in (day.walks_in(day.bank), visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)):
        with pytest.raises(NotNow):
            is_back(visit, now=NINE)


def test_yesterday_is_over(day: Day) -> None:
    visit = day.walks_in(day.bank)
    for act in (has_left, is_back):
        with pytest.raises(NotNow):
            act(visit, now=NINE + minutes(24 * 60))
