"""The language: the bare address finds it, every page offers the others, the choice is kept."""

import pytest
from django.conf import settings
from django.test import Client

from eindach.directory.models import Region
from tests.cast import Cast


@pytest.mark.parametrize(("asked", "found"), [("ar,de;q=0.5", "/ar/"), ("uk-UA", "/uk/"), ("xx", "/de/"), ("", "/de/")])
def test_the_bare_address_follows_the_browser(client: Client, cast: Cast, asked: str, found: str) -> None:
    answer = client.get("/", headers={"accept-language": asked})
    assert (answer.status_code, answer["Location"]) == (302, found)


def test_a_choice_outranks_the_browser(client: Client, cast: Cast) -> None:
    client.get("/ar/")
    assert client.get("/", headers={"accept-language": "de"})["Location"] == "/ar/"


def test_the_answer_is_not_cached_for_others(client: Client, cast: Cast) -> None:
    varying = client.get("/")["Vary"]
    assert "Accept-Language" in varying
    assert "Cookie" in varying


@pytest.mark.parametrize(("code", "direction"), [("de", "ltr"), ("ar", "rtl"), ("uk", "ltr")])
def test_a_page_names_its_language_and_direction(client: Client, cast: Cast, code: str, direction: str) -> None:
    assert f'<html lang="{code}" dir="{direction}">' in client.get(f"/{code}/help/").content.decode()


def test_the_switch_keeps_page_and_question(client: Client, cast: Cast) -> None:
    page = client.get("/de/search/?q=konto").content.decode()
    assert '<a href="/ar/search/?q=konto" rel="alternate" lang="ar" hreflang="ar" dir="rtl">العربية</a>' in page
    assert '<span aria-current="true" lang="de">Deutsch</span>' in page


def test_only_the_regions_languages_are_offered(client: Client, cast: Cast) -> None:
    Region.objects.update(languages=["de", "en", "xx"])
    page = client.get("/de/help/").content.decode()
    assert "English" in page
    assert "العربية" not in page


def test_an_address_cannot_smuggle_a_link_to_elsewhere(client: Client, cast: Cast) -> None:
    page = client.get("//evil.example/").content.decode()
    assert 'href="//evil' not in page


def test_each_language_links_to_the_others_for_search_engines(client: Client, cast: Cast) -> None:
    page = client.get("/uk/topics/").content.decode()
    ways = {code: f"/{code}/topics/" for code in ("de", "en", "ar", "uk")} | {"x-default": "/topics/"}
    for code, path in ways.items():
        assert f'<link rel="alternate" hreflang="{code}" href="{settings.PUBLIC_URL}{path}">' in page
    assert client.get("/topics/").status_code == 302
