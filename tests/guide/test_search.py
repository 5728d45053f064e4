"""Search forgives: accents, umlauts, beginnings, slips of the finger, and any of the languages."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from eindach.guide.queries import search
from tests.cast import Cast


@pytest.mark.parametrize(
    "text",
    [
        "wohnsitz", "WOHNS", "Anmeldung", "address", "moving", "ubersiedlung", "uebersiedlung", "strasse",
        "Wohnung anmeldung", "السكن", "سكن", "عنوان", "تَسجيل", "wohnsiz", "anmleden",
    ],
)  # fmt: skip
def test_registration_is_found_by(cast: Cast, text: str) -> None:
    assert [matter.key for matter in search(text)][:1] == ["registration"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "xyzzy", "wohnsitz xyzzy"])
def test_nothing_is_found_by(cast: Cast, text: str) -> None:
    assert search(text) == []


def test_a_name_comes_before_a_keyword(cast: Cast) -> None:
    assert [matter.key for matter in search("konto")] == ["bank"]
    assert search("geld")[0].key == "bank"


def test_search_is_one_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        search("konto")


def test_the_page_answers_without_javascript(client: Client, cast: Cast) -> None:
    page = client.get("/de/search/", {"q": "konto"}).content.decode()
    assert "/de/matter/bank/" in page
    assert 'value="konto"' in page


def test_the_fragment_is_what_the_page_shows(client: Client, cast: Cast) -> None:
    page = client.get("/de/search/", {"q": "konto"}).content.decode()
    fragment = client.get("/de/search/", {"q": "konto"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.strip() in page


def test_an_empty_result_says_what_to_do(client: Client, cast: Cast) -> None:
    page = client.get("/en/search/", {"q": "xyzzy"}).content.decode()
    assert "/en/topics/#letters" in page
    assert "/en/call-me-back/" in page


@pytest.mark.parametrize("text", ["\0", "a" * 5000, "<script>alert(1)</script>", "%", "'; drop table"])
def test_odd_questions_are_harmless(client: Client, cast: Cast, text: str) -> None:
    answer = client.get("/de/search/", {"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
