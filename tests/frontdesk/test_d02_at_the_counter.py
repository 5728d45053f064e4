"""Call, begin, finish, miss, pass on; and all of it back within a minute."""

import uuid

import pytest

from eindach.booking.models import Appointment
from eindach.frontdesk.calling import begin, call_again, call_next, call_this, finish, miss, pass_on, undo
from eindach.frontdesk.desks import at_desk, close_desk, open_desk, pause_desk, resume_desk, take_over
from eindach.frontdesk.faults import DeskTaken, NotNow, TooLate
from eindach.frontdesk.house import look
from eindach.frontdesk.models import Desk, Stop, Visit
from eindach.frontdesk.returning import has_left, is_back
from tests.frontdesk.day import NINE, Day, minutes, stop_of


def test_a_visitor_from_the_door_to_the_way_home(day: Day) -> None:
    visit, desk = day.walks_in(day.bank), day.desk(day.bank_1)
    assert call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE + minutes(1))
    done = finish(desk=desk, outcome="settled", now=NINE + minutes(20))
    assert (done.status, done.outcome) == ("done", "settled")
    assert Visit.objects.get(pk=visit.pk).state == "left"


def test_the_appointment_follows(day: Day) -> None:
    stop, desk = stop_of(day.amal_comes(), day.insurance), day.desk(day.insurer)
    assert _appointment(stop) == "arrived"
    call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE)
    assert _appointment(stop) == "checked-in"
    finish(desk=desk, outcome="settled", now=NINE + minutes(10))
    assert _appointment(stop) == "fulfilled"


def test_a_second_press_calls_nobody_else(day: Day) -> None:
    day.walks_in(day.bank), day.walks_in(day.bank)
    desk = day.desk(day.bank_1)
    assert call_next(desk=desk, now=NINE) == call_next(desk=desk, now=NINE)
    assert Stop.objects.filter(status="called").count() == 1


def test_who_does_not_come_gives_the_time_back(day: Day) -> None:
    stop, desk = stop_of(day.amal_comes(), day.insurance), day.desk(day.insurer)
    call_next(desk=desk, now=NINE)
    assert call_again(desk=desk, now=NINE + minutes(1)).calls == 2
    miss(desk=desk, now=NINE + minutes(3))
    assert (_status(stop), _appointment(stop)) == ("noshow", "noshow")


def pass_to_bank(day: Day, desk: Desk, word: str) -> Stop:
    service = day.bank.services.get()
    to = day.bank_1.organization
    return pass_on(desk=desk, matter=day.bank, service=service, to=to, word=word, now=NINE + minutes(0.5))


def test_passed_on_they_keep_their_wait(day: Day) -> None:
    visit, desk = day.walks_in(day.bank), day.desk(day.bank_1, NINE)
    call_next(desk=desk, now=NINE + minutes(30))
    to = day.insurer.organization
    service = day.insurance.services.get()
    new = pass_on(desk=desk, matter=day.insurance, service=service, to=to, word="card", now=NINE + minutes(40))
    assert (new.waiting_since, new.word, new.status) == (NINE, "card", "waiting")
    assert _status(stop_of(visit, day.bank)) == "passed-on"
    assert call_next(desk=day.desk(day.insurer), now=NINE + minutes(41)) == new


def test_passed_on_to_what_they_wait_for_already_it_is_one_stop(day: Day) -> None:
    visit, desk = day.amal_comes(), day.desk(day.insurer)
    promised = stop_of(visit, day.bank)
    call_next(desk=desk, now=NINE)
    assert pass_to_bank(day, desk, "card") == promised
    after = stop_of(visit, day.bank)
    assert (after.word, after.planned_at, after.promised) == ("card", promised.planned_at, True)


def test_taken_back_they_wait_there_as_before(day: Day) -> None:
    visit, desk = day.amal_comes(), day.desk(day.insurer)
    Stop.objects.filter(visit=visit, matter=day.bank).update(word="first")
    call_next(desk=desk, now=NINE)
    pass_to_bank(day, desk, "card")
    undo(desk=desk, now=NINE + minutes(1))
    stops = Stop.objects.filter(visit=visit).order_by("status")
    assert [(one.status, one.word, one.passed_from) for one in stops] == [
        ("called", "", None),
        ("waiting", "first", None),
    ]


@pytest.mark.parametrize("act", ["call", "begin", "finish", "miss", "pass on"])
def test_every_act_can_be_taken_back_for_a_minute(day: Day, act: str) -> None:
    stop, desk = stop_of(day.amal_comes(), day.insurance), day.desk(day.insurer)
    was = _until(act, day, desk)
    undo(desk=desk, now=NINE + minutes(1))
    after = Stop.objects.get(pk=stop.pk)
    assert (after.status, after.desk_id, after.outcome) == (was.status, was.desk_id, was.outcome)
    assert _appointment(stop) == {"waiting": "arrived", "called": "arrived", "serving": "checked-in"}[was.status]


def test_after_a_minute_it_stays(day: Day) -> None:
    day.walks_in(day.bank)
    desk = day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    with pytest.raises(TooLate):
        undo(desk=desk, now=NINE + minutes(1.1))


def test_what_the_next_station_has_called_is_not_taken_back(day: Day) -> None:
    day.amal_comes()
    desk = day.desk(day.insurer)
    _until("pass on", day, desk)
    call_next(desk=day.desk(day.bank_1), now=NINE)
    with pytest.raises(TooLate):
        undo(desk=desk, now=NINE + minutes(0.5))


def test_who_is_back_and_at_another_desk_is_not_taken_away_from_there(day: Day) -> None:
    visit, first, second = day.walks_in(day.bank), day.desk(day.bank_1), day.desk(day.bank_2)
    call_next(desk=first, now=NINE)
    miss(desk=first, now=NINE)
    is_back(visit, now=NINE + minutes(0.2))
    called = call_next(desk=second, now=NINE + minutes(0.4))
    with pytest.raises(TooLate):
        undo(desk=first, now=NINE + minutes(0.6))
    assert at_desk(second) == called


def test_who_went_home_is_not_called_by_taking_back(day: Day) -> None:
    visit, desk = day.walks_in(day.bank), day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    miss(desk=desk, now=NINE)
    has_left(visit, now=NINE + minutes(0.2))
    with pytest.raises(TooLate):
        undo(desk=desk, now=NINE + minutes(0.6))


def test_who_missed_something_is_not_told_that_the_visit_is_over(day: Day) -> None:
    visit, bank, insurer = day.walks_in(day.bank, day.insurance), day.desk(day.bank_1), day.desk(day.insurer)
    call_next(desk=bank, now=NINE)
    miss(desk=bank, now=NINE)
    for act in (call_next, begin):
        act(desk=insurer, now=NINE + minutes(1))
    finish(desk=insurer, outcome="settled", now=NINE + minutes(9))
    assert look(day.forum.pk, now=NINE + minutes(9)).standings[visit.pk].state == "missed"
    is_back(visit, now=NINE + minutes(10))
    assert call_next(desk=bank, now=NINE + minutes(11)) == stop_of(visit, day.bank)


def test_nothing_is_done_out_of_turn(day: Day) -> None:
    day.walks_in(day.bank)
    desk = day.desk(day.bank_1)
    for act in (begin, miss, call_again):
        with pytest.raises(NotNow):
            act(desk=desk, now=NINE)
    call_next(desk=desk, now=NINE)
    with pytest.raises(NotNow):
        finish(desk=desk, outcome="settled", now=NINE)


def test_out_of_turn_by_name_of_the_ticket(day: Day) -> None:
    day.walks_in(day.bank)
    second = stop_of(day.walks_in(day.bank, now=NINE + minutes(1)), day.bank)
    assert call_this(desk=day.desk(day.bank_1), stop=second, now=NINE + minutes(2)) == second
    with pytest.raises(NotNow):
        call_this(desk=day.desk(day.bank_2), stop=second, now=NINE + minutes(2))


def test_a_break_calls_nobody_and_ends(day: Day) -> None:
    day.walks_in(day.bank)
    desk = day.desk(day.bank_1)
    pause_desk(desk=desk, why="break", back_at=NINE + minutes(15), now=NINE)
    with pytest.raises(NotNow):
        call_next(desk=desk, now=NINE)
    resume_desk(desk=desk, now=NINE + minutes(15))
    assert call_next(desk=desk, now=NINE + minutes(15))
    with pytest.raises(NotNow):
        close_desk(desk=desk, now=NINE + minutes(16))


def test_a_dead_browser_finds_its_desk_as_it_was(day: Day) -> None:
    day.walks_in(day.bank)
    desk = day.desk(day.bank_1)
    called = call_next(desk=desk, now=NINE)
    again = open_desk(counter=day.bank_1, user=desk.user, now=NINE + minutes(5))
    assert (again.pk, call_next(desk=again, now=NINE + minutes(5))) == (desk.pk, called)


def test_a_colleague_goes_on_where_a_desk_was_left_open(day: Day) -> None:
    day.walks_in(day.bank)
    desk, colleague = day.desk(day.bank_1), uuid.uuid4()
    called = call_next(desk=desk, now=NINE)
    taken = take_over(counter=day.bank_1, user=colleague, now=NINE + minutes(5))
    assert (taken.pk, taken.user, at_desk(taken)) == (desk.pk, colleague, called)
    assert take_over(counter=day.bank_1, user=colleague, now=NINE + minutes(6)) == taken


def test_who_has_a_desk_takes_over_no_other(day: Day) -> None:
    mine, theirs = day.desk(day.bank_1), day.desk(day.bank_2)
    with pytest.raises(DeskTaken):
        take_over(counter=day.bank_2, user=mine.user, now=NINE)
    assert Desk.objects.get(pk=theirs.pk).user == theirs.user


def test_one_desk_one_user(day: Day) -> None:
    desk = day.desk(day.bank_1)
    with pytest.raises(DeskTaken):
        day.desk(day.bank_1)
    with pytest.raises(DeskTaken) as taken:
        open_desk(counter=day.bank_2, user=desk.user, now=NINE)
    assert taken.value.desk == desk


def _until(act: str, day: Day, desk: Desk) -> Stop:
    """Act up to it; the stop as it was before."""
    stop = Stop.objects.get(matter=day.insurance)
    if act == "call":
        call_next(desk=desk, now=NINE)
        return stop
    call_next(desk=desk, now=NINE)
    stop.refresh_from_db()
    if act == "begin":
        begin(desk=desk, now=NINE)
    elif act == "miss":
        miss(desk=desk, now=NINE)
    elif act == "pass on":
        bank = day.bank.services.get()
        pass_on(desk=desk, matter=day.bank, service=bank, to=bank.organization, word="", now=NINE)
    else:
        begin(desk=desk, now=NINE)
        stop.refresh_from_db()
        finish(desk=desk, outcome="settled", now=NINE)
    return stop


def _status(stop: Stop) -> str:
    return Stop.objects.get(pk=stop.pk).status


def _appointment(stop: Stop) -> str:
    return Appointment.objects.get(stop=stop).status
