"""What was planned meets a later day: begun, moved, half over, closed twice."""

import pytest

from eindach.booking import operations as act
from eindach.booking.models import Itinerary
from eindach.booking.moving import movable, plans_for_one
from eindach.booking.queries import planned
from eindach.booking.search import search
from eindach.booking.waiting import displaced_without_answer
from tests.cast import AMAL, DAYS, MONDAY, NOW, OLENA, Cast, at, span, wish


def book(contact, key: str, *matters: str, **changes: object) -> Itinerary:
    plan = search(wish(*matters, **changes), now=NOW).plans[0]
    more = {"wants_earlier": True} if key == "waits" else {}
    return act.book(offer=plan.offer, contact=contact, key=key, now=NOW, **more)


def close(calendar, day, opens="9:00", closes="12:00", now=NOW) -> None:
    act.close(calendars=[calendar], during=span(day, opens, closes), now=now, defer=False)


def test_a_place_that_has_begun_is_neither_booked_nor_confirmed(cast: Cast) -> None:
    at_nine = wish("bank", windows=(span(MONDAY, "9:00", "9:30"),))
    early, late = at(MONDAY, "7:00"), at(MONDAY, "9:05")
    offer = search(at_nine, now=early).plans[0].offer
    held = act.hold(offer=offer, language="de", now=early)

    with pytest.raises(act.SlotTaken):
        act.confirm(itinerary=held, contact=AMAL, now=late)
    with pytest.raises(act.SlotTaken):
        act.book(offer=offer, contact=OLENA, key="k", now=late)


def test_what_has_begun_is_not_moved(cast: Cast) -> None:
    booked = book(AMAL, "k", "bank", until=MONDAY)
    during = planned(booked).appointments[0].start
    plan = search(wish("bank", start=DAYS[1]), now=during, moving=booked).plans[0]
    with pytest.raises(act.NotChangeable):
        act.move(itinerary=booked, offer=plan.offer, now=during)


def test_after_the_first_visit_only_what_is_to_come_is_compared(cast: Cast) -> None:
    close(cast.forum_bank, MONDAY)
    close(cast.forum_bank, DAYS[1])
    for calendar in (cast.town_hall_1, cast.town_hall_2):
        close(calendar, DAYS[1])
        close(calendar, DAYS[2])
    waits = book(AMAL, "waits", "registration", "bank")
    assert act.propose(itinerary=waits, cause="shorter", now=at(DAYS[1], "8:00")) is None


def test_who_moved_away_from_a_day_is_not_offered_it_as_shorter(cast: Cast) -> None:
    waits = book(AMAL, "waits", "bank", windows=(span(MONDAY, "9:00", "12:00"),))
    wednesday = wish("bank", windows=(span(DAYS[2], "9:00", "12:00"),))
    act.move(itinerary=waits, offer=search(wednesday, now=NOW, moving=waits).plans[0].offer, now=NOW)
    assert act.propose(itinerary=Itinerary.objects.get(), cause="shorter", now=NOW) is None


def test_a_closure_supersedes_a_waiting_list_proposal_that_is_open(cast: Cast) -> None:
    close(cast.forum_bank, MONDAY, "9:30")
    close(cast.forum_bank, DAYS[1])
    olena, amal = book(OLENA, "o", "bank"), book(AMAL, "waits", "bank")
    act.cancel(itinerary=olena, now=NOW)
    shorter = act.propose(itinerary=amal, cause="shorter", now=NOW)
    close(cast.forum_bank, DAYS[2], "9:00", "10:00")

    closure = act.propose(itinerary=amal, cause="closure", now=NOW)
    assert closure is not None
    with pytest.raises(act.NotChangeable):
        act.accept(proposal=shorter, now=NOW)
    act.accept(proposal=closure, now=NOW)
    assert not planned(amal).appointments[0].displaced


def test_a_second_closure_makes_a_plan_that_helps_against_both(cast: Cast) -> None:
    booked = book(AMAL, "k", "bank", "residence")
    day = planned(booked).appointments[0].start.date()
    close(cast.forum_bank, day)
    first = act.propose(itinerary=booked, cause="closure", now=NOW)
    assert act.propose(itinerary=booked, cause="closure", now=NOW) is None, "the first one still helps"

    close(cast.office, day)
    assert act.propose(itinerary=booked, cause="closure", now=NOW) is None, "it moved both already"

    close(cast.office, first.appointments.get(matter=cast.residence).during.lower.date())
    second = act.propose(itinerary=booked, cause="closure", now=NOW)
    assert second not in (None, first)


def test_one_displaced_appointment_does_not_bind_the_other(cast: Cast) -> None:
    booked = book(AMAL, "k", "bank", "residence")
    close(cast.office, planned(booked).appointments[0].start.date())
    plan = planned(booked)
    bank = next(one for one in plan.appointments if one.matter.key == "bank")
    found = plans_for_one(booked, movable(plan, NOW), bank, wish("bank", "residence"), now=NOW)

    act.move(itinerary=booked, offer=found[0].offer, now=NOW)
    assert displaced_without_answer(NOW) == [booked]


def test_the_waiting_list_can_be_joined_and_left(cast: Cast) -> None:
    booked = book(AMAL, "k", "bank")
    assert act.want_earlier(itinerary=booked, wants=True, now=NOW).wants_earlier
    assert not act.want_earlier(itinerary=booked, wants=False, now=NOW).wants_earlier
    act.cancel(itinerary=booked, now=NOW)
    with pytest.raises(act.NotChangeable):
        act.want_earlier(itinerary=booked, wants=True, now=NOW)
