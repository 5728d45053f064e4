"""Who is next at a counter, and why."""

from eindach.frontdesk.calling import begin, call_next, finish
from eindach.frontdesk.models import Stop
from eindach.frontdesk.queue import DUE, EXPECTED, LATER, URGENT, WAITING, queue_of
from eindach.frontdesk.visits import visit_of
from tests.cast import MONDAY, at
from tests.frontdesk.day import NINE, Day, minutes, stop_of


def test_without_appointments_whoever_waits_longest(day: Day) -> None:
    late, early = day.walks_in(day.bank, now=NINE + minutes(5)), day.walks_in(day.bank, now=NINE)
    assert [one.ticket for one in queue_of(day.bank_1, now=NINE + minutes(6))] == [early.ticket, late.ticket]


def test_an_appointment_comes_before_who_has_none(day: Day) -> None:
    first = day.walks_in(day.insurance)
    amal = day.amal_comes(NINE + minutes(1))
    planned = stop_of(amal, day.insurance).planned_at or NINE
    queue = queue_of(day.insurer, now=planned - minutes(5))
    assert [(one.ticket, one.rank) for one in queue] == [(amal.ticket, DUE), (first.ticket, WAITING)]


def test_urgent_comes_after_what_is_due_and_before_what_is_later(day: Day) -> None:
    amal, baby = day.amal_comes(), day.walks_in(day.bank)
    Stop.objects.filter(visit=baby).update(urgent=Stop.Urgent.BABY)
    now = at(MONDAY, "9:02")
    assert [(one.ticket, one.rank) for one in queue_of(day.bank_1, now=now)] == [
        (baby.ticket, URGENT),
        (amal.ticket, LATER),
    ]


def test_who_is_not_here_yet_is_listed_last_and_not_called(day: Day) -> None:
    visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    (line,) = queue_of(day.insurer, now=NINE)
    assert (line.rank, line.is_here, line.ticket) == (EXPECTED, False, "")
    assert call_next(desk=day.desk(day.insurer), now=NINE) is None


def test_who_is_at_another_desk_is_passed_over(day: Day) -> None:
    day.walks_in(day.bank, day.insurance)
    call_next(desk=day.desk(day.insurer), now=NINE)
    assert call_next(desk=day.desk(day.bank_1), now=NINE) is None
    assert [one.can_be_called for one in queue_of(day.bank_1, now=NINE)] == [False]


def test_what_comes_first_is_settled_first(day: Day) -> None:
    day.bank.after.add(day.insurance)
    visit = day.walks_in(day.bank, day.insurance)
    bank, insurer = day.desk(day.bank_1), day.desk(day.insurer)
    assert call_next(desk=bank, now=NINE) is None
    call_next(desk=insurer, now=NINE)
    begin(desk=insurer, now=NINE)
    finish(desk=insurer, outcome="settled", now=NINE + minutes(20))
    assert call_next(desk=bank, now=NINE + minutes(21)) == stop_of(visit, day.bank)


def test_another_office_has_another_queue(day: Day) -> None:
    day.walks_in(day.insurance)
    assert queue_of(day.bank_1, now=NINE) == []


def test_a_neighbour_takes_over_only_what_is_late(day: Day) -> None:
    amal = stop_of(day.amal_comes(), day.bank)
    assert amal.planned_at is not None
    assert queue_of(day.bank_2, now=amal.planned_at) == []
    assert [one.stop for one in queue_of(day.bank_2, now=amal.planned_at + minutes(5))] == [amal.pk]
