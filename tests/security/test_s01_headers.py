"""Headers: every answer carries them, whoever made it."""

import pytest
from django.test import Client
from django.urls import reverse

from eindach.accounts.models import Role
from eindach.config.headers import always
from tests.accounts.staff import Desk
from tests.permission.signed_in import as_person

PAGE, FILE, PROGRAM, NOWHERE = "/de/help/", "/static/eindach/logo.svg", "/api/v1/matters", "/de/nowhere/"
SHEET = "/static/eindach/css/base.css"
EVERYWHERE = (PAGE, FILE, PROGRAM, NOWHERE, "/api/v1/nowhere", "/health/live", "/.well-known/security.txt")


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_carries_the_headers(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    for word in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "default-src 'none'"):
        assert word in answer["Content-Security-Policy"]


def test_a_page_loads_its_own_things_only(client: Client, db: None) -> None:
    policy = client.get(PAGE)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("address", EVERYWHERE)
def test_over_https_every_answer_tells_the_browser_to_stay_there(over_https: Client, db: None, address: str) -> None:
    assert over_https.get(address)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_without_https_nothing_is_promised() -> None:
    assert "Strict-Transport-Security" not in always()


@pytest.mark.parametrize("address", [one for one in EVERYWHERE if one != PROGRAM])
def test_no_foreign_page_may_read_an_answer(client: Client, db: None, address: str) -> None:
    answer = client.get(address, headers={"origin": "https://fremd.example"})
    assert "Access-Control-Allow-Origin" not in answer


def test_what_anybody_may_read_is_the_same_for_all(client: Client, db: None) -> None:
    """Open data: offices and matters. Nothing of whoever asks is in it."""
    answer = client.get(PROGRAM, headers={"origin": "https://fremd.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "accounts:code", "mfa_authenticate"])
def test_what_is_somebody_s_is_never_stored(client: Client, db: None, name: str) -> None:
    assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_neither_are_the_pages_of_staff_and_people(desk: Desk) -> None:
    assert "no-store" in desk.signed_in(Role.ADMINISTRATOR).get("/de/staff/users/")["Cache-Control"]
    assert "no-store" in as_person("amal@mail.example").get("/de/own/")["Cache-Control"]


def test_what_is_the_same_for_all_may_be_stored(client: Client, db: None) -> None:
    assert "no-store" not in client.get(FILE).headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("address", "type_"),
    [(PAGE, "text/html; charset=utf-8"), (FILE, "image/svg+xml"), (PROGRAM, "application/json; charset=utf-8"),
     ("/manifest.webmanifest", "application/manifest+json"), (SHEET, 'text/css; charset="utf-8"')],
)  # fmt: skip
def test_every_answer_says_what_it_is(client: Client, db: None, address: str, type_: str) -> None:
    assert client.get(address)["Content-Type"] == type_
