"""Municipalities as the public sees them: side by side, each by itself, honest about what nobody has confirmed."""

import json
import re
from datetime import time

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from eindach.directory.models import Location, Organization, Region, Service
from eindach.guide.models import MunicipalityFact, MunicipalityPage, MunicipalityPicture
from eindach.guide.municipalities.drawings import DRAWINGS
from eindach.guide.municipalities.facts import KINDS
from tests.cast import Cast

from .test_places_pages import linked, page
from .towns import BEISPIEL, MUSTER, YEARS, Towns, set_towns


@pytest.fixture
def towns(cast: Cast) -> Towns:
    return set_towns(cast)


def cells(html: str, town: str) -> list[str]:
    """Of the line of a town, in the order of KINDS."""
    line = re.search(rf"<bdi>{town}</bdi></a></th>(.*?)</tr>", html, re.DOTALL)
    assert line
    return re.findall(r"<td[^>]*>(.*?)</td>", line[1], re.DOTALL)


def test_all_municipalities_stand_side_by_side(client: Client, towns: Towns) -> None:
    said = dict(zip(KINDS, cells(page(client, "/de/municipalities/"), "Musterstadt"), strict=True))
    assert "93.440" in said["inhabitants"]
    assert "*" not in said["inhabitants"]
    assert "310" in said["childcare"]
    assert "*" in said["childcare"]
    assert ">8<" in said["office-hours"]


def test_what_nobody_has_told_is_no_number(client: Client, towns: Towns) -> None:
    said = cells(page(client, "/en/municipalities/"), "Beispielheim")
    assert all('class="muted"' in cell and not re.search(r"\d", cell) for cell in said)


def test_a_figure_chosen_sorts_the_table_and_is_on_the_map(client: Client, towns: Towns) -> None:
    MunicipalityFact.objects.create(page=towns.beispiel, kind="inhabitants", value=100_000, sample=False)
    html = page(client, "/en/municipalities/", by="inhabitants")
    table = html[html.index("<tbody>") :]
    assert table.index("Beispielheim") < table.index("Musterstadt")
    assert 'aria-sort="descending"' in html
    assert "100,000</text>" in html


@pytest.mark.parametrize("by", ["nothing", "\0", "<script>", "a" * 5000])
def test_a_figure_nobody_has_goes_by_name(client: Client, towns: Towns, by: str) -> None:
    html = page(client, "/en/municipalities/", by=by)
    assert html.index("Beispielheim") < html.index("Musterstadt")
    assert "aria-sort" not in html


def test_its_contact_person_stands_before_other_help_in_the_town(client: Client, towns: Towns) -> None:
    hall = Location.objects.get(key="rathaus")
    for number in range(5):
        row = Service.objects.create(key=f"a-{number}", organization=Organization.objects.get(key="bank"), name="-")
        row.at_locations.create(location=hall, languages=["de"])
    html = page(client, "/en/municipalities/musterstadt/")
    assert 0 < html.index("/en/places/ankommen/") < html.index("/en/places/a-0/")
    links = re.findall(r'href="/en/places/a-\d/">(.*?)</a>', html, re.DOTALL)
    assert [str(Organization.objects.get(key="bank").name) in link for link in links] == [True] * 4


def test_a_municipality_says_everything_a_newcomer_asks(client: Client, towns: Towns) -> None:
    html = page(client, "/en/municipalities/musterstadt/")
    for said in ("Welcome!", "Advice", "tel:024210009", f"?matter=bank&amp;municipality={MUSTER}",
                 "/en/next-steps/ask/", "Musterstraße 1", "/en/places/anmeldung/", "guide/drawings/market",
                 "Pictures", "93,440", f"/en/places/?town={MUSTER}"):  # fmt: skip
        assert said in html, said


def test_an_advisor_who_is_not_there_for_now_is_not_booked(client: Client, towns: Towns) -> None:
    Service.objects.filter(key="ankommen").update(status=Service.Status.PAUSED)
    html = page(client, "/en/municipalities/musterstadt/")
    assert ("Advice" in html, "?matter=bank" in html) == (True, False)


def test_the_plan_begins_with_the_town_told(client: Client, towns: Towns) -> None:
    html = page(client, "/en/municipalities/musterstadt/")
    link = re.search(r'href="(/en/next-steps/ask/[^"]+)"', html)
    assert link
    answer = client.post(link[1].replace("&amp;", "&"), {"skip": "1"})
    assert answer.status_code == 302


def test_a_text_that_is_not_translated_is_german_and_says_so(client: Client, towns: Towns) -> None:
    html = page(client, "/ar/municipalities/musterstadt/")
    assert '<span lang="de" dir="ltr">So lebt man hier.</span>' in html
    assert 'lang="de" dir="ltr">Welcome' not in html


def test_what_is_no_longer_offered_is_not_listed(client: Client, towns: Towns) -> None:
    assert "/places/anmeldung/" in page(client, "/de/municipalities/musterstadt/")
    Service.objects.filter(key="anmeldung").update(status=Service.Status.DEFUNCT)
    assert "/places/anmeldung/" not in page(client, "/de/municipalities/musterstadt/")


def test_where_there_is_no_advisor_the_house_helps(client: Client, towns: Towns) -> None:
    html = page(client, "/de/municipalities/beispielheim/")
    assert "hilfe@muster.example" in html
    assert "?matter=" not in html


def test_an_unknown_municipality_is_not_found(client: Client, towns: Towns) -> None:
    for path in ("nothing/", "nothing/events.ics", "nothing/sheet.pdf", "musterstadt/other.pdf"):
        assert client.get(f"/de/municipalities/{path}").status_code == 404, path


def test_machines_read_an_organization_and_its_area(client: Client, towns: Towns) -> None:
    one_day = {"first_day": YEARS["last_day"], "last_day": YEARS["last_day"], "opens": time(14), "closes": time(17)}
    towns.muster.municipalityevents.create(location=towns.exhibition.location, **one_day)
    record = linked(page(client, "/en/municipalities/musterstadt/"))
    assert (record["@type"], record["areaServed"]["@type"]) == ("GovernmentOrganization", "AdministrativeArea")
    assert record["areaServed"]["identifier"]["value"] == MUSTER
    assert record["contactPoint"]["availableLanguage"] == ["de", "ar"]
    assert [one["startDate"] for one in record["event"]] == ["2026-01-01", "2099-12-31T14:00:00+01:00"]
    assert "sameAs" not in record


def test_a_name_cannot_end_the_data_block(client: Client, towns: Towns) -> None:
    evil = "</script><script>alert(1)</script>"
    MunicipalityPage.objects.filter(pk=MUSTER).update(greeting={"en": evil, "de": evil}, about={"en": evil, "de": evil})
    html = page(client, "/en/municipalities/musterstadt/")
    assert "<script>alert" not in html
    assert linked(html)["description"] == evil


def test_exhibitions_go_into_a_calendar(client: Client, towns: Towns) -> None:
    towns.muster.municipalityevents.create(
        location=towns.exhibition.location, first_day=YEARS["last_day"], last_day=YEARS["last_day"], opens=time(14),
        closes=time(17),
    )  # fmt: skip
    answer = client.get("/en/municipalities/musterstadt/events.ics")
    whole, timed = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (whole["SUMMARY"], f"{whole.decoded('DTEND'):%F}") == ("Musterstadt: Pictures", "2100-01-01")
    assert f"{timed.decoded('DTSTART'):%F %H:%M %Z}" == "2099-12-31 13:00 UTC"
    assert "Musterstadt" in str(timed["SUMMARY"])


def test_what_is_over_or_taken_away_is_not_shown(client: Client, towns: Towns) -> None:
    towns.muster.municipalityevents.update(last_day=YEARS["first_day"])
    MunicipalityPicture.objects.update(shown=False)
    html = page(client, "/en/municipalities/musterstadt/")
    assert "Pictures</h3>" not in html
    assert "guide/drawings/" not in html


def test_every_picture_has_words_and_a_size(client: Client, towns: Towns) -> None:
    for drawing in DRAWINGS:
        MunicipalityPicture.objects.create(page=towns.beispiel, drawing=drawing, width=800, height=500, credit="CC0")
    html = page(client, "/en/municipalities/beispielheim/")
    pictures = re.findall(r"<img [^>]+>", html)
    assert len(pictures) == len(DRAWINGS)
    assert all(re.search(r'alt="[^"]{20,}"', one) and 'width="800" height="500"' in one for one in pictures)
    assert sum('loading="lazy"' in one for one in pictures) == len(DRAWINGS) - 1


def test_a_picture_sent_in_is_kept_by_browsers_and_a_hidden_one_is_gone(client: Client, towns: Towns) -> None:
    sent = MunicipalityPicture.objects.create(
        page=towns.muster, content=b"RIFF", width=4, height=3, alt={"de": "x"}, credit="CC0"
    )
    answer = client.get(f"/de/municipalities/pictures/{sent.pk}/")
    assert (answer.content, answer["Content-Type"]) == (b"RIFF", "image/webp")
    assert "immutable" in answer["Cache-Control"]
    MunicipalityPicture.objects.update(shown=False)
    assert client.get(f"/de/municipalities/pictures/{sent.pk}/").status_code == 404
    assert client.get(f"/de/municipalities/pictures/{towns.drawing.pk}/").status_code == 404


def test_the_short_address_finds_the_readers_language(client: Client, towns: Towns) -> None:
    answer = client.get("/m/musterstadt/", headers={"accept-language": "uk"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/uk/municipalities/musterstadt/"
    assert client.get("/de/m/nothing/").status_code == 404


def test_the_pages_cost_few_queries_however_much_there_is(
    client: Client, towns: Towns, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        towns.muster.municipalityevents.create(location=towns.exhibition.location, **YEARS)
        MunicipalityPicture.objects.create(
            page=towns.muster, drawing="lake", width=800, height=500, credit="CC0", position=number
        )
    with django_assert_max_num_queries(13):
        page(client, "/de/municipalities/musterstadt/")
    with django_assert_max_num_queries(10):
        page(client, "/de/municipalities/")


def test_pages_without_a_region_of_their_own_say_who_it_is_about(client: Client, towns: Towns) -> None:
    Region.objects.update(help_location=None)
    assert BEISPIEL in json.dumps(linked(page(client, "/de/municipalities/beispielheim/")))
