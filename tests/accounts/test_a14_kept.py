"""Whoever has to sign in again finds the form as they had filled it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts import kept
from eindach.accounts.models import Invitation, Role, User
from tests.accounts.staff import PASSWORD, Desk, at_the_desk, code_now, sign_in

INVITE = "/de/staff/users/invite/"
TYPED = {"email": "amal.neu@haus.example", "language": "en", "password": PASSWORD}


@pytest.fixture
def user(desk: Desk) -> User:
    return desk.member(Role.ADMINISTRATOR).user


def later(client: Client, *marks: str, minutes: int) -> None:
    session = client.session
    for mark in marks:
        session[mark] = (timezone.now() - timedelta(minutes=minutes)).timestamp()
    session.save()


def sign_in_again(client: Client, where: str, user: User) -> Any:
    """Both steps; the page one lands on."""
    client.post(where, {"login": user.email, "password": PASSWORD})
    landed = client.post("/de/account/check/", {"code": code_now()})
    return client.get(landed.url)


def idle(user: User, typed: dict[str, str] = TYPED, **headers: str) -> tuple[Client, str]:
    """A browser whose time was over when the form was posted, and where it was led."""
    client = at_the_desk(user)
    later(client, "seen_at", minutes=31)
    return client, client.post(INVITE, typed, headers=headers).url


def test_a_form_posted_too_late_is_shown_filled_after_signing_in(user: User) -> None:
    client, where = idle(user)
    assert "kept for an hour" in client.get(where.replace("/de/", "/en/", 1)).content.decode()
    page = sign_in_again(client, where, user)
    assert page.request["PATH_INFO"] == INVITE
    assert page.context["form"]["email"].value() == TYPED["email"]
    assert page.context["form"]["language"].value() == "en"
    assert page.wsgi_request.kept
    assert not Invitation.objects.exists()


def test_whoever_else_signs_in_there_finds_nothing(desk: Desk, user: User) -> None:
    client, where = idle(user)
    other = desk.member(Role.ADMINISTRATOR, email="robin@haus.example").user
    page = sign_in_again(client, where, other)
    assert TYPED["email"] not in page.content.decode()
    assert kept.KEY not in client.session


def test_what_was_kept_is_gone_after_an_hour(user: User) -> None:
    client, where = idle(user)
    session = client.session
    long_ago = timezone.now() - timedelta(minutes=61)
    session[kept.KEY] = kept.Kept(str(user.pk), INVITE, INVITE, "email=amal.neu@haus.example").seal(long_ago)
    session.save()
    assert "amal.neu" not in sign_in_again(client, where, user).content.decode()


def test_it_lies_there_sealed_and_without_passwords(user: User) -> None:
    client, _where = idle(user)
    sealed = client.session[kept.KEY]
    opened = kept.Kept.opened(sealed, timezone.now())
    assert "amal" not in sealed
    assert opened
    assert "amal.neu" in opened.fields
    assert "password" not in opened.fields


def test_the_way_back_is_the_page_the_form_stood_on_never_a_foreign_one(user: User) -> None:
    assert "next=%2Fde%2Fstaff%2Fusers%2F&" in idle(user, Referer="http://testserver/de/staff/users/")[1]
    assert "evil" not in idle(user, Referer="https://evil.example/de/staff/users/")[1]


def test_a_heavy_act_proved_again_sends_nothing_by_itself(user: User) -> None:
    client = at_the_desk(user)
    later(client, "proved_at", minutes=6)
    where = client.post(INVITE, TYPED).url
    assert "/account/again/" in where
    page = client.get(client.post(where, {"password": PASSWORD}).url)
    assert page.context["form"]["email"].value() == TYPED["email"]
    assert not Invitation.objects.exists()


def test_what_was_sent_at_last_is_kept_no_longer(desk: Desk, user: User) -> None:
    client, where = idle(user)
    sign_in_again(client, where, user)
    given = TYPED | {"organization": str(desk.house.offices["bank"].pk), "role": Role.EXPERT}
    assert client.post(INVITE, given).url == "/de/staff/users/"
    assert Invitation.objects.get().email == TYPED["email"]
    assert kept.KEY not in client.session


def test_nothing_is_kept_of_who_was_never_signed_in(client: Client, db: None) -> None:
    client.post(INVITE, TYPED)
    assert kept.KEY not in client.session
    assert sign_in(client, "niemand@haus.example").status_code == 200
