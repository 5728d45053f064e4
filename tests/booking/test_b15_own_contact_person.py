"""The fixed contact person of one's own town comes before other offices, but costs nobody a further visit."""

from datetime import timedelta

import pytest

from eindach.booking.models import Opening
from eindach.booking.search import search
from eindach.directory.models import Location, Municipality, Organization, Service
from eindach.guide.models import MunicipalityPage
from tests.cast import DAYS, MONDAY, NOW, Cast, opening, wish

TOWN = "1"


@pytest.fixture(autouse=True)
def contact(cast: Cast) -> Service:
    """In the town hall, on the last day only; the bank's counter is free on each."""
    town = Municipality.objects.create(ags=TOWN, name="Town", latitude=50, longitude=6, source="-")
    Location.objects.update(municipality=town)
    service = Service.objects.create(key="ankommen", organization=Organization.objects.get(key="bank"), name="-")
    service.at_locations.create(location=cast.town_hall_1.counter.location, languages=["de"])
    cast.bank.services.add(service)
    MunicipalityPage.objects.create(municipality=town, key="town", advisor_service=service)
    Opening.objects.filter(calendar=cast.town_hall_1).delete()
    cast.town_hall_1.services.set([service])
    opening(cast.town_hall_1, DAYS[-1], "9:00", "12:00")
    return service


def offices(*matters: str, **changes: object) -> list[str]:
    """Who settles the bank's matter, plan by plan."""
    plans = search(wish(*matters, **changes), now=NOW).plans
    return [p.service.key for plan in plans for p in plan.appointments if p.matter.key == "bank"]


def test_ones_own_contact_person_comes_before_an_office_that_is_sooner(cast: Cast) -> None:
    assert offices("bank") == ["konto"]
    assert offices("bank", municipality=TOWN) == ["ankommen"]


def test_an_office_that_is_a_week_sooner_stands_before_them(cast: Cast) -> None:
    later = DAYS[0] + timedelta(days=7)
    Opening.objects.filter(calendar=cast.town_hall_1).delete()
    opening(cast.town_hall_1, later, "9:00", "12:00")
    assert offices("bank", municipality=TOWN, until=later) == ["konto", "ankommen"]
    assert offices("bank", municipality=TOWN, until=later, start=DAYS[1]) == ["ankommen"]


def test_who_speaks_my_language_or_has_time_takes_their_place(cast: Cast) -> None:
    assert offices("bank", municipality=TOWN, languages=("en",)) == ["konto"]
    assert offices("bank", municipality=TOWN, until=MONDAY) == ["konto"]


def test_nobody_comes_once_more_for_them_unless_they_wish(cast: Cast) -> None:
    Opening.objects.filter(calendar=cast.office).exclude(during__startswith__date=MONDAY).delete()
    assert offices("bank", "residence", municipality=TOWN) == ["konto", "ankommen"]  # in one visit, in two
    assert offices("bank", "residence", municipality=TOWN, max_days=1) == ["konto"]


def test_why_nothing_is_possible_counts_every_office(cast: Cast) -> None:
    Opening.objects.filter(calendar=cast.office).delete()
    opening(cast.office, MONDAY, "9:00", "9:25")
    assert search(wish("bank", "residence", municipality=TOWN, max_days=1), now=NOW).plans
    Opening.objects.filter(calendar=cast.forum_bank).exclude(during__startswith__date=DAYS[1]).delete()
    (why,) = search(wish("bank", "residence", municipality=TOWN, max_days=1), now=NOW).impossible
    assert why.reason == "never-together"
