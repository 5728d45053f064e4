"""Whatever is sent, the answer is a problem document and never 5xx."""

import pytest
from django.db import OperationalError
from django.test import Client

from tests.api.conftest import Post, pointers
from tests.cast import Cast

SEARCH = "/api/v1/itineraries/search"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"people": NaN}',
        b'{"people": -Infinity}',
        b'{"people": ' + b"9" * 5_000 + b"}",
        b'{"people": 1, "people": 2}',
        "\ufeff{}".encode(),
    ],
)
def test_a_body_that_is_not_json_is_a_400(cast: Cast, client: Client, body: bytes) -> None:
    answer = client.post(SEARCH, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed-request"


@pytest.mark.parametrize(
    "body", [b"null", b"[]", b'"x"', b"7", b"[" * 200 + b"]" * 200, b'{"a":' * 200 + b"1" + b"}" * 200]
)
def test_json_of_another_shape_is_a_422(cast: Cast, client: Client, body: bytes) -> None:
    answer = client.post(SEARCH, body, content_type="application/json")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "a\\udfffb"])
def test_texts_no_database_can_hold_are_named(cast: Cast, client: Client, text: str) -> None:
    body = f'{{"matters": ["bank", "{text}"], "{text}": 1}}'.encode()
    answer = client.post(SEARCH, body, content_type="application/json")
    assert answer.status_code == 422
    assert "/matters/1" in pointers(answer)


def test_a_body_of_another_type_is_a_415(cast: Cast, client: Client) -> None:
    answer = client.post(SEARCH, {"matters": "bank"})
    assert answer.status_code == 415
    assert answer["Accept-Post"] == "application/json"


def test_a_body_that_is_too_large_is_a_413(cast: Cast, post: Post) -> None:
    answer = post("itineraries/search", {"matters": ["x" * 70_000]})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_body_of_unknown_length_is_a_411(cast: Cast, client: Client) -> None:
    answer = client.generic("POST", SEARCH, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert (answer.status_code, answer.json()["code"]) == (411, "length-required")


def test_the_directory_is_found_without_its_slash(cast: Cast, client: Client) -> None:
    answer = client.get("/hsds?lang=en")
    assert (answer.status_code, answer["Location"]) == (301, "/hsds/?lang=en")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/matters", "/api/v1/", "/api/v1/nothing", "/hsds/nothing", "/hsds/services/7"]
)
def test_an_unknown_address_is_a_problem_document(cast: Cast, client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_wrong_method_names_the_right_ones(cast: Cast, client: Client) -> None:
    answer = client.put("/api/v1/matters")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert answer.json()["code"] == "method-not-allowed"


def test_a_foreign_host_is_refused_in_the_same_shape(cast: Cast, client: Client, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["eindach.example"]  # type: ignore[attr-defined]
    answer = client.get("/api/v1/matters", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_the_type_of_a_problem_leads_to_what_it_means(cast: Cast, client: Client, settings: object) -> None:
    kind = client.get("/api/v1/nothing").json()["type"].removeprefix(settings.PUBLIC_URL)  # type: ignore[attr-defined]
    assert client.get(kind).json()["status"] == 404


def test_an_empty_database_is_503_not_500(db: None, client: Client) -> None:
    answer = client.get("/hsds/")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_our_own_fault_is_a_problem_document_too(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("eindach.api.v1.itineraries.search", broken)
    client.raise_request_exception = False
    answer = client.post(SEARCH, {"matters": ["bank"]}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert b"secret" not in answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_a_database_that_does_not_answer_is_a_503(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("eindach.api.v1.itineraries.search", away)
    answer = client.post(SEARCH, {"matters": ["bank"]}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "2")
