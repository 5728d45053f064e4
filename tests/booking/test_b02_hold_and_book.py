"""Holding and booking: wholly or not at all, once, and for one person only once a matter."""

from datetime import timedelta

import pytest

from eindach.accounts.models import Person
from eindach.booking import operations as act
from eindach.booking.models import Appointment, Itinerary
from eindach.booking.queries import itinerary_by_reference, itinerary_by_token, manage_token, planned
from eindach.booking.search import search
from tests.cast import AMAL, MONDAY, NOW, OLENA, Cast, span, wish

LATER = NOW + timedelta(minutes=11)


def offer(**changes: object) -> str:
    return search(wish(**changes), now=NOW).plans[0].offer


def bank_at_nine() -> str:
    return search(wish("bank", windows=(span(MONDAY, "9:00", "9:30"),)), now=NOW).plans[0].offer


def test_a_hold_is_booked_with_all_its_appointments(cast: Cast) -> None:
    held = act.hold(offer=offer(), language="ar", now=NOW)
    booked = act.confirm(itinerary=held, contact=AMAL, now=NOW)

    assert booked.state(NOW) == "booked"
    assert [a.status for a in booked.appointments.all()] == ["booked", "booked"]
    assert {a.person.name for a in booked.appointments.all()} == {AMAL.name}


def test_confirming_twice_books_once(cast: Cast) -> None:
    held = act.hold(offer=offer(), language="ar", now=NOW)
    first = act.confirm(itinerary=held, contact=AMAL, now=NOW)
    again = act.confirm(itinerary=held, contact=AMAL, now=NOW)

    assert first == again
    assert Appointment.objects.filter(live=True).count() == 2


def test_a_taken_place_is_refused_and_nothing_of_the_plan_is_kept(cast: Cast) -> None:
    both = search(wish("bank", "residence", windows=(span(MONDAY, "9:00", "11:00"),)), now=NOW).plans[0]
    act.book(offer=both.offer, contact=OLENA, key="olena", now=NOW)

    with pytest.raises(act.SlotTaken) as refused:
        act.book(offer=both.offer, contact=AMAL, key="amal", now=NOW)
    assert refused.value.wish.matters == ("bank", "residence")
    assert not Person.objects.filter(name=AMAL.name).exists()


def test_an_equal_counter_serves_who_comes_second(cast: Cast) -> None:
    same = search(wish("registration", windows=(span(MONDAY, "9:00", "9:20"),)), now=NOW).plans[0].offer
    one = act.book(offer=same, contact=AMAL, key="amal", now=NOW)
    two = act.book(offer=same, contact=OLENA, key="olena", now=NOW)

    assert {i.appointments.get().calendar_id for i in (one, two)} == {cast.town_hall_1.pk, cast.town_hall_2.pk}


def test_the_same_key_books_once_and_another_request_with_it_is_refused(cast: Cast) -> None:
    plan = offer()
    assert act.book(offer=plan, contact=AMAL, key="k1", now=NOW) == act.book(
        offer=plan, contact=AMAL, key="k1", now=NOW
    )
    with pytest.raises(act.KeyReused):
        act.book(offer=plan, contact=OLENA, key="k1", now=NOW)
    assert Itinerary.objects.count() == 1


def test_one_person_has_one_live_booking_a_matter(cast: Cast) -> None:
    act.book(offer=offer(), contact=AMAL, key="k1", now=NOW)
    with pytest.raises(act.AlreadyBooked) as refused:
        act.book(offer=offer(), contact=AMAL, key="k2", now=NOW)
    assert {m.key for m in refused.value.matters} == {"registration", "bank"}


def test_a_person_is_in_one_place_at_a_time(cast: Cast) -> None:
    nine = {"windows": (span(MONDAY, "9:00", "9:30"),)}
    residence, bank = (search(wish(m, **nine), now=NOW).plans[0].offer for m in ("residence", "bank"))
    act.book(offer=bank, contact=AMAL, key="k1", now=NOW)
    with pytest.raises(act.AlreadyBooked):
        act.book(offer=residence, contact=AMAL, key="k2", now=NOW)


def test_a_hold_that_ran_out_is_booked_when_its_places_are_still_free(cast: Cast) -> None:
    held = act.hold(offer=offer(), language="de", now=NOW)
    search(wish(), now=LATER)  # sweeps the hold
    assert held.state(LATER) == "expired"
    assert act.confirm(itinerary=held, contact=AMAL, now=LATER).state(LATER) == "booked"
    assert planned(held) is not None


def test_a_hold_that_ran_out_and_was_taken_is_refused_with_the_wish(cast: Cast) -> None:
    held = act.hold(offer=bank_at_nine(), language="de", now=NOW)
    plan = search(wish("bank", windows=(span(MONDAY, "9:00", "9:30"),)), now=LATER).plans[0]
    act.book(offer=plan.offer, contact=OLENA, key="k", now=LATER)
    with pytest.raises(act.HoldExpired) as refused:
        act.confirm(itinerary=held, contact=AMAL, now=LATER)
    assert refused.value.wish.matters == ("bank",)


def test_renewing_keeps_the_hold_and_releasing_gives_it_back(cast: Cast) -> None:
    held = act.hold(offer=bank_at_nine(), language="de", now=NOW)
    assert act.renew(itinerary=held, now=NOW + timedelta(minutes=9)) == NOW + timedelta(minutes=19)
    act.release(itinerary=held, now=NOW)
    assert act.renew(itinerary=held, now=NOW) is None
    assert bank_at_nine()


def test_a_forged_or_old_offer_is_not_read(cast: Cast) -> None:
    for forged in ("", "x", offer()[:-2] + "zz", "\x00", "ü" * 9000):
        with pytest.raises(act.OfferInvalid):
            act.hold(offer=forged, language="de", now=NOW)
    with pytest.raises(act.OfferInvalid):
        act.hold(offer=offer(), language="de", now=NOW + timedelta(days=2))


def test_the_link_and_reference_with_link_find_the_booking_and_nothing_else_does(cast: Cast) -> None:
    booked = act.book(offer=offer(), contact=AMAL, key="k", now=NOW)
    token = manage_token(booked)

    assert itinerary_by_token(token) == booked == itinerary_by_reference(booked.reference, token)
    assert token not in str(vars(booked).values())
    for reference, secret in [(booked.reference, "wrong"), ("AAAAAAA", token), (booked.reference, "")]:
        with pytest.raises(Itinerary.DoesNotExist):
            itinerary_by_reference(reference, secret)
