"""Moving takes the new before it gives back the old; cancelling gives back; nothing else changes."""

from datetime import timedelta

import pytest

from eindach.booking import operations as act
from eindach.booking.models import Itinerary
from eindach.booking.queries import manage_token, planned
from eindach.booking.search import search
from tests.cast import AMAL, DAYS, MONDAY, NOW, OLENA, Cast, span, wish


@pytest.fixture
def booked(cast: Cast) -> Itinerary:
    return act.book(offer=search(wish(), now=NOW).plans[0].offer, contact=AMAL, key="k", now=NOW)


def test_a_move_keeps_reference_link_and_calendar_uids(booked: Itinerary) -> None:
    before = {a.matter_id: a.uid for a in booked.appointments.filter(live=True)}
    token = manage_token(booked)
    plan = search(wish(start=DAYS[1]), now=NOW, moving=booked).plans[0]

    after = act.move(itinerary=booked, offer=plan.offer, now=NOW)
    assert {a.matter_id: a.uid for a in after.appointments.filter(live=True)} == before
    assert (after.reference, manage_token(after), after.sequence) == (booked.reference, token, 1)
    assert planned(after).completed_on == DAYS[1]


def test_a_move_may_overlap_the_own_old_time(booked: Itinerary) -> None:
    old = planned(booked).appointments[1]
    shifted = span(MONDAY, f"{old.start:%H}:{old.start.minute + 5:02d}", "12:00")
    plan = search(wish("bank", windows=(shifted,)), now=NOW, moving=booked).plans[0]
    act.move(itinerary=booked, offer=plan.offer, now=NOW)
    assert planned(booked).appointments[1].start == plan.appointments[0].start


def test_a_move_to_a_taken_place_leaves_everything_as_it_was(booked: Itinerary) -> None:
    plan = search(wish("bank", start=DAYS[1]), now=NOW, moving=booked).plans[0]
    act.book(offer=plan.offer, contact=OLENA, key="o", now=NOW)
    before = planned(booked)

    with pytest.raises(act.SlotTaken):
        act.move(itinerary=booked, offer=plan.offer, now=NOW)
    assert planned(booked) == before
    assert Itinerary.objects.get(pk=booked.pk).sequence == 0


def test_cancelling_gives_all_places_back_and_twice_is_as_once(booked: Itinerary) -> None:
    cancelled = act.cancel(itinerary=booked, now=NOW)
    assert cancelled.state(NOW) == "cancelled"
    assert act.cancel(itinerary=booked, now=NOW).sequence == cancelled.sequence == 1
    assert search(wish(), now=NOW).plans


def test_cancelling_one_leaves_the_other(booked: Itinerary) -> None:
    bank = booked.appointments.get(matter__key="bank")
    left = act.cancel(itinerary=booked, now=NOW, appointments=[bank.pk])
    assert left.state(NOW) == "booked"
    assert [p.matter.key for p in planned(left).appointments] == ["registration"]


def test_somebody_elses_appointment_is_not_cancelled(booked: Itinerary) -> None:
    other = act.book(offer=search(wish("residence"), now=NOW).plans[0].offer, contact=OLENA, key="o", now=NOW)
    act.cancel(itinerary=booked, now=NOW, appointments=[other.appointments.get().pk])
    assert other.appointments.get().status == "booked"


def test_what_is_cancelled_cannot_be_moved_or_confirmed(booked: Itinerary) -> None:
    plan = search(wish(start=DAYS[1]), now=NOW, moving=booked).plans[0]
    act.cancel(itinerary=booked, now=NOW)
    with pytest.raises(act.NotChangeable):
        act.move(itinerary=booked, offer=plan.offer, now=NOW)
    with pytest.raises(act.NotChangeable):
        act.confirm(itinerary=booked, contact=AMAL, now=NOW)


def test_after_cancelling_the_same_matter_can_be_booked_again(booked: Itinerary) -> None:
    act.cancel(itinerary=booked, now=NOW)
    again = act.book(offer=search(wish(), now=NOW).plans[0].offer, contact=AMAL, key="k2", now=NOW)
    assert again.person == booked.person


def test_a_past_appointment_does_not_stand_in_the_way(booked: Itinerary) -> None:
    next_week = NOW + timedelta(days=2, hours=12)
    plan = search(wish(start=DAYS[2]), now=next_week).plans[0]
    assert act.book(offer=plan.offer, contact=AMAL, key="k2", now=next_week).booked_at
