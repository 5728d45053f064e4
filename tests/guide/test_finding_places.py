"""The directory by need, language, town and door: what fits first, nothing hidden, every gap with its word."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from eindach.directory.memory import memory
from eindach.directory.models import Location, Municipality, Organization, Schedule, Service, ServiceAtLocation
from eindach.guide import folding
from eindach.guide.places.finding import Found, find
from eindach.guide.places.wishes import Wishes, WishesForm
from eindach.guide.places.words import write_words
from tests.cast import MONDAY, Cast, at

OPEN = at(MONDAY, "10:00")


@pytest.fixture
def towns(cast: Cast) -> dict[str, Municipality]:
    """The town hall and the Forum are in Musterstadt, the foreigners' office in Beispielheim, 14 km away."""
    names = {"05000001": ("Musterstadt", 50.80), "05000002": ("Beispielheim", 50.93)}
    found = {
        ags: Municipality.objects.create(ags=ags, name=name, latitude=north, longitude=6.48, source="sample")
        for ags, (name, north) in names.items()
    }
    Location.objects.update(municipality="05000001")
    Location.objects.filter(key="amt").update(municipality="05000002", city="Beispielheim", latitude=50.93)
    Organization.objects.filter(key="stadt").update(kind=Organization.Kind.MUNICIPALITY)
    ServiceAtLocation.objects.filter(service__key="konto").update(languages=["de"])
    write_words()
    return found


def search(cast: Cast, towns: dict[str, Municipality], text: str = "", now: datetime = OPEN, **wishes: object) -> Found:
    asked = Wishes(words=tuple(folding.typed(text)))
    return find(replace(asked, **wishes), towns, cast.region, now, memory())  # type: ignore[arg-type]


def keys(found: Found) -> list[str]:
    return [place.row.service for place in found.places]


def misses(found: Found) -> dict[str, list[str]]:
    return {place.row.service: [miss.kind for miss in place.misses] for place in found.places}


@pytest.mark.parametrize(
    "text",
    [
        "Wohnsitz",
        "wohns",
        "Übersiedlung",
        "uebersiedlung",
        "strasse",
        "السكن",
        "السکن",
        "address",
        "Anmeldung Rathaus",
        "Wohnsiz",
        "adres",
        "übersidlung",
    ],
)
def test_a_service_is_found_by_words_of_every_language(cast: Cast, towns: dict[str, Municipality], text: str) -> None:
    found = search(cast, towns, text)
    assert (keys(found), found.alike) == (["anmeldung"], False)


@pytest.mark.parametrize("text", ["anmleden", "wohnzits", "تسجل", "ምዝግባ", "ኣድርሻ"])
def test_a_slip_of_the_finger_finds_what_is_spelled_alike(
    cast: Cast, towns: dict[str, Municipality], text: str
) -> None:
    found = search(cast, towns, text)
    assert (keys(found), found.alike) == (["anmeldung"], True)


def test_who_holds_more_of_the_question_comes_first(cast: Cast, towns: dict[str, Municipality]) -> None:
    found = search(cast, towns, "Wohnsitz Beispielheim xyzzy")
    assert (set(keys(found)), found.unheard) == ({"anmeldung", "aufenthalt"}, ("xyzzy",))
    assert keys(search(cast, towns, "Wohnsitz Rathaus xyzzy")) == ["anmeldung"]


def test_a_misspelled_question_hides_nothing_of_the_wishes(cast: Cast, towns: dict[str, Municipality]) -> None:
    found = search(cast, towns, "anmleden", language="fr", step_free=True, town=towns["05000002"])
    assert (misses(found), found.alike) == ({"anmeldung": ["residents", "language"]}, True)


@pytest.mark.parametrize("text", ["xyzzy", "%", "\\"])
def test_words_nothing_holds_find_nothing(cast: Cast, towns: dict[str, Municipality], text: str) -> None:
    if folding.words(text):
        assert keys(search(cast, towns, text)) == []
    else:
        assert len(search(cast, towns, text).places) == 3


def test_a_topic_or_a_matter_is_a_need(cast: Cast, towns: dict[str, Municipality]) -> None:
    assert keys(search(cast, towns, need="matter.bank")) == ["konto"]
    assert len(search(cast, towns, need="topic.home").places) == 3
    assert search(cast, towns, need="matter.nothing").places == []


def test_who_speaks_the_language_comes_first_and_the_others_stay(cast: Cast, towns: dict[str, Municipality]) -> None:
    found = search(cast, towns, language="ar")
    assert keys(found) == ["anmeldung", "aufenthalt", "konto"]
    assert misses(found) == {"anmeldung": [], "aufenthalt": [], "konto": ["language"]}


def test_an_office_for_its_own_residents_is_last_for_all_others(cast: Cast, towns: dict[str, Municipality]) -> None:
    found = search(cast, towns, town=towns["05000002"], language="ar")
    assert keys(found) == ["aufenthalt", "konto", "anmeldung"]
    assert misses(found)["anmeldung"] == ["residents"]
    assert found.places[-1].misses[0].detail == ["Musterstadt"]


def test_another_town_is_told_with_its_distance(cast: Cast, towns: dict[str, Municipality]) -> None:
    office = search(cast, towns, town=towns["05000001"]).places[-1]
    assert (office.misses[0].kind, office.misses[0].detail) == ("elsewhere", "Beispielheim")
    assert 14 < office.kilometres < 15


def test_steps_children_and_women_are_told_and_hide_nothing(cast: Cast, towns: dict[str, Municipality]) -> None:
    Service.objects.filter(key="konto").update(for_women=True, with_children=True)
    Service.objects.filter(key="anmeldung").update(with_children=False)
    found = search(cast, towns, step_free=True, for_women=True, with_children=True)
    assert misses(found) == {
        "konto": [],
        "anmeldung": ["women", "children"],
        "aufenthalt": ["steps", "women", "children-unknown"],
    }


def test_open_now_goes_by_the_hours_of_the_service_before_those_of_the_door(
    cast: Cast, towns: dict[str, Municipality]
) -> None:
    bank = ServiceAtLocation.objects.select_related("location").get(service__key="konto")
    door = {"rrule": "FREQ=WEEKLY;BYDAY=MO", "valid_from": date(2026, 1, 1), "opens": time(9), "closes": time(16)}
    Schedule.objects.create(location=bank.location, **door)
    assert misses(search(cast, towns, open_now=True))["konto"] == []
    Schedule.objects.create(location=bank.location, service_at_location=bank, **(door | {"opens": time(11)}))
    found = search(cast, towns, open_now=True)
    assert misses(found)["konto"] == ["closed"]
    assert misses(search(cast, towns, open_now=True, now=OPEN + timedelta(hours=1)))["konto"] == []


def test_a_name_outranks_a_word_in_passing_even_without_the_language(
    cast: Cast, towns: dict[str, Municipality]
) -> None:
    Service.objects.filter(key="aufenthalt").update(description={"de": "Auch ohne Konto."})
    write_words()
    assert keys(search(cast, towns, "konto", language="ar", step_free=True)) == ["konto", "aufenthalt"]


def test_wishes_nobody_can_have_are_as_if_not_said(cast: Cast, towns: dict[str, Municipality]) -> None:
    asked = QueryDict("q=%00Konto&town=99999999&language=xx&need=a.b.c&open=&women=on")
    assert WishesForm(asked, list(towns.values()), memory()).wishes() == Wishes(words=("Konto",), for_women=True)


def test_what_is_gone_or_paused_stands_last_and_says_so(cast: Cast, towns: dict[str, Municipality]) -> None:
    Service.objects.filter(key="anmeldung").update(status="defunct")
    Service.objects.filter(key="aufenthalt").update(status="temporarily closed")
    found = search(cast, towns)
    assert keys(found) == ["konto", "aufenthalt", "anmeldung"]
    assert misses(found) == {"konto": [], "aufenthalt": ["paused"], "anmeldung": ["gone"]}


def test_more_places_cost_no_more_queries(
    cast: Cast, towns: dict[str, Municipality], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    organization = Organization.objects.get(key="kreis")
    for number in range(5):
        service = Service.objects.create(key=f"s{number}", organization=organization, name={"de": "Wohnsitz"})
        ServiceAtLocation.objects.create(service=service, location=Location.objects.first(), languages=["de"])
    write_words()
    with django_assert_max_num_queries(8):
        assert len(search(cast, towns, "wohnsiz", open_now=True, town=towns["05000001"]).places) == 6
