"""Municipalities in the files of a region: checked, loaded, loaded again; what was entered by hand outranks them."""

from typing import Any

import pytest

from eindach.directory.models import Municipality
from eindach.directory.region_source import RegionSource
from eindach.guide.models import MunicipalityEvent, MunicipalityFact, MunicipalityPage, MunicipalityPicture
from eindach.guide.municipalities import region_data
from tests.cast import Cast

from .towns import BEISPIEL, MUSTER

DRAWN = {"municipality": "muster", "drawing": "lake", "credit": "CC0"}
FILES: dict[str, Any] = {
    "municipalities": {"muster": {"ags": MUSTER}, "beispiel": {"ags": BEISPIEL}},
    "services": {"anmeldung": {}},
    "locations": {"forum": {}},
    "municipality_pages": {
        "every": {
            "greeting": {"de": "Willkommen in {name}!"},
            "advisor": {"name": "Lotsin", "service": "anmeldung", "email": "ankommen@{key}.example"},
        },
        "beispiel": {"greeting": {"de": "Hallo!"}},
    },
    "municipality_facts": {"muster": {"source": "sample", "as_of": "2026-09-30", "values": {"clubs": "12"}}},
    "municipality_pictures": {"m1": DRAWN},
    "municipality_events": {
        "e1": {
            "municipality": "muster", "location": "forum", "first_day": "2026-12-01", "last_day": "2026-12-31",
            "hours": "10:00-12:00",
        }
    },
}  # fmt: skip


def read(**changed: Any) -> tuple[region_data.MunicipalityData, list[str]]:
    source = RegionSource("muster", {**FILES, **changed}, {}, languages=("de",))
    return region_data.read(source), [fault.path for fault in source.faults]


@pytest.fixture
def loaded(cast: Cast) -> None:
    for ags, name in ((MUSTER, "Musterstadt"), (BEISPIEL, "Beispielheim")):
        Municipality.objects.create(ags=ags, name=name, latitude=51, longitude=6, inhabitants=900, source="GeoNames")
    region_data.load(read()[0])


def addresses() -> list[object]:
    models = (MunicipalityPicture, MunicipalityEvent)
    return [pk for model in models for pk in model.objects.order_by("pk").values_list("pk", flat=True)]


def test_each_municipality_has_a_page_with_its_own_name_in_it(loaded: None) -> None:
    muster, beispiel = MunicipalityPage.objects.get(key="muster"), MunicipalityPage.objects.get(key="beispiel")
    assert (str(muster.greeting), muster.advisor_email) == ("Willkommen in Musterstadt!", "ankommen@muster.example")
    assert (str(beispiel.greeting), beispiel.advisor_service) == ("Hallo!", None)


def test_how_many_live_there_comes_from_the_directory_with_its_source(loaded: None) -> None:
    fact = MunicipalityFact.objects.get(page=MUSTER, kind="inhabitants")
    assert (str(fact.value), fact.source, fact.sample) == ("900.00", "GeoNames", False)
    assert MunicipalityFact.objects.get(kind="clubs").sample


def test_loading_again_changes_nothing_and_keeps_every_address(loaded: None) -> None:
    before = addresses()
    region_data.load(read()[0])
    assert addresses() == before
    assert MunicipalityFact.objects.count() == 3


def test_what_was_entered_by_hand_outranks_the_files(loaded: None) -> None:
    MunicipalityPage.objects.filter(pk=MUSTER).update(greeting={"de": "Von Hand"}, by_hand=True)
    MunicipalityFact.objects.filter(kind="clubs").update(value=None, by_hand=True)
    MunicipalityPicture.objects.update(shown=False, by_hand=True)
    MunicipalityEvent.objects.update(title={"de": "Von Hand"}, by_hand=True)
    region_data.load(read()[0])
    assert str(MunicipalityPage.objects.get(pk=MUSTER).greeting) == "Von Hand"
    assert MunicipalityFact.objects.get(kind="clubs").value is None
    assert not MunicipalityPicture.objects.get().shown
    assert str(MunicipalityEvent.objects.get()) == "Von Hand"


def test_what_is_gone_from_the_files_goes(loaded: None) -> None:
    region_data.load(read(municipality_pictures={}, municipality_events={}, municipality_facts={})[0])
    assert not MunicipalityPicture.objects.exists()
    assert not MunicipalityEvent.objects.exists()
    assert set(MunicipalityFact.objects.values_list("kind", flat=True)) == {"inhabitants"}


@pytest.mark.parametrize(
    ("section", "entry", "at"),
    [
        ("municipality_pages", {"nowhere": {}}, "nowhere.nowhere"),
        ("municipality_pages", {"muster": {"advisor": {"name": "L", "service": "none"}}}, "muster.advisor"),
        ("municipality_facts", {"muster": {"source": "s", "values": {"moon": "1"}}}, "muster"),
        ("municipality_facts", {"muster": {"source": "s", "values": {"clubs": "-1"}}}, "muster"),
        ("municipality_pictures", {"p": DRAWN | {"drawing": "photo"}}, "p"),
        ("municipality_pictures", {"p": DRAWN | {"municipality": "nowhere"}}, "p.municipality"),
        ("municipality_events", {"e": FILES["municipality_events"]["e1"] | {"last_day": "2026-11-01"}}, "e"),
        ("municipality_events", {"e": FILES["municipality_events"]["e1"] | {"hours": "12-10"}}, "e"),
        ("municipality_events", {"e": FILES["municipality_events"]["e1"] | {"location": "moon"}}, "e.location"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told(section: str, entry: dict[str, Any], at: str) -> None:
    assert read(**{section: entry})[1] == [f"{section}.{at}"]
