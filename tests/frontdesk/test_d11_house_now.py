"""What the house looks like now: who is called where, and what everybody else may expect."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from eindach.frontdesk.calling import begin, call_again, call_next, finish, miss, undo
from eindach.frontdesk.desks import pause_desk
from eindach.frontdesk.house import Standing, compute, look
from eindach.frontdesk.leaving import go_out
from eindach.frontdesk.models import Remedy, Step, Stop, Visit
from eindach.frontdesk.places import place
from eindach.frontdesk.visits import visit_of
from tests.cast import MONDAY
from tests.frontdesk.day import NINE, Day, minutes, stop_of


def standing(day: Day, visit: Visit, now: datetime = NINE) -> Standing:
    return compute(day.forum.pk, now=now).standings[visit.pk]


def said(day: Day, visit: Visit, now: datetime = NINE) -> tuple[int | None, int | None]:
    found = standing(day, visit, now)
    return found.before, found.minutes


def test_a_call_stands_on_the_display(day: Day) -> None:
    visit = day.walks_in(day.bank)
    call_next(desk=day.desk(day.bank_2), now=NINE)
    (call,) = compute(day.forum.pk, now=NINE).calls
    with translation.override("de"):
        assert (call.ticket, call.place.sign, call.is_open) == (visit.ticket, "S 2", True)


def test_who_has_not_come_yet_stays_before_who_has(day: Day) -> None:
    waits, came = day.walks_in(day.insurance), day.walks_in(day.bank)
    call_next(desk=day.desk(day.insurer), now=NINE)
    desk = day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE)
    assert [one.ticket for one in compute(day.forum.pk, now=NINE).calls] == [waits.ticket, came.ticket]


def test_called_again_is_a_new_call(day: Day) -> None:
    day.walks_in(day.bank)
    desk = day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    first = compute(day.forum.pk, now=NINE).calls
    call_again(desk=desk, now=NINE)
    again = compute(day.forum.pk, now=NINE).calls
    assert (len(again), again[0].id > first[0].id) == (1, True)


@pytest.mark.parametrize("act", [undo, miss])
def test_what_was_taken_back_or_missed_is_on_no_display(day: Day, act) -> None:
    day.walks_in(day.bank)
    desk = day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    act(desk=desk, now=NINE)
    assert compute(day.forum.pk, now=NINE).calls == ()


def test_how_many_come_before_and_how_long_it_takes(day: Day) -> None:
    visits = [day.walks_in(day.bank, now=NINE + minutes(n / 10)) for n in range(3)]
    day.desk(day.bank_1)
    assert [said(day, one) for one in visits] == [(0, 0), (1, 30), (2, 60)]


def test_two_counters_take_half_the_time(day: Day) -> None:
    visits = [day.walks_in(day.bank, now=NINE + minutes(n / 10)) for n in range(3)]
    day.desk(day.bank_1), day.desk(day.bank_2)
    assert [said(day, one) for one in visits][1:] == [(0, 0), (2, 30)]


def test_who_sits_there_is_taken_into_account(day: Day) -> None:
    day.walks_in(day.bank), (waits := day.walks_in(day.bank, now=NINE + minutes(1)))
    desk = day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE)
    assert said(day, waits, NINE + minutes(10)) == (0, 20)
    assert said(day, waits, NINE + minutes(45)) == (0, 2)


def test_a_break_is_waited_for(day: Day) -> None:
    visit, desk = day.walks_in(day.bank), day.desk(day.bank_1)
    pause_desk(desk=desk, why="break", back_at=NINE + minutes(15), now=NINE)
    assert said(day, visit) == (0, 15)


def test_nobody_is_promised_a_time_after_closing(day: Day) -> None:
    visit = day.walks_in(day.bank)
    day.desk(day.bank_1)
    assert said(day, visit, NINE + minutes(200)) == (0, 0)
    others = [day.walks_in(day.bank, now=NINE + minutes(n)) for n in range(1, 7)]
    assert said(day, others[-1]) == (None, None)


def test_an_appointment_is_expected_and_takes_its_place(day: Day) -> None:
    amal = visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    first, second = day.walks_in(day.insurance), day.walks_in(day.insurance, now=NINE + minutes(1))
    day.desk(day.insurer)
    Stop.objects.filter(visit=amal, matter=day.insurance).update(planned_at=NINE)
    assert standing(day, amal).state == "expected"
    assert [said(day, one)[0] for one in (first, second)] == [1, 2]


def test_who_does_not_come_is_no_longer_waited_for(day: Day) -> None:
    amal = visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    Stop.objects.filter(visit=amal, matter=day.insurance).update(planned_at=NINE - minutes(30))
    visit = day.walks_in(day.insurance)
    day.desk(day.insurer)
    assert said(day, visit) == (0, 0)


def test_who_only_waits_for_a_place_takes_none(day: Day) -> None:
    amal = visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    Stop.objects.filter(visit=amal).update(planned_at=NINE)
    visit = day.walks_in(day.insurance)
    day.desk(day.insurer)
    assert said(day, visit) == (1, 20)
    Visit.objects.filter(pk=amal.pk).update(waits_since=NINE)
    assert said(day, visit) == (0, 0)


def test_what_is_late_a_neighbour_takes(day: Day) -> None:
    amal = day.amal_comes()
    Stop.objects.filter(visit=amal, matter=day.insurance).delete()
    Stop.objects.filter(visit=amal).update(planned_at=NINE)
    day.desk(day.bank_2)
    assert said(day, amal, NINE + minutes(4)) == (None, None)
    assert said(day, amal, NINE + minutes(5)) == (0, 0)


def test_who_is_early_is_told_when_the_counter_opens(day: Day) -> None:
    visit = day.walks_in(day.insurance, now=NINE - minutes(15))
    assert said(day, visit, NINE - minutes(15)) == (0, 15)
    assert said(day, visit, NINE + minutes(1)) == (None, None)


def test_what_comes_first_is_waited_for(day: Day) -> None:
    day.bank.after.add(day.insurance)
    visit = day.walks_in(day.bank, day.insurance)
    day.desk(day.bank_1), day.desk(day.insurer)
    house = compute(day.forum.pk, now=NINE)
    starts = [house.starts[stop_of(visit, one).pk] for one in (day.insurance, day.bank)]
    assert starts[1] - starts[0] == 22


@pytest.mark.parametrize(
    ("acts", "state"),
    [([], "waiting"), ([call_next], "called"), ([call_next, begin], "serving"), ([call_next, miss], "missed")],
)
def test_the_states_of_a_visit(day: Day, acts, state: str) -> None:
    visit, desk = day.walks_in(day.bank), day.desk(day.bank_1)
    for act in acts:
        act(desk=desk, now=NINE)
    assert standing(day, visit).state == state


def test_who_is_done_has_left_and_who_is_out_is_away(day: Day) -> None:
    done, out = day.walks_in(day.bank), day.walks_in(day.bank, now=NINE + minutes(1))
    desk = day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE)
    finish(desk=desk, outcome="settled", now=NINE + minutes(9))
    go_out(out, now=NINE)
    assert [standing(day, one).state for one in (done, out)] == ["left", "away"]


def test_the_house_is_read_in_few_statements_however_many_come(day: Day) -> None:
    for number in range(12):
        day.walks_in(day.bank, day.insurance, now=NINE + minutes(number))
    day.desk(day.bank_1), day.desk(day.bank_2)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        compute(day.forum.pk, now=NINE)
    assert len(asked) <= 7


def test_a_second_look_asks_only_whether_anything_happened(day: Day) -> None:
    day.walks_in(day.bank)
    first = look(day.forum.pk, now=NINE)
    with CaptureQueriesContext(connection) as asked:
        assert look(day.forum.pk, now=NINE) is first
    assert len(asked) <= 2
    call_next(desk=day.desk(day.bank_1), now=NINE)
    assert look(day.forum.pk, now=NINE).calls


def test_what_commits_late_is_seen_at_once(day: Day) -> None:
    visit = day.walks_in(day.bank)
    first = look(day.forum.pk, now=NINE)
    Step.objects.create(id=0, at=NINE, act="urgent", location=day.forum, day=MONDAY, visit=visit)
    assert look(day.forum.pk, now=NINE) is not first


def test_a_proposal_is_seen_at_once_though_nothing_has_happened(day: Day) -> None:
    visit, version = day.walks_in(day.bank), []
    stop = stop_of(visit, day.bank)
    for _answered in range(2):
        version.append(look(day.forum.pk, now=NINE).standings[visit.pk].version)
        remedy, _new = Remedy.objects.get_or_create(
            stop=stop, way="later", counter=day.bank_1, start=NINE, defaults={"made_at": NINE}
        )
        version.append(look(day.forum.pk, now=NINE).standings[visit.pk].version)
        Remedy.objects.filter(pk=remedy.pk).update(answer="declined", answered_at=NINE)
    assert (version[0] != version[1], version[2] == version[0]) == (True, True)


@pytest.mark.parametrize(
    ("name", "word", "number"),
    [("Station 4 Versicherung", "Station", "4"), ("Schalter 12", "Schalter", "12"), ("Empfang", "Empfang", "")],
)
def test_the_number_stands_out_from_the_sign(name: str, word: str, number: str) -> None:
    found = place({"de": name})
    assert (found.word, found.number) == (word, number)
