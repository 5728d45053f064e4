"""Sessions: a key of its own for each sign-in, gone when it is over."""

import re
from argparse import Namespace
from contextlib import nullcontext

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import Role
from eindach.config.cli import signing_out
from eindach.config.cli.faults import CommandError
from tests.accounts.staff import PASSWORD, Desk, at_the_desk, sign_in
from tests.permission.signed_in import as_person

AREA, AGAIN, LISTED = "/de/staff/users/", "/de/account/again/", "/de/account/sessions/"


def with_key(key: str) -> Client:
    """Somebody who has copied the cookie."""
    client = Client()
    client.cookies["session"] = key
    return client


def grown_old(client: Client) -> None:
    """Ten minutes since they proved who they are."""
    session = client.session
    session[sessions.PROVED] = timezone.now().timestamp() - 600
    session.save()


def test_signing_in_gives_a_key_of_its_own(desk: Desk) -> None:
    desk.member(Role.ADMINISTRATOR, app=False)
    client = Client()
    client.get("/de/account/sign-in/", {"next": AREA})
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["session"] = before = session.session_key
    sign_in(client, "administrator@haus.example")
    assert client.session.session_key != before
    assert re.fullmatch(r"[a-z0-9]{32}", client.session.session_key)  # 165 bits
    assert not Session.objects.filter(pk=before).exists()


def test_a_new_proof_gives_a_new_key_and_the_old_one_opens_nothing(desk: Desk) -> None:
    client = at_the_desk(desk.member(Role.ADMINISTRATOR).user)
    before = client.session.session_key
    assert client.post(AGAIN, {"password": PASSWORD}).status_code == 302
    assert client.session.session_key != before
    assert client.get(AREA).status_code == 200
    assert with_key(before).get(AREA).status_code == 302
    assert UserSession.objects.get().session_key == client.session.session_key


def test_a_wrong_proof_leaves_the_key(desk: Desk) -> None:
    client = at_the_desk(desk.member(Role.ADMINISTRATOR).user)
    before = client.session.session_key
    client.post(AGAIN, {"password": "falsch"})
    assert client.session.session_key == before


def test_an_old_cookie_opens_nothing_after_signing_out(desk: Desk) -> None:
    client = desk.signed_in(Role.ADMINISTRATOR)
    before = client.session.session_key
    client.post("/de/account/sign-out/")
    assert with_key(before).get(AREA).status_code == 302
    assert not Session.objects.filter(pk=before).exists()


def test_signing_out_empties_the_browser(desk: Desk) -> None:
    client = desk.signed_in(Role.ADMINISTRATOR)
    assert "Clear-Site-Data" not in client.get(AREA)
    assert client.post("/de/account/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'


def test_a_session_that_ran_out_empties_it_too(desk: Desk) -> None:
    client = desk.signed_in(Role.ADMINISTRATOR)
    session = client.session
    session[sessions.SEEN] = timezone.now().timestamp() - sessions.IDLE.total_seconds()
    session.save()
    assert client.get(AREA)["Clear-Site-Data"]


def test_a_new_password_ends_the_other_sign_ins(desk: Desk) -> None:
    user = desk.member(Role.ADMINISTRATOR).user
    here, there = at_the_desk(user), at_the_desk(user)
    fresh = "neun neue Ziegel am Dach"
    here.post("/de/account/password/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert here.get(AREA).status_code == 200
    assert there.get(AREA).status_code == 302


def test_ending_other_sign_ins_asks_again_who_it_is(desk: Desk) -> None:
    user = desk.member(Role.ADMINISTRATOR).user
    here, there = at_the_desk(user), at_the_desk(user)
    grown_old(here)
    assert here.get(LISTED).status_code == 200
    assert "/account/again/" in here.post(LISTED).url
    assert there.get(AREA).status_code == 200


def test_every_page_of_staff_and_people_offers_to_sign_out(desk: Desk) -> None:
    for client, page in ((desk.signed_in(Role.ADMINISTRATOR), AREA), (as_person("amal@mail.example"), "/de/own/")):
        assert 'action="/de/account/sign-out/"' in client.get(page).content.decode()


@pytest.mark.parametrize(
    "whose", [{"email": "administrator@haus.example", "everybody": False}, {"email": None, "everybody": True}]
)
def test_the_machine_ends_the_sign_ins_of_one_or_of_all(desk: Desk, monkeypatch, whose: dict[str, object]) -> None:
    client, other = desk.signed_in(Role.ADMINISTRATOR), desk.signed_in(Role.COORDINATOR, "association")
    monkeypatch.setattr(signing_out, "django_on_database", nullcontext)
    monkeypatch.setattr(signing_out, "refuse_missing_migrations", lambda: None)
    assert signing_out.sign_out(Namespace(**whose)) == 0
    assert client.get(AREA).status_code == 302
    assert other.get("/de/account/").status_code == (302 if whose["everybody"] else 200)


def test_the_machine_says_when_there_is_nobody_of_this_address(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr(signing_out, "django_on_database", nullcontext)
    monkeypatch.setattr(signing_out, "refuse_missing_migrations", lambda: None)
    with pytest.raises(CommandError, match="Nobody"):
        signing_out.sign_out(Namespace(email="niemand@haus.example", everybody=False))


def test_recovery_codes_cannot_be_read_from_the_database(desk: Desk) -> None:
    user = desk.member(Role.ADMINISTRATOR).user
    codes = RecoveryCodes.activate(user).get_unused_codes()
    kept = str(Authenticator.objects.get(user=user, type="recovery_codes").data)
    assert len(codes) == 10
    assert all(len(code) == 8 for code in codes)  # 26 bits, five tries
    assert not any(code in kept for code in codes)
    assert kept.count("gAAAAA") >= 1  # the seed, as Fernet writes
