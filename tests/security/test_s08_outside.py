"""Connections that leave the house: few, encrypted, and led nowhere else."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.test import Client

from eindach.accounts.adapters import DISCOVERY, Outside
from eindach.config.machine import encrypt_database, is_here
from eindach.config.signing import outside


class Leading(BaseHTTPRequestHandler):
    """A provider that leads on from /away, and describes itself everywhere else."""

    issuer = ""

    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        ways = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")}
        self.wfile.write(json.dumps({"issuer": self.issuer, **ways}).encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def provider() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Leading)
    Leading.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Leading.issuer
    server.shutdown()
    server.server_close()


@pytest.fixture
def address(provider: str, settings) -> str:
    settings.SOCIALACCOUNT_PROVIDERS = outside(provider, "eindach", "geheim", "Kreiskonto")
    return f"/de/account/outside/{settings.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0]['provider_id']}/"


def test_nobody_is_followed_who_leads_on(provider: str) -> None:
    with pytest.raises(requests.TooManyRedirects):
        Outside().get_requests_session().get(f"{provider}/away")


def test_a_description_of_another_issuer_is_not_believed(provider: str, monkeypatch) -> None:
    assert Outside().get_requests_session().get(provider + DISCOVERY).ok
    monkeypatch.setattr(Leading, "issuer", "https://fremd.example")
    with pytest.raises(ProviderException, match="another issuer"):
        Outside().get_requests_session().get(provider + DISCOVERY)


def test_the_question_carries_a_state_and_a_challenge(client: Client, address: str, db: None) -> None:
    asked = [parse_qs(urlsplit(client.post(address).url).query) for _ in range(2)]
    assert asked[0]["code_challenge_method"] == ["S256"]
    assert asked[0]["scope"] == ["openid"]
    assert asked[0]["response_type"] == ["code"]
    for word in ("state", "code_challenge"):
        assert len(asked[0][word][0]) >= 16
        assert asked[0][word] != asked[1][word]


def test_opening_the_way_to_the_provider_starts_nothing(client: Client, address: str, db: None) -> None:
    assert client.get(address).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_token_for_another_client_is_refused() -> None:
    token = jwt.encode(
        {"iss": "https://konto.example", "aud": "fremd", "sub": "adam", "iat": 1, "exp": 2**33}, "x" * 32
    )
    with pytest.raises(OAuth2Error):
        jwtkit.verify_and_decode(
            credential=token, keys_url="", issuer="https://konto.example", audience="eindach", lookup_kid=None,
            verify_signature=False,
        )  # fmt: skip


HERE, AWAY = ("", "/run/postgresql", "localhost", "127.0.0.1", "[::1]"), ("db.kreis.example", "10.0.0.5")


@pytest.mark.parametrize(("host", "here"), [*((host, True) for host in HERE), *((host, False) for host in AWAY)])
def test_what_leaves_this_machine_is_encrypted_and_checked(
    monkeypatch, real_house: dict[str, Any], host: str, here: bool
) -> None:
    monkeypatch.setattr(os, "environ", {})
    encrypt_database(host)
    assert is_here(host) is here
    assert os.environ == ({} if here else {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": "system"})
    assert real_house["EMAIL_USE_TLS"] is True  # its mail server is another machine


def test_what_the_operator_has_said_stays(monkeypatch) -> None:
    monkeypatch.setattr(os, "environ", {"PGSSLMODE": "verify-ca"})
    encrypt_database("db.kreis.example")
    assert os.environ == {"PGSSLMODE": "verify-ca"}
