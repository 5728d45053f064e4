"""Signing in with another account, against a real provider in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from eindach.accounts.models import Role, User
from eindach.config.signing import outside
from tests.accounts.staff import Desk, at_the_desk


class Provider:
    """`oidc-provider-mock` on a port of its own."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--host", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return bool(urlopen(f"{self.issuer}/.well-known/openid-configuration", timeout=5).read())
        except OSError:  # not yet there, or too busy to answer
            return False

    def agree(self, address: str, subject: str) -> str:
        """Somebody signs in there; where they are sent back to."""
        parts = urlsplit(address)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        body = urlencode({"sub": subject, "action": "authorize"})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"{parts.path}?{parts.query}", body, headers)
        answer = connection.getresponse()
        assert answer.status in (302, 303), answer.read()
        return answer.headers["Location"]


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    running = Provider()
    yield running
    running.process.terminate()
    running.process.wait(timeout=10)


@pytest.fixture
def site(provider: Provider, settings) -> str:
    """The address of our button."""
    settings.SOCIALACCOUNT_PROVIDERS = outside(provider.issuer, "eindach", "geheim", "Kreiskonto")
    made = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["provider_id"]
    return f"/de/account/outside/{made}/"


def come_back(client: Client, provider: Provider, address: str, subject: str):
    there = client.post(address).url
    assert there.startswith(provider.issuer)
    back = urlsplit(provider.agree(there, subject))
    return client.get(f"{back.path}?{back.query}", follow=True)


def connect(desk: Desk, provider: Provider, site: str, subject: str) -> User:
    user = desk.member(Role.ADMINISTRATOR).user
    come_back(at_the_desk(user), provider, f"{site}?process=connect", subject)
    return user


def test_a_connected_account_signs_in_and_still_needs_the_second_step(
    desk: Desk, provider: Provider, site: str, client: Client
) -> None:
    user = connect(desk, provider, site, "adam")
    assert SocialAccount.objects.get(user=user).uid == "adam"
    page = come_back(client, provider, site, "adam")
    assert page.request["PATH_INFO"] == "/de/account/check/"
    assert client.get("/de/staff/users/").status_code == 302


def test_an_account_with_the_same_address_opens_nothing(
    desk: Desk, provider: Provider, site: str, client: Client
) -> None:
    user = connect(desk, provider, site, "adam")
    page = come_back(client, provider, site, user.email)  # the provider says subject and address are this
    assert "_auth_user_id" not in client.session
    assert not User.objects.exclude(pk=user.pk).exists()
    assert page.status_code == 200


def test_the_same_subject_of_another_issuer_is_another_account(
    desk: Desk, provider: Provider, site: str, settings, client: Client
) -> None:
    connect(desk, provider, site, "adam")
    other = Provider()
    try:
        settings.SOCIALACCOUNT_PROVIDERS = outside(other.issuer, "eindach", "geheim", "Anderes Konto")
        made = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["provider_id"]
        come_back(client, other, f"/de/account/outside/{made}/", "adam")
        assert "_auth_user_id" not in client.session
    finally:
        other.process.terminate()
        other.process.wait(timeout=10)


def test_an_unknown_provider_is_not_found(client: Client, site: str, db: None) -> None:
    assert client.post("/de/account/outside/oidc-fremd/").status_code == 404


def test_an_answer_nobody_asked_for_is_refused(
    desk: Desk, provider: Provider, site: str, client: Client, db: None
) -> None:
    connect(desk, provider, site, "adam")
    address = client.post(site).url
    back = urlsplit(provider.agree(address, "adam"))
    stranger = Client()  # has the answer, but not the session that asked
    said = stranger.get(f"{back.path}?{back.query}")
    assert (said.status_code, said.templates[0].name) == (401, "socialaccount/authentication_error.html")
    assert "_auth_user_id" not in stranger.session
