"""Requests nobody honest sends, and what is answered."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from eindach.accounts.models import Role
from eindach.config.settings import LARGEST_REQUEST
from tests.accounts.staff import Desk

SIGN_IN = "/de/account/sign-in/"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PROPFIND"])
@pytest.mark.parametrize("address", ["/de/help/", "/api/v1/matters", SIGN_IN])
def test_a_method_nobody_serves_is_refused(client: Client, method: str, address: str) -> None:
    answer = client.generic(method, address)
    assert answer.status_code == 405
    assert "TRACE" not in answer["Allow"]


@pytest.mark.parametrize("address", ["/api/v1/bookings", SIGN_IN, "/static/eindach/logo.svg"])
def test_a_body_nobody_needs_is_refused(client: Client, address: str) -> None:
    assert client.post(address, CONTENT_LENGTH=str(LARGEST_REQUEST + 1)).status_code == 413


def test_no_file_is_taken(db: None) -> None:
    client = Client(raise_request_exception=False)
    sent = {"login": SimpleUploadedFile("bild.png", b"\x89PNG")}
    assert client.post(SIGN_IN, sent).status_code == 400


def test_a_form_of_a_foreign_page_is_refused(desk: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(SIGN_IN)
    token = client.cookies["csrf"].value
    sent = {"login": "amal@mail.example", "password": "egal", "csrfmiddlewaretoken": token}
    assert client.post(SIGN_IN, sent, headers={"origin": "https://fremd.example"}).status_code == 403
    assert client.post(SIGN_IN, sent | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert client.post(SIGN_IN, sent).status_code == 200


def test_the_interface_knows_no_cookie(desk: Desk) -> None:
    """So a foreign page gains nothing by calling it from somebody's browser."""
    signed_in, anybody = desk.signed_in(Role.ADMINISTRATOR), Client()
    for address in ("/api/v1/matters", "/api/v1/bookings/K7M4XQA"):
        assert signed_in.get(address).content == anybody.get(address).content
    assert "session" not in anybody.cookies


@pytest.mark.parametrize(
    "there", ["https://fremd.example/", "//fremd.example/", "javascript:alert(1)", "\\\\fremd.example"]
)
def test_nobody_is_led_to_a_foreign_site(desk: Desk, there: str) -> None:
    client = desk.signed_in(Role.ADMINISTRATOR)
    for answer in (client.get(SIGN_IN, {"next": there}), client.post("/de/account/sign-out/", {"next": there})):
        assert answer.status_code == 302
        assert answer.url.startswith("/de/")


def test_opening_a_page_signs_nobody_out(desk: Desk) -> None:
    client = desk.signed_in(Role.ADMINISTRATOR)
    client.get("/de/account/sign-out/")
    assert client.get("/de/staff/users/").status_code == 200


def test_a_page_leads_on_to_https_and_a_program_is_refused(over_https: Client, db: None) -> None:
    in_the_clear = Client()
    page = in_the_clear.get("/de/help/")
    assert (page.status_code, page.url[:8]) == (301, "https://")
    assert in_the_clear.get("/api/v1/matters").status_code == 403
    assert in_the_clear.get("/hsds/").status_code == 403
    assert in_the_clear.get("/health/live").status_code == 200  # probes come from inside
    assert over_https.get("/de/help/").status_code == 200


@pytest.mark.parametrize("address", ["/static/", "/static/eindach/", "/.git/config", "/static/../config/settings.py",
                                     "/static/%2e%2e/%2e%2e/config/settings.py", "/secret.key", "/admin/"])  # fmt: skip
def test_no_folder_is_listed_and_none_above_is_reached(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_foreign_host_is_refused(client: Client, db: None, settings) -> None:
    settings.ALLOWED_HOSTS = ["termine.kreis.example"]
    assert client.get("/de/help/", headers={"host": "fremd.example"}).status_code == 400
    assert client.get("/de/help/", headers={"host": "termine.kreis.example"}).status_code == 200


def test_json_as_deep_as_a_well_is_refused(client: Client, db: None) -> None:
    body = "[" * 30_000 + "]" * 30_000
    assert client.post("/api/v1/itineraries/search", body, "application/json").status_code == 400


def test_a_name_given_twice_is_no_way_around(client: Client, db: None) -> None:
    twice = json.dumps({"matters": ["bank"]})[:-1] + ', "matters": ["residence"]}'
    assert client.post("/api/v1/itineraries/search", twice, "application/json").status_code == 400
    assert client.get("/hsds/services?page=1&page=x").status_code in (400, 422)
