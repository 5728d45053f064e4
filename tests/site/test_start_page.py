"""The start page says what this is, what one can do, and where a human is."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from eindach.directory.models import EventSeries, Region
from eindach.guide.models import Topic
from eindach.site.people_to_ask import people_to_ask
from eindach.site.views import next_event_day
from tests.cast import MONDAY, NOW, Cast, at, text

QUERIES = 13


def test_it_names_the_topics_and_one_main_button(client: Client, cast: Cast) -> None:
    page = client.get("/de/").content.decode()
    assert "Wohnen" in page
    assert page.count("button--main") == 1
    assert 'href="/de/plan/"' in page


def test_it_ends_at_a_human(client: Client, cast: Cast) -> None:
    page = client.get("/en/").content.decode()
    for way in ("tel:02421000100", "mailto:hilfe@muster.example", "/en/call-me-back/"):
        assert way in page


def test_sample_data_never_calls_itself_official(client: Client, cast: Cast) -> None:
    page = client.get("/en/").content.decode()
    assert "Sample data, not an official website" in page
    assert "Official website" not in page


def test_an_official_region_says_so(client: Client, cast: Cast) -> None:
    Region.objects.update(official=True, sample=False)
    page = client.get("/en/").content.decode()
    assert "Official website" in page
    assert "Sample data" not in page


def test_more_topics_cost_no_more_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        Topic.objects.create(key=f"t{number}", name=text("Thema", "Topic"), icon="work", position=number)
    with django_assert_max_num_queries(QUERIES):
        client.get("/de/")


def test_before_a_region_is_loaded_the_page_still_answers(client: Client, db: None) -> None:
    answer = client.get("/en/")
    assert answer.status_code == 200
    assert "One visit." in answer.content.decode()


def test_the_next_shared_day_is_the_first_friday(cast: Cast) -> None:
    found = next_event_day(NOW)
    assert found is not None
    assert found.opens.strftime("%a %d %b %H:%M") == "Fri 04 Dec 09:00"


def test_a_shared_day_counts_until_it_closes(cast: Cast) -> None:
    day = next_event_day(NOW)
    assert day is not None
    assert next_event_day(day.closes - timedelta(minutes=1)) == day
    after = next_event_day(day.closes)
    assert after is not None
    assert after.date > day.date


def test_without_a_series_there_is_no_card(client: Client, cast: Cast) -> None:
    EventSeries.objects.all().delete()
    assert "day-house" not in client.get("/de/").content.decode()


@pytest.mark.parametrize(("clock", "is_open"), [("8:59", False), ("9:00", True), ("15:59", True), ("16:00", False)])
def test_the_human_is_there_during_the_hours_only(cast: Cast, clock: str, is_open: bool) -> None:
    people = people_to_ask(now=at(MONDAY, clock))
    assert people is not None
    assert people.state.open is is_open


def test_no_page_carries_inline_styles_or_scripts(client: Client, cast: Cast) -> None:
    for address in ("/de/", "/de/help/", "/de/topics/", "/de/call-me-back/"):
        page = client.get(address).content.decode()
        assert not re.search(r'\sstyle="', page), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), address
        assert not re.search(r"\son[a-z]+=\"", page), address


def test_nothing_is_loaded_from_elsewhere(client: Client, cast: Cast) -> None:
    page = client.get("/de/").content.decode()
    found = re.finditer(r'<(?:link|script|img|iframe)[^>]*(?:src|href)="([^"]+)"[^>]*>', page)
    loaded = [one[1] for one in found if 'rel="alternate"' not in one[0]]  # other languages: named, not loaded
    assert loaded
    assert [address for address in loaded if address.startswith(("http", "//"))] == []
