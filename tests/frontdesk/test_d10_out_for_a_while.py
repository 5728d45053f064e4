"""Out for a while: nobody is called who is not there, and nobody loses the wait they had."""

import pytest

from eindach.frontdesk.calling import call_next, call_this
from eindach.frontdesk.faults import NotNow
from eindach.frontdesk.leaving import come_back, go_out
from eindach.frontdesk.models import Step, Visit
from eindach.frontdesk.queue import queue_of
from eindach.frontdesk.visits import visit_of
from tests.cast import MONDAY
from tests.frontdesk.day import NINE, Day, minutes, stop_of


def test_who_is_out_is_not_called(day: Day) -> None:
    out, here = day.walks_in(day.bank), day.walks_in(day.bank, now=NINE + minutes(1))
    go_out(out, now=NINE + minutes(2))
    assert call_next(desk=day.desk(day.bank_1), now=NINE + minutes(3)) == stop_of(here, day.bank)
    with pytest.raises(NotNow):
        call_this(desk=day.desk(day.bank_2), stop=stop_of(out, day.bank), now=NINE + minutes(3))


def test_who_comes_back_has_kept_the_wait(day: Day) -> None:
    out, later = day.walks_in(day.bank), day.walks_in(day.bank, now=NINE + minutes(1))
    go_out(out, now=NINE + minutes(2))
    come_back(out, now=NINE + minutes(30))
    queue = queue_of(day.bank_1, now=NINE + minutes(30))
    assert [(one.ticket, one.can_be_called) for one in queue] == [(out.ticket, True), (later.ticket, True)]


def test_the_list_says_who_cannot_be_called(day: Day) -> None:
    visit = day.walks_in(day.bank)
    go_out(visit, now=NINE)
    assert [one.can_be_called for one in queue_of(day.bank_1, now=NINE)] == [False]
    assert Visit.objects.get(pk=visit.pk).state == "away"


def test_a_second_press_changes_nothing(day: Day) -> None:
    visit = day.walks_in(day.bank)
    for moment in (NINE, NINE + minutes(5)):
        go_out(visit, now=moment)
    come_back(visit, now=NINE + minutes(6))
    come_back(visit, now=NINE + minutes(7))
    acts = Step.objects.filter(visit=visit).exclude(act="arrived").order_by("id")
    assert list(acts.values_list("act", "at")) == [("went-out", NINE), ("came-back", NINE + minutes(6))]


def test_who_is_called_cannot_leave(day: Day) -> None:
    visit = day.walks_in(day.bank)
    call_next(desk=day.desk(day.bank_1), now=NINE)
    with pytest.raises(NotNow):
        go_out(visit, now=NINE)


def test_nobody_leaves_before_they_came(day: Day) -> None:
    visit = visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    for act in (go_out, come_back):
        with pytest.raises(NotNow):
            act(visit, now=NINE)
