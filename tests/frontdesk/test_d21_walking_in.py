"""Whoever walks in: the best way through the house for now, and a number."""

import uuid
from datetime import datetime

import pytest

from eindach.booking.models import Appointment
from eindach.booking.search import search
from eindach.frontdesk.calling import begin, call_next
from eindach.frontdesk.faults import NotNow
from eindach.frontdesk.models import Stop, TicketRoll, Visit
from eindach.frontdesk.walking_in import Asked, Prospect, matters_here, prospect, walk_in
from tests.cast import MONDAY, at, wish
from tests.frontdesk.day import NINE, Day, minutes, stop_of


def asked(*matters: str, language: str = "ar", people: int = 1) -> Asked:
    return Asked(matters=matters, language=language, people=people)


def said(found: Prospect) -> dict[str, str]:
    return {one.matter.key: one.how for one in found.outlooks}


def comes(day: Day, *matters: str, key: str = "", now: datetime = NINE) -> Visit:
    return walk_in(asked(*matters), day.forum, key=key or uuid.uuid4().hex, now=now)


def test_what_is_settled_here_for_the_rest_of_today(day: Day) -> None:
    assert [one.key for one in matters_here(day.forum, now=NINE)] == ["bank", "insurance"]
    assert matters_here(day.forum, now=at(MONDAY, "12:00")) == []


def test_the_way_that_is_over_first(day: Day) -> None:
    found = prospect(asked("bank", "insurance"), day.forum, now=NINE)
    assert said(found) == {"bank": "kept", "insurance": "kept"}
    assert max(one.kept.end for one in found.possible if one.kept) == at(MONDAY, "10:00")


def test_they_get_a_number_and_their_places_are_kept(day: Day) -> None:
    visit = comes(day, "bank", "insurance")
    assert (visit.ticket, visit.came, visit.person_id) == ("C 01", "walk-in", None)
    assert Appointment.objects.filter(status="arrived", person=None).count() == 2
    nobody_else = search(wish("bank", until=MONDAY, windows=()), now=NINE - minutes(30)).plans[0].appointments[0]
    assert not Appointment.objects.filter(matter=day.bank, during__overlap=(nobody_else.start, nobody_else.end))


def test_nobody_is_promised_a_time(day: Day) -> None:
    visit = comes(day, "bank", now=at(MONDAY, "9:30"))
    first = day.walks_in(day.bank, now=at(MONDAY, "9:20"))
    assert stop_of(visit, day.bank).promised is False
    assert call_next(desk=day.desk(day.bank_1), now=at(MONDAY, "9:40")) == stop_of(first, day.bank)


def test_a_counter_that_speaks_the_language_is_preferred_and_not_required(day: Day) -> None:
    visit = comes(day, "bank", "insurance")
    assert stop_of(visit, day.bank).counter is None  # nobody there speaks Arabic: whoever is free
    only = comes(day, "insurance")
    assert stop_of(only, day.insurance).counter == day.insurer


def test_where_no_time_is_free_they_join_the_queue(day: Day) -> None:
    day.amal_books()
    day.bank_1.calendar.openings.filter(during__contains=NINE).update(during=(NINE, at(MONDAY, "10:00")))
    found = prospect(asked("bank", "insurance"), day.forum, now=at(MONDAY, "9:35"))
    assert said(found) == {"bank": "queue", "insurance": "kept"}
    visit = comes(day, "bank", "insurance", now=at(MONDAY, "9:35"))
    assert stop_of(visit, day.bank).appointment is None
    assert Stop.objects.filter(visit=visit, status="waiting").count() == 2


def test_how_long_it_takes_is_said_before(day: Day) -> None:
    day.walks_in(day.bank)
    desk = day.desk(day.bank_1)
    call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE)
    (one,) = prospect(asked("bank"), day.forum, now=NINE + minutes(10)).possible
    assert one.at == NINE + minutes(30)


def test_what_would_not_be_reached_today_is_for_another_day(day: Day) -> None:
    day.desk(day.bank_1)
    for number in range(6):
        day.walks_in(day.bank, now=NINE + minutes(number))
    day.bank_1.calendar.openings.filter(during__contains=NINE).update(during=(NINE, at(MONDAY, "10:00")))
    comes(day, "bank", now=at(MONDAY, "9:10"))
    found = prospect(asked("bank"), day.forum, now=at(MONDAY, "9:41"))
    assert (found.possible, [one.key for one in found.another_day]) == ([], ["bank"])
    with pytest.raises(NotNow):
        comes(day, "bank", now=at(MONDAY, "9:41"))


def test_what_another_house_does_is_not_for_this_one(day: Day) -> None:
    found = prospect(asked("registration"), day.forum, now=NINE)
    assert [one.key for one in found.another_day] == ["registration"]


@pytest.mark.parametrize("wrong", [asked(), asked("flying"), asked("bank", people=0), asked("bank", people=99)])
def test_what_nobody_can_want_is_refused(day: Day, wrong: Asked) -> None:
    with pytest.raises(NotNow):
        walk_in(wrong, day.forum, key="x", now=NINE)
    assert not Visit.objects.exists()
    assert not TicketRoll.objects.exists()


def test_the_same_press_twice_gives_one_number(day: Day) -> None:
    assert comes(day, "bank", key="press") == comes(day, "bank", key="press")
    assert Appointment.objects.count() == TicketRoll.objects.get().last == 1


def test_five_people_take_longer(day: Day) -> None:
    visit = walk_in(asked("bank", people=5), day.forum, key="5", now=NINE)
    assert (visit.people, stop_of(visit, day.bank).minutes) == (5, 70)
