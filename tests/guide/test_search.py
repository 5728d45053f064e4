"""Search forgives: accents, umlauts, beginnings, slips of the finger, and any of the languages."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from eindach.directory.memory import memory
from eindach.directory.models import Organization, Service
from eindach.guide import queries
from eindach.guide.places.words import write_given, write_words
from tests.cast import Cast


@pytest.fixture(autouse=True)
def written(cast: Cast) -> None:
    write_words()


def search(text: str) -> list[str]:
    return [one.subject.key for one in queries.search(text, memory()).found]


@pytest.mark.parametrize(
    "text",
    [
        "wohnsitz", "WOHNS", "Anmeldung", "address", "moving", "ubersiedlung", "uebersiedlung", "strasse",
        "Wohnung anmeldung", "السكن", "سكن", "عنوان", "تَسجيل", "wohnsiz", "anmleden", "анмельдунг", "ኣንሜልዱንግ",
        "አድራሻ", "adrasha", "wo kann ich mich anmelden", "wohnsitz xyzzy", "Über siedlung",
    ],
)  # fmt: skip
def test_registration_is_found_by(cast: Cast, text: str) -> None:
    assert search(text)[:1] == ["registration"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "xyzzy"])
def test_nothing_is_found_by(cast: Cast, text: str) -> None:
    assert search(text) == []


def test_a_name_comes_before_a_keyword(cast: Cast) -> None:
    assert search("konto") == ["bank"]
    assert search("geld")[0] == "bank"


def test_a_word_of_the_files_finds_and_the_row_says_by_which(client: Client, cast: Cast) -> None:
    write_given({"bank": ["Sparkasse, مصرف"], "of-another-region": ["Sparkasse"]})
    page = client.get("/en/search/", {"q": "sparkase"}).content.decode()
    assert "/en/matter/bank/" in page
    assert "Found by: Sparkasse" in page
    assert "Found by" not in client.get("/en/search/", {"q": "account"}).content.decode()


def test_what_cannot_be_booked_is_found_too(client: Client, cast: Cast) -> None:
    Service.objects.create(key="kind", organization=Organization.objects.get(key="kreis"), name={"de": "Kindergeld"})
    write_words()
    assert search("киндергельд")[0] == "kind"
    assert "/de/places/kind/" in client.get("/de/search/", {"q": "kindergelt"}).content.decode()


def test_a_word_nobody_has_is_told(client: Client, cast: Cast) -> None:
    page = client.get("/en/search/", {"q": "konto xyzzy"}).content.decode()
    assert "Nothing here has these words: xyzzy" in page


def test_known_words_are_searched_for_without_a_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kept = memory()
    queries.search("konto", kept)
    with django_assert_num_queries(0):
        queries.search("konto", kept)
    with django_assert_num_queries(2):
        queries.search("qxzj wqzx vvkq", kept)


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
