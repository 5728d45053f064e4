"""Signing in by password and app: both steps, or nothing."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.test import Client

from eindach.accounts.models import Role
from eindach.consent.models import AuditEvent
from eindach.notifications.models import Message
from tests.accounts.staff import PASSWORD, SECRET, Desk, at_the_desk, code_now, kept_secret, opened, sign_in

AREA = "/de/staff/users/"


def remembered(act: str) -> int:
    return AuditEvent._base_manager.filter(act=act, kind="user").count()


def test_password_and_code_open_the_area(desk: Desk, client: Client) -> None:
    desk.member(Role.ADMINISTRATOR)
    assert sign_in(client, "administrator@haus.example").url == "/de/account/check/"
    assert client.get(AREA).status_code == 302
    assert client.post("/de/account/check/", {"code": code_now()}).status_code == 302
    assert client.get(AREA).status_code == 200
    assert remembered("sign-in") == 1


def test_a_code_is_good_once(desk: Desk) -> None:
    desk.member(Role.ADMINISTRATOR)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "administrator@haus.example")
    code = code_now()
    first.post("/de/account/check/", {"code": code})
    assert second.post("/de/account/check/", {"code": code}).status_code == 200
    assert second.get(AREA).status_code == 302


def test_a_wrong_code_opens_nothing_and_is_remembered(desk: Desk, client: Client) -> None:
    desk.member(Role.ADMINISTRATOR)
    sign_in(client, "administrator@haus.example")
    wrong = "0" if code_now()[0] != "0" else "1"
    assert client.post("/de/account/check/", {"code": wrong + code_now()[1:]}).status_code == 200
    assert "_auth_user_id" not in client.session
    assert remembered("sign-in-failed") == 1


def test_five_wrong_passwords_close_the_address_for_a_while(desk: Desk) -> None:
    desk.member(Role.ADMINISTRATOR)
    for _try in range(5):
        assert "zu viele" not in sign_in(Client(), "administrator@haus.example", "falsch").content.decode().lower()
    late = sign_in(Client(), "administrator@haus.example")
    assert late.status_code == 200  # also with the right password
    assert "zu viele" in late.content.decode().lower()


def test_five_wrong_codes_close_the_second_step(desk: Desk) -> None:
    desk.member(Role.ADMINISTRATOR)
    client = Client()
    sign_in(client, "administrator@haus.example")
    for _try in range(5):
        client.post("/de/account/check/", {"code": "abcdef"})
    assert client.post("/de/account/check/", {"code": code_now()}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_reads_the_same_as_a_wrong_password(desk: Desk) -> None:
    desk.member(Role.ADMINISTRATOR)

    def said(email: str) -> str:
        page = sign_in(Client(), email, "falsch").content.decode()
        return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", page)

    assert said("administrator@haus.example") == said("niemand@haus.example")


def test_the_key_of_the_app_is_kept_encrypted(desk: Desk) -> None:
    kept = kept_secret(desk.member(Role.ADMINISTRATOR).user)
    assert SECRET not in kept
    assert opened(kept) == SECRET


@pytest.mark.django_db(transaction=True)
def test_the_app_is_set_up_with_the_password_once_more(desk: Desk, client: Client) -> None:
    desk.member(Role.ADMINISTRATOR, app=False)
    sign_in(client, "administrator@haus.example")
    assert "/account/second-factor/" in client.get(AREA).url
    assert "/account/again/" in client.get("/de/account/app/").url
    client.post("/de/account/again/?next=/de/account/app/", {"password": PASSWORD})
    page = client.get("/de/account/app/")
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    assert client.post("/de/account/app/", {"code": code_now(secret)}).url == "/de/account/recovery/"
    assert client.get(AREA).status_code == 200
    assert Message.objects.get().to == "administrator@haus.example"


def test_a_recovery_code_opens_once(desk: Desk) -> None:
    user = desk.member(Role.ADMINISTRATOR).user
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    opens = []
    for client in (Client(), Client()):
        sign_in(client, user.email)
        client.post("/de/account/check/", {"code": code})
        opens.append(client.get(AREA).status_code)
    assert opens == [200, 302]


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/de/account/signup/").status_code == 404
    assert client.get("/de/account/login/code/").status_code == 404


def test_a_new_password_is_mailed_to_who_has_one_and_the_page_says_the_same(desk: Desk, client: Client) -> None:
    desk.member(Role.ADMINISTRATOR)
    answers = [
        client.post("/de/account/password/reset/", {"email": email}).url
        for email in ("administrator@haus.example", "niemand@haus.example")
    ]
    assert len(set(answers)) == 1
    assert [one.to for one in Message.objects.all()] == ["administrator@haus.example"]
    assert mail.outbox == []


def test_the_link_to_a_new_password_leaves_the_second_step(desk: Desk, client: Client) -> None:
    desk.member(Role.ADMINISTRATOR)
    client.post("/de/account/password/reset/", {"email": "administrator@haus.example"})
    link = re.search(r"/de/account/password/reset/key/\S+", Message.objects.get().text)
    assert link
    form = client.get(link.group()).url
    fresh = "neun neue Ziegel am Dach"
    assert client.post(form, {"password1": fresh, "password2": fresh}).status_code == 302
    assert sign_in(client, "administrator@haus.example", fresh).url == "/de/account/check/"


def test_other_sign_ins_are_listed_and_ended(desk: Desk) -> None:
    user = desk.member(Role.ADMINISTRATOR).user
    here, there = at_the_desk(user), at_the_desk(user)
    assert here.get("/de/account/sessions/").context["session_count"] == 2
    here.post("/de/account/sessions/")
    assert here.get(AREA).status_code == 200
    assert "/account/sign-in/" in there.get(AREA).url


def test_signing_out_ends_it(desk: Desk) -> None:
    client = desk.signed_in(Role.ADMINISTRATOR)
    client.post("/de/account/sign-out/")
    assert "/account/sign-in/" in client.get(AREA).url
    assert remembered("sign-out") == 1


@pytest.mark.parametrize("password", ["zu kurz", "administrator@haus.example", "846291735502", "q1w2e3r4t5y6"])
def test_weak_passwords_are_refused(desk: Desk, password: str) -> None:
    client = at_the_desk(desk.member(Role.ADMINISTRATOR).user)
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/de/account/password/", given).context["form"].errors
