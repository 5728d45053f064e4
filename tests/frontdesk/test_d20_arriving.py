"""Somebody with a booking stands in a house: early, late, on another day, in another house."""

from datetime import date

import pytest

from eindach.booking.models import Appointment, Itinerary
from eindach.booking.on_the_spot import itinerary_in_hand
from eindach.booking.operations import Contact, book, cancel
from eindach.booking.queries import manage_token
from eindach.booking.search import search
from eindach.directory.models import Location
from eindach.frontdesk.arriving import assess, check_in, come_anew, come_sooner, in_hand
from eindach.frontdesk.faults import NotNow
from eindach.frontdesk.models import Stop, TicketRoll, Visit
from eindach.frontdesk.visits import visit_token
from tests.cast import AMAL, DAYS, MONDAY, NOW, OLENA, at, opening, span, wish
from tests.frontdesk.day import NINE, Day, minutes

TUESDAY = DAYS[1]


def amal_at(
    day: Day, clock: str, until: str, on: date = MONDAY, matter: str = "bank", contact: Contact = AMAL
) -> Itinerary:
    """Amal has an appointment in this time, at the bank unless said otherwise."""
    asked = wish(matter, until=DAYS[-1], windows=(span(on, clock, until),))
    return book(
        offer=search(asked, now=NOW).plans[0].offer, contact=contact, key=f"{contact.name} {clock} {on}", now=NOW
    )


@pytest.mark.parametrize(
    ("clock", "state"),
    [("9:00", "early"), ("9:44", "early"), ("9:45", "on-time"), ("10:05", "on-time"), ("10:06", "late")],
)
def test_early_on_time_and_late(day: Day, clock: str, state: str) -> None:
    amal = amal_at(day, "10:00", "10:30")
    assert assess(amal, day.forum, now=at(MONDAY, clock)).state == state


def test_who_is_early_waits_or_begins_sooner(day: Day) -> None:
    amal = amal_at(day, "11:00", "11:30")
    arrival = assess(amal, day.forum, now=NINE)
    assert arrival.minutes == 120
    assert arrival.sooner is not None
    assert arrival.sooner.appointments[0].start == NINE + minutes(5)


def test_begun_sooner_the_old_time_is_free_again(day: Day) -> None:
    amal = amal_at(day, "11:00", "11:30")
    visit = come_sooner(amal, day.forum, now=NINE)
    stop = Stop.objects.get(visit=visit)
    assert (visit.ticket, stop.planned_at, stop.promised) == ("A 01", NINE + minutes(5), True)
    assert Appointment.objects.filter(live=True).count() == 1


def test_where_nothing_is_free_sooner_they_wait(day: Day) -> None:
    amal = amal_at(day, "9:30", "10:00")
    amal_at(day, "9:00", "9:30", contact=OLENA)
    assert assess(amal, day.forum, now=NINE).sooner is None
    with pytest.raises(NotNow):
        come_sooner(amal, day.forum, now=NINE)
    assert check_in(amal, day.forum, now=NINE).ticket == "A 01"


def test_late_they_are_served_all_the_same(day: Day) -> None:
    amal = amal_at(day, "9:00", "9:30")
    arrival = assess(amal, day.forum, now=at(MONDAY, "10:15"))
    assert (arrival.state, arrival.minutes) == ("late", 75)
    assert check_in(amal, day.forum, now=at(MONDAY, "10:15")).ticket == "A 01"


def test_when_the_door_closes_before_they_have_missed_it(day: Day) -> None:
    amal = amal_at(day, "9:00", "9:30")
    assert assess(amal, day.forum, now=at(MONDAY, "11:45")).state == "missed"


def test_who_missed_it_takes_a_number_for_what_is_free_today(day: Day) -> None:
    amal = amal_at(day, "9:00", "9:30")
    day.bank_1.calendar.openings.filter(during__contains=NINE).update(during=(NINE, at(MONDAY, "10:00")))
    opening(day.bank_2.calendar, MONDAY, "14:00", "16:00")
    visit = come_anew(amal, day.forum, now=at(MONDAY, "11:45"))
    assert (visit.ticket, Stop.objects.get(visit=visit).planned_at) == ("C 01", at(MONDAY, "14:00"))
    assert Appointment.objects.get(itinerary=amal).status == "noshow"


def test_pressed_twice_it_is_one_number(day: Day) -> None:
    amal, noon = amal_at(day, "9:00", "9:30"), at(MONDAY, "11:45")
    opening(day.bank_2.calendar, MONDAY, "14:00", "16:00")
    first, second = (come_anew(amal, day.forum, now=noon) for _press in range(2))
    assert (first, assess(amal, day.forum, now=noon).visit) == (second, first)


def test_what_is_still_to_come_is_not_missed(day: Day) -> None:
    opening(day.insurer.calendar, MONDAY, "14:00", "16:00")
    asked = wish(
        "bank", "insurance", until=MONDAY, windows=(span(MONDAY, "9:00", "9:30"), span(MONDAY, "14:00", "15:00"))
    )
    amal = book(offer=search(asked, now=NOW).plans[0].offer, contact=AMAL, key="both", now=NOW)
    arrival = assess(amal, day.forum, now=at(MONDAY, "11:45"))
    assert (arrival.state, [one.matter for one in arrival.appointments]) == ("early", [day.insurance])
    with pytest.raises(NotNow):
        come_anew(amal, day.forum, now=at(MONDAY, "11:45"))


def test_who_has_not_missed_it_takes_no_second_number(day: Day) -> None:
    amal = amal_at(day, "10:00", "10:30")
    with pytest.raises(NotNow):
        come_anew(amal, day.forum, now=at(MONDAY, "10:00"))


def test_on_the_wrong_day_they_can_come_today_after_all(day: Day) -> None:
    amal = amal_at(day, "10:00", "10:30", TUESDAY)
    arrival = assess(amal, day.forum, now=NINE)
    assert (arrival.state, arrival.first.start.date()) == ("wrong-day", TUESDAY)
    with pytest.raises(NotNow):
        check_in(amal, day.forum, now=NINE)
    visit = come_sooner(amal, day.forum, now=NINE)
    assert (visit.day, visit.ticket) == (MONDAY, "A 01")


def test_in_the_wrong_house_they_learn_the_way(day: Day) -> None:
    amal = amal_at(day, "10:00", "10:20", MONDAY, "registration")
    arrival = assess(amal, day.forum, now=NINE)
    assert (arrival.state, arrival.first.location.key) == ("wrong-house", "rathaus")
    assert arrival.way is not None
    assert arrival.way.minutes > 0
    with pytest.raises(NotNow):
        check_in(amal, day.forum, now=NINE)
    assert check_in(amal, Location.objects.get(key="rathaus"), now=NINE).ticket == "A 01"


def test_of_two_houses_the_next_one_counts(day: Day) -> None:
    amal = book(offer=search(wish(until=MONDAY, max_days=1), now=NOW).plans[0].offer, contact=AMAL, key="2", now=NOW)
    first, second = Appointment.objects.filter(itinerary=amal).select_related("calendar__counter__location")
    there = second.calendar.counter.location
    assert assess(amal, there, now=first.during.lower).state == "wrong-house"
    assert assess(amal, there, now=first.during.upper).state == "on-time"


def test_cancelled_is_said(day: Day) -> None:
    amal = amal_at(day, "10:00", "10:30")
    cancel(itinerary=amal, now=NOW)
    amal.refresh_from_db()
    assert assess(amal, day.forum, now=NINE).state == "cancelled"


def test_who_has_a_number_keeps_it(day: Day) -> None:
    amal = amal_at(day, "9:00", "9:30")
    first, second = (check_in(amal, day.forum, now=NINE + minutes(n)) for n in (0, 3))
    arrival = assess(amal, day.forum, now=NINE)
    assert (arrival.state, arrival.visit, first.number, second.number) == ("here", first, 1, 1)
    assert TicketRoll.objects.get().last == 1


def test_looking_changes_nothing(day: Day) -> None:
    amal = amal_at(day, "11:00", "11:30")
    assess(amal, day.forum, now=NINE)
    assert not Visit.objects.exists()
    assert Appointment.objects.get(itinerary=amal).during.lower == at(MONDAY, "11:00")


@pytest.mark.parametrize("form", ["{0}", " {1} {2}", "https://x.example/de/my/{token}/"])
def test_the_number_in_whatever_form_it_is_shown(day: Day, form: str) -> None:
    amal = amal_at(day, "10:00", "10:30")
    reference = amal.reference
    said = form.format(reference.lower(), reference[:3], reference[3:], token=manage_token(amal))
    assert in_hand(said) == itinerary_in_hand(said) == amal


def test_the_link_of_a_visit_is_known_too(day: Day) -> None:
    visit = day.walks_in(day.bank)
    assert in_hand(f"https://x.example/uk/here/{visit_token(visit.pk)}/") == visit


@pytest.mark.parametrize("said", ["", "K7M 4XQ", "x" * 500, "/my/" + "x" * 43, "/here/" + "y" * 43, "'; --"])
def test_what_is_no_number_finds_nothing(day: Day, said: str) -> None:
    amal_at(day, "10:00", "10:30")
    assert in_hand(said) is None
