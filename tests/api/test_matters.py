"""GET matters."""

import pytest
from django.test import Client

from eindach.kernel.languages import SHIPPED
from tests.cast import Cast

MATTERS = "/api/v1/matters"


def test_matters_say_what_a_person_needs_to_know(cast: Cast, client: Client) -> None:
    found = {matter["id"]: matter for matter in client.get(MATTERS, {"lang": "en"}).json()["matters"]}
    assert set(found) == {"registration", "bank", "residence"}
    assert found["bank"]["after"] == ["registration"]
    assert found["registration"]["minutes"] == 20
    assert [paper["id"] for paper in found["bank"]["required_documents"]] == ["passport", "registration-proof"]
    assert found["bank"]["languages"] == ["de", "en", "ar"]


@pytest.mark.parametrize(("lang", "name"), [("en", "Bank"), ("ar", "Bank (ar)")])
def test_names_are_in_the_language_asked_for(cast: Cast, client: Client, lang: str, name: str) -> None:
    for answer in (client.get(MATTERS, {"lang": lang}), client.get(MATTERS, headers={"Accept-Language": lang})):
        assert name in [matter["name"] for matter in answer.json()["matters"]]
        assert answer["Content-Language"] == lang


def test_an_unknown_language_is_refused_with_those_there_are(cast: Cast, client: Client) -> None:
    for lang in ("tlh", "", "de\0", "de-DE"):
        answer = client.get(MATTERS, {"lang": lang})
        assert answer.status_code == 422
        assert ", ".join(one.code for one in SHIPPED) in answer.json()["errors"][0]["detail"]


def test_who_has_the_answer_already_gets_304(cast: Cast, client: Client) -> None:
    etag = client.get(MATTERS)["ETag"]
    again = client.get(MATTERS, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(MATTERS, {"lang": "ar"}, headers={"If-None-Match": etag}).status_code == 200


def test_more_matters_need_no_more_queries(cast: Cast, client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        client.get(MATTERS)


def test_head_answers_like_get_without_a_body(cast: Cast, client: Client) -> None:
    answer = client.head(MATTERS)
    assert (answer.status_code, answer.content) == (200, b"")
