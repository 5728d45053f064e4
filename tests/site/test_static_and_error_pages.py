"""Help, statements, and pages for when something went wrong: in words, with a human to call."""

import json
from collections.abc import Iterator
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import translation

from eindach.site import views_errors
from tests.cast import Cast


@pytest.fixture
def strict_client() -> Client:
    """Checks forms like a browser's, and shows the page for a failure instead of the exception."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("page", ["help", "accessibility", "privacy", "imprint"])
def test_a_page_has_one_heading_and_the_phone_number(client: Client, cast: Cast, page: str) -> None:
    text = client.get(f"/en/{page}/").content.decode()
    assert text.count("<h1") == 1
    assert "02421 000 100" in text


@pytest.mark.parametrize("page", ["accessibility", "privacy", "imprint"])
def test_a_sample_region_marks_its_statements_as_samples(client: Client, cast: Cast, page: str) -> None:
    assert "This is a sample text." in client.get(f"/en/{page}/").content.decode()


def test_an_unknown_address_is_answered_in_its_language(client: Client, cast: Cast) -> None:
    answer = client.get("/ar/nowhere/")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    assert "tel:02421000100" in text


def test_a_form_without_its_token_offers_to_try_again(strict_client: Client, cast: Cast) -> None:
    answer = strict_client.post("/en/call-me-back/", {"name": "Amal"})
    assert answer.status_code == 403
    assert 'href="/en/call-me-back/"' in answer.content.decode()
    assert "Please send the form again" in answer.content.decode()


def test_it_is_tried_again_where_the_form_stood(strict_client: Client, cast: Cast) -> None:
    where = "/de/staff/counter/do/call/"
    ours, foreign = "http://testserver/de/staff/counter/", ("https://evil.example/", "http://testserver//evil.example/")
    for said, led in ((ours, "/de/staff/counter/"), *((one, where) for one in foreign)):
        answer = strict_client.post(where, headers={"referer": said})
        assert (answer.status_code, f'main" href="{led}"' in answer.content.decode()) == (403, True)


def test_a_fault_of_ours_is_a_page_with_a_human(strict_client: Client, cast: Cast) -> None:
    with mock.patch("eindach.site.views.people_to_ask", side_effect=RuntimeError("planted")):
        answer = strict_client.get("/en/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()
    assert "tel:02421000100" in answer.content.decode()


@pytest.fixture
def no_database() -> Iterator[None]:
    with mock.patch("eindach.directory.models.Region.objects.first", side_effect=OperationalError("gone")):
        yield


def test_without_a_database_the_page_for_faults_still_comes(rf: RequestFactory, no_database: None) -> None:
    with translation.override("en"):
        answer = views_errors.failed(rf.get("/en/"))
    assert answer.status_code == 500
    assert "Try again" in answer.content.decode()


def test_the_manifest_is_a_manifest(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert json.loads(answer.content)["start_url"] == "/"
