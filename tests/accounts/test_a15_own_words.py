"""Pages of signing in say in our words what to do, and lead only where there is something."""

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import Role, User
from tests.accounts.staff import PASSWORD, Desk, at_the_desk, code_now, sign_in

ACCESS = "/de/account/"
OF_STAFF = ["", "password/", "means/", "app/", "recovery/", "passkeys/", "passkeys/add/", "outside/", "switch/"]


def fresh(client: Client) -> Client:
    """They have shown just now who they are."""
    user = client.session["_auth_user_id"]
    client.post("/de/account/again/", {"password": PASSWORD})
    assert client.session["_auth_user_id"] == user
    return client


@pytest.fixture
def newcomer(desk: Desk) -> Client:
    user = User.objects.create_user("amal@mail.example")
    client = Client()
    client.force_login(user)
    session = client.session
    sessions.begin(session, now=timezone.now())
    sessions.mark_by_code(session)
    session.save()
    return client


@pytest.mark.parametrize("where", OF_STAFF)
def test_newcomers_are_led_to_their_own_page(newcomer: Client, where: str) -> None:
    assert newcomer.get(f"/ar/account/{where}").url == "/ar/own/"


def test_whoever_has_no_password_is_led_to_their_access(desk: Desk) -> None:
    user = desk.member(Role.EXPERT).user
    user.set_unusable_password()
    user.save()
    page = at_the_desk(user).get(f"{ACCESS}password/", follow=True)
    assert page.status_code == 200
    assert "account/password/" not in page.content.decode().replace("/account/password/none/", "")


@pytest.mark.parametrize("where", ["sign-in/", "password/reset/"])
def test_an_empty_form_says_what_to_enter(client: Client, db: None, where: str) -> None:
    answer = client.post(f"/en/account/{where}", {})
    said = " ".join(fault for found in answer.context["form"].errors.values() for fault in found)
    assert "Enter your e-mail address." in said
    assert "required" not in said
    assert "placeholder=" not in answer.content.decode()


def test_a_passkey_has_no_name_before_somebody_gives_it_one(desk: Desk) -> None:
    page = fresh(at_the_desk(desk.member(Role.EXPERT).user)).get("/en/account/passkeys/add/").content.decode()
    assert "Master key" not in page
    assert "Passwordless" not in page
    assert "without the password" in page


def test_the_passkey_is_offered_to_nobody_who_has_none(desk: Desk, client: Client) -> None:
    desk.member(Role.EXPERT)
    sign_in(client, "expert@haus.example")
    page = client.get("/de/account/check/").content.decode()
    assert "use_passkey" not in page
    assert "id_code" in page


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_ends_where_they_wanted_to_go(desk: Desk) -> None:
    client = Client()
    user = desk.member(Role.ADMINISTRATOR, app=False).user
    sign_in(client, user.email)
    wanted = "/de/staff/users/invite/"
    client.get(client.get(wanted).url)
    fresh(client).get("/de/account/app/")
    client.post("/de/account/app/", {"code": code_now(client.session["mfa.totp.secret"])})
    codes = client.get("/de/account/recovery/").content.decode()
    assert "/de/account/second-factor/" in codes
    assert client.get("/de/account/second-factor/").url == wanted
