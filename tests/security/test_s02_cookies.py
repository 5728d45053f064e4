"""Cookies and the switches of a real house: read as a process behind https would."""

from typing import Any

from django.test import Client

from eindach.accounts.models import Role
from tests.accounts.staff import Desk, sign_in

NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")


def test_over_https_cookies_are_of_this_host_alone(real_house: dict[str, Any]) -> None:
    assert [real_house[name][:7] for name in NAMES] == ["__Host-"] * 3
    assert real_house["SESSION_COOKIE_SECURE"] is real_house["CSRF_COOKIE_SECURE"] is True
    assert "SESSION_COOKIE_DOMAIN" not in real_house  # a domain would forbid the prefix


def test_every_cookie_stays_on_this_site_and_away_from_scripts(over_https: Client, desk: Desk) -> None:
    desk.member(Role.ADMINISTRATOR)
    over_https.get("/de/account/sign-in/")
    over_https.get("/de/")
    sign_in(over_https, "administrator@haus.example")
    assert sorted(over_https.cookies) == ["__Host-csrf", "__Host-language", "__Host-session"]
    for cookie in over_https.cookies.values():
        assert (cookie["samesite"], bool(cookie["httponly"]), bool(cookie["secure"])) == ("Lax", True, True)
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_a_real_house_never_debugs(real_house: dict[str, Any]) -> None:
    """Not even where somebody has left EINDACH_DEBUG=1 in the environment."""
    assert real_house["DEBUG"] is False
    assert real_house["DEMO"] is False


def test_a_session_ends_with_the_browser(over_https: Client, desk: Desk) -> None:
    desk.member(Role.ADMINISTRATOR)
    sign_in(over_https, "administrator@haus.example")
    over_https.get("/de/account/check/")
    assert over_https.session.get_expire_at_browser_close() or over_https.session.get_expiry_age() <= 60 * 60 * 24
