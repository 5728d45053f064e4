"""Pages of the directory: without JavaScript, for machines too, and honest about who confirmed what."""

import json
import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from eindach.directory.models import Location, Municipality, Organization, Schedule, ScheduleException, Service
from eindach.guide.places.linked_data import as_script
from eindach.guide.places.town_map import Point, on_grid, town_map
from eindach.guide.places.words import write_words
from eindach.guide.views_places import A_PAGE
from tests.cast import NOW, Cast


@pytest.fixture
def directory(cast: Cast) -> Cast:
    """With two towns: all places are in the first."""
    for number, name in enumerate(["Musterstadt", "Beispielheim"]):
        Municipality.objects.create(
            ags=f"0500000{number}", name=name, latitude=50.8 + number, longitude=6.5, source="sample"
        )
    Location.objects.update(municipality="05000000")
    write_words()
    return cast


def page(client: Client, path: str, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def linked(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    record: dict[str, Any] = json.loads(found[1])
    return record


def test_an_arabic_reader_finds_a_german_word(client: Client, directory: Cast) -> None:
    html = page(client, "/ar/places/", q="Wohnsitz")
    assert "/ar/places/anmeldung/" in html
    assert "/ar/places/konto/" not in html


def test_what_does_not_fit_stands_below_and_says_why(client: Client, directory: Cast) -> None:
    html = page(client, "/en/places/", step_free="on")
    assert html.index("/en/places/konto/") < html.index("/en/places/aufenthalt/")
    assert "There are steps at the entrance" in html


def test_nothing_found_leads_on(client: Client, directory: Cast) -> None:
    html = page(client, "/en/places/", q="xyzzy")
    assert "/en/call-me-back/" in html
    assert "We found nothing." in html


def test_every_place_is_on_one_of_the_pages(client: Client, directory: Cast) -> None:
    bank = Service.objects.get(key="konto").organization
    for number in range(A_PAGE):
        service = Service.objects.create(key=f"s{number}", organization=bank, name={"de": "S"})
        service.at_locations.create(location=Location.objects.get(key="forum"), languages=["de"])
    both = page(client, "/de/places/") + page(client, "/de/places/", page="2")
    assert {key for key in Service.objects.values_list("key", flat=True) if f"/de/places/{key}/" not in both} == set()
    assert 'rel="prev"' in page(client, "/de/places/", page="99")


def test_the_map_and_its_table_say_the_same_and_keep_what_was_asked(client: Client, directory: Cast) -> None:
    html = page(client, "/en/places/", language="ar", town="05000000")
    tiles = re.findall(r">([^<]+)</text> <text[^>]+>(\d+)</text>", html)
    assert tiles == [("Beispielheim", "0"), ("Musterstadt", "3")]
    assert "?language=ar&amp;town=05000001" in html
    assert re.search(r"Beispielheim</bdi></a></th><td>0</td><td>0</td>", html)


def test_the_list_costs_few_queries(
    client: Client, directory: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, "/de/places/", open="on")  # whoever comes first reads the region for all
    with django_assert_max_num_queries(7):
        page(client, "/de/places/", q="wohnsiz", language="ar", town="05000000", open="on")


@pytest.mark.parametrize("text", ["\0", "a" * 5000, "<script>alert(1)</script>", "%", "' OR 1=1"])
def test_odd_questions_are_harmless(client: Client, directory: Cast, text: str) -> None:
    assert "<script>alert" not in page(client, "/de/places/", q=text, town=text, need=text, page=text)


def test_a_service_says_everything_a_person_asks(
    client: Client, directory: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Organization.objects.filter(key="bank").update(phone="02421 000 5", email="bank@muster.example")
    with django_assert_max_num_queries(13):
        html = page(client, "/en/places/konto/")
    for said in ("passport", "registration-proof", "30 minutes", "/en/matter/registration/", "Musterstraße 1",
                 "/en/plan/?matter=bank", "02421 000 5", "bank@muster.example", "Arabic"):  # fmt: skip
        assert said in html, said


def test_an_unknown_service_is_not_found(client: Client, directory: Cast) -> None:
    assert client.get("/de/places/nothing/").status_code == 404


def test_the_coming_days_have_exceptions(client: Client, directory: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)  # on a holiday its name stands there instead
    forum, today = Location.objects.get(key="forum"), timezone.localdate()
    Schedule.objects.create(
        location=forum, rrule="FREQ=DAILY", valid_from=today, opens=time(9), closes=time(16), open_on_holidays=True
    )
    ScheduleException.objects.create(location=forum, date=today, opens=time(10), closes=time(11))
    html = page(client, "/en/places/konto/")
    assert html.count("9:00 to 16:00") == 6
    assert re.search(r'class="is-today".*10:00 to 11:00.*differs this day', html)


@pytest.mark.parametrize(
    ("days", "said"), [(None, "Not yet confirmed"), (10, "Confirmed by the office on"), (400, "Please ask before")]
)
def test_readers_see_who_confirmed_when(client: Client, directory: Cast, days: int | None, said: str) -> None:
    on = timezone.localdate() - timedelta(days=days) if days else None
    Service.objects.filter(key="konto").update(sample=False, assured_date=on)
    assert said in page(client, "/en/places/konto/")


def test_a_sample_is_never_called_confirmed(client: Client, directory: Cast) -> None:
    Service.objects.update(sample=True, assured_date=date(2026, 11, 1))
    html = page(client, "/en/places/konto/")
    assert "Confirmed by the office" not in html
    assert "Sample data" in html


@pytest.mark.parametrize("status", ["temporarily closed", "defunct"])
def test_what_is_closed_or_over_is_never_said_to_be_open(client: Client, directory: Cast, status: str) -> None:
    hall = Location.objects.get(key="rathaus")
    always = {"rrule": "FREQ=DAILY", "opens": time(), "closes": time(23, 59), "valid_from": date(2026, 1, 1)}
    always |= {"open_on_holidays": True}
    Schedule.objects.create(location=hall, **always)
    places = ("/en/places/?q=anmeldung", "/en/places/anmeldung/")
    assert ["state--open" in page(client, one) for one in places] == [True, True]
    Service.objects.filter(key="anmeldung").update(status=status)
    found, of_service = (page(client, one) for one in places)
    assert "/en/places/anmeldung/" in found
    assert "state--open" not in found + of_service
    assert "availableChannel" not in linked(of_service)


def test_machines_read_a_government_service(client: Client, directory: Cast) -> None:
    record = linked(page(client, "/en/places/aufenthalt/"))
    assert (record["@type"], record["name"]) == ("GovernmentService", "aufenthalt")
    channel = record["availableChannel"][0]
    assert channel["availableLanguage"] == ["de", "en", "ar"]
    assert channel["serviceLocation"]["address"]["postalCode"] == "52349"
    assert record["url"].endswith("/en/places/aufenthalt/")


def test_a_bank_is_no_government(client: Client, directory: Cast) -> None:
    Organization.objects.filter(key="bank").update(kind=Organization.Kind.BANK)
    assert linked(page(client, "/en/places/konto/"))["@type"] == "Service"


def test_a_name_cannot_end_the_data_block() -> None:
    said = as_script({"name": "</script><script>alert(1)</script>&"})
    assert said.count("<") == 2
    assert linked(said) == {"name": "</script><script>alert(1)</script>&"}


def test_tiles_lie_as_the_towns_do() -> None:
    north, south, east = Point(51.0, 6.0), Point(50.6, 6.0), Point(50.6, 6.6)
    cells = dict(zip("nse", on_grid((north, south, east), 3), strict=True))
    assert cells["n"][1] < cells["s"][1] == cells["e"][1]
    assert cells["s"][0] < cells["e"][0]


def test_towns_at_one_spot_get_a_tile_each() -> None:
    assert len(set(on_grid((Point(51.0, 6.0),) * 7, 3))) == 7


def test_one_town_needs_no_map() -> None:
    assert town_map([Municipality(ags="05000000", name="Solo", latitude=51, longitude=6)], {}) is None
