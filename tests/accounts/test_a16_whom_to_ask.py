"""Staff who are stuck are told whom of theirs to ask, not the help desk of newcomers."""

from typing import Any

from django.test import Client

from eindach.accounts.models import Role
from tests.accounts.staff import Desk

SIGN_IN, AREA = "/en/account/sign-in/", "/en/staff/"


def foot(client: Client, where: str) -> str:
    return client.get(where).content.decode().partition('<footer class="foot">')[2]


def test_the_administrator_of_ones_own_office_is_named(desk: Desk) -> None:
    desk.member(Role.ADMINISTRATOR)
    desk.member(Role.ADMINISTRATOR, "bank", email="other@haus.example")
    said = foot(desk.signed_in(Role.ABH_CLERK), AREA)
    assert "Ask Administrator." in said
    assert "call-me-back" not in said


def test_nobody_is_named_before_the_sign_in(desk: Desk, client: Client, settings: Any) -> None:
    desk.member(Role.ADMINISTRATOR)
    settings.STAFF_CONTACT = "technik@haus.example"
    said = foot(client, SIGN_IN)
    assert "Ask the administrator of your organization" in said
    assert "mailto:technik@haus.example" in said
    assert "call-me-back" not in said


def test_the_only_administrator_is_not_told_to_ask_themselves(desk: Desk) -> None:
    assert "Questions about your access" not in foot(desk.signed_in(Role.ADMINISTRATOR), AREA)
