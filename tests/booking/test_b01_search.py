"""Searching: from a wish to the best plans."""

from datetime import timedelta

import pytest

from eindach.booking.ground import ground
from eindach.booking.models import Opening
from eindach.booking.operations import book, hold
from eindach.booking.search import WishFaults, search
from eindach.directory.models import Location, Municipality, Organization
from eindach.guide.models import MunicipalityPage
from tests.cast import AMAL, DAYS, MONDAY, NOW, Cast, at, opening, span, wish


def lines(plan) -> list[str]:
    return [f"{p.start:%a %H:%M} {p.matter.key} {p.counter.key}" for p in plan.appointments]


def test_two_matters_are_settled_in_one_visit_in_the_right_order(cast: Cast) -> None:
    plans = search(wish(), now=NOW).plans

    assert (plans[0].days, plans[0].completed_on) == (1, MONDAY)
    assert [p.matter.key for p in plans[0].appointments] == ["registration", "bank"]
    assert plans[0].legs[0].mode == "foot"


def test_less_time_on_site_for_one_visit_more_is_a_choice_of_its_own(cast: Cast) -> None:
    one_visit, two_visits = search(wish(), now=NOW).plans

    assert (one_visit.days, two_visits.days) == (1, 2)
    assert two_visits.minutes_on_site == 20 + 30 < one_visit.minutes_on_site


def test_what_is_held_is_no_longer_offered_and_a_hold_that_ran_out_is(cast: Cast) -> None:
    only = wish("bank", windows=(span(MONDAY, "9:00", "9:30"),))
    hold(offer=search(only, now=NOW).plans[0].offer, language="de", now=NOW)

    assert not search(only, now=NOW).plans
    assert search(only, now=NOW + timedelta(minutes=10)).plans


def test_windows_people_and_languages_are_kept(cast: Cast) -> None:
    family = wish("registration", windows=(span(DAYS[1], "10:00", "11:00"),), people=3, languages=("ar",))
    planned = search(family, now=NOW).plans[0].appointments[0]

    assert planned.minutes == 20 + 2 * 10
    assert at(DAYS[1], "10:00") <= planned.start
    assert planned.end <= at(DAYS[1], "11:00")
    assert planned.language == "ar"


def test_step_free_leaves_out_places_with_stairs(cast: Cast) -> None:
    assert search(wish("residence"), now=NOW).plans
    found = search(wish("residence", needs=("step-free",)), now=NOW)
    assert not found.plans
    assert found.impossible[0].reason == "no-free-span"


def test_a_language_nobody_speaks_is_said_so(cast: Cast) -> None:
    found = search(wish("bank", languages=("ti",)), now=NOW)
    assert "ትግርኛ" in found.impossible[0].message


@pytest.mark.parametrize("status", ["temporarily closed", "defunct"])
def test_nobody_is_planned_where_it_is_not_offered_now(cast: Cast, status: str) -> None:
    assert search(wish("bank"), now=NOW).plans
    cast.bank.services.update(status=status)
    assert not search(wish("bank"), now=NOW).plans
    assert ground().settled_by[cast.bank.pk] == ()  # nor to who walks in, nor by phone


def test_windows_outside_the_hours_name_both_sides(cast: Cast) -> None:
    found = search(wish("bank", windows=(span(MONDAY, "15:00", "16:00"),)), now=NOW)
    assert found.impossible[0].reason == "outside-windows"
    assert "15:00" in found.impossible[0].message
    assert "9:00" in found.impossible[0].message


def test_own_appointments_are_no_obstacle_to_a_move(cast: Cast) -> None:
    tight = wish("bank", windows=(span(MONDAY, "9:00", "9:30"),))
    booked = book(offer=search(tight, now=NOW).plans[0].offer, contact=AMAL, key="k", now=NOW)

    assert not search(tight, now=NOW).plans
    assert search(tight, now=NOW, moving=booked).plans


def test_a_pinned_matter_stays_where_it_is(cast: Cast) -> None:
    booked = book(offer=search(wish(), now=NOW).plans[0].offer, contact=AMAL, key="k", now=NOW)
    stays = booked.appointments.get(matter=cast.registration)

    plan = search(wish(start=DAYS[1]), now=NOW, moving=booked, pinned=["registration"])
    assert not plan.plans or all(
        p.start == stays.during.lower for p in plan.plans[0].appointments if p.matter == cast.registration
    )
    moved = search(wish(), now=NOW, moving=booked, pinned=["registration"]).plans[0]
    assert moved.appointments[0].start == stays.during.lower


def test_a_town_hall_serves_its_own_residents_only(cast: Cast) -> None:
    here, there = (Municipality.objects.create(ags=ags, name=ags, latitude=50, longitude=6, source="-") for ags in "12")
    Location.objects.filter(key="rathaus").update(municipality=here)
    Organization.objects.filter(key="stadt").update(kind=Organization.Kind.MUNICIPALITY)

    assert search(wish("registration", municipality=here.pk), now=NOW).plans
    assert not search(wish("registration", municipality=there.pk), now=NOW).plans
    assert search(wish("bank", municipality=there.pk), now=NOW).plans


def test_nobody_is_sent_to_the_fixed_contact_person_of_another_town(cast: Cast) -> None:
    service, towns = cast.registration.services.get(), {"rathaus": "1", "amt": "2"}
    for key, ags in towns.items():
        town = Municipality.objects.create(ags=ags, name=ags, latitude=50, longitude=6, source="-")
        MunicipalityPage.objects.create(municipality=town, key=ags, advisor_service=service)
        Location.objects.filter(key=key).update(municipality=town)
    Municipality.objects.create(ags="3", name="3", latitude=50, longitude=6, source="-")
    cast.office.services.add(service)
    Opening.objects.filter(calendar=cast.office).update(services=[service.pk])
    Opening.objects.filter(calendar__in=[cast.town_hall_1, cast.town_hall_2]).delete()
    opening(cast.town_hall_1, DAYS[-1], "15:00", "18:00")

    def place(ags: str) -> str:
        return search(wish("registration", municipality=ags), now=NOW).plans[0].appointments[0].location.key

    assert {key: place(ags) for key, ags in towns.items()} == {"rathaus": "rathaus", "amt": "amt"}
    assert place("3") == place("") == "amt"  # whose town has none goes where it is soonest


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": MONDAY - timedelta(days=1)}, "until"),
        ({"people": 0}, "people"),
        ({"max_days": 9}, "max_days"),
        ({"languages": ("xx",)}, "languages"),
        ({"needs": ("gold",)}, "needs"),
        ({"municipality": "99999999"}, "municipality"),
        ({"start": MONDAY + timedelta(days=800), "until": MONDAY + timedelta(days=801)}, "start"),
    ],
)
def test_wrong_wishes_are_refused_at_their_field(cast: Cast, changes: dict, field: str) -> None:
    with pytest.raises(WishFaults) as fault:
        search(wish(**changes), now=NOW)
    assert field in fault.value.faults


def test_every_fault_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(WishFaults) as fault:
        search(wish("nothing", people=0, max_days=0), now=NOW)
    assert {"matters", "people", "max_days"} <= set(fault.value.faults)
