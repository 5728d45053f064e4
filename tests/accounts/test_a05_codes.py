"""A newcomer signs in by a code: who they are is what their mailbox proves."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts import codes
from eindach.accounts.models import Role, User, person_of
from eindach.notifications.models import Message
from tests.accounts.staff import Desk
from tests.cast import NOW
from tests.permission.house import House

AMAL, NOBODY = "amal@mail.example", "niemand@mail.example"


def asked(email: str, now=NOW) -> tuple[dict, str]:
    """The session that asked, and the code that was mailed ("" for none)."""
    session: dict = {}
    codes.ask(session, email=email, language="en", now=now)
    letter = Message.objects.filter(to=email).order_by("-written_at").first()
    found = re.search(r"\b(\d{6})\b", letter.text) if letter else None
    return session, found.group(1) if found else ""


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_mailed_code_is_the_key(house: House) -> None:
    session, code = asked(AMAL)
    user = codes.prove(session, code=code, now=NOW)
    assert user is not None
    assert (user.email, user.has_usable_password()) == (AMAL, False)


def test_a_code_is_good_once(house: House) -> None:
    session, code = asked(AMAL)
    assert codes.prove(session, code=code, now=NOW)
    assert codes.prove(session, code=code, now=NOW) is None


def test_a_code_is_good_in_the_session_that_asked(house: House) -> None:
    _session, code = asked(AMAL)
    other, _code = asked(AMAL)
    assert codes.prove(other, code=code, now=NOW) is None or code == _code


def test_after_three_wrong_tries_the_right_code_is_no_use(house: House) -> None:
    session, code = asked(AMAL)
    for _try in range(3):
        assert codes.prove(session, code=wrong(code), now=NOW) is None
    assert codes.prove(session, code=code, now=NOW) is None


def test_two_wrong_tries_are_forgiven(house: House) -> None:
    session, code = asked(AMAL)
    for _try in range(2):
        codes.prove(session, code=wrong(code), now=NOW)
    assert codes.prove(session, code=code, now=NOW)


@pytest.mark.parametrize(("minutes", "good"), [(9, True), (10, False)])
def test_a_code_is_good_for_ten_minutes(house: House, minutes: int, good: bool) -> None:
    session, code = asked(AMAL)
    assert bool(codes.prove(session, code=code, now=NOW + timedelta(minutes=minutes))) is good


def test_nobody_gets_a_code_for_an_address_we_do_not_know(house: House) -> None:
    session, code = asked(NOBODY)
    assert code == ""
    assert set(session[codes.KEY]) == set(asked(AMAL)[0][codes.KEY])
    assert not User.objects.filter(email=NOBODY).exists()


def test_staff_get_no_code_but_a_hint(desk: Desk) -> None:
    email = desk.member(Role.ADVISOR, "association").user.email
    person_of(name="A. Dvisor", email=email, phone="", language="de", now=NOW)
    _session, code = asked(email)
    assert code == ""
    assert "sign in with your password" in Message.objects.get(to=email).text


def test_an_address_gets_five_codes_an_hour(house: House) -> None:
    for _time in range(7):
        asked(AMAL)
    assert Message.objects.filter(to=AMAL).count() == 5


def page_for(email: str) -> tuple[Client, str]:
    client = Client()
    answer = client.post("/de/my/sign-in/", {"email": email}, follow=True)
    page = answer.content.decode().replace(email, "…")
    return client, re.sub(r'value="[^"]*"|nonce="[^"]*"', "", page)


def test_the_page_says_the_same_whether_or_not_anybody_is_known(house: House) -> None:
    assert page_for(AMAL)[1] == page_for(NOBODY)[1]


@pytest.mark.urls("tests.accounts.routes")
def test_the_own_door_shows_the_people_of_this_contact(house: House) -> None:
    person_of(name="Karim Beispiel", email="AMAL@mail.example", phone="", language="ar", now=NOW)
    person_of(name="Fremd Beispiel", email="fremd@mail.example", phone="", language="ar", now=NOW)
    client, _page = page_for(AMAL)
    assert "/my/sign-in/" in client.get("/probe/mine/").url
    code = re.search(r"\b(\d{6})\b", Message.objects.get(to=AMAL).text)
    assert code
    client.post("/de/my/sign-in/code/?next=/probe/mine/", {"code": code.group(1)})
    assert sorted(client.get("/probe/mine/").content.decode().split(" Beispiel")) == ["", " Karim", "Amal"]


@pytest.mark.urls("tests.accounts.routes")
def test_a_code_never_opens_the_area_of_staff(house: House, desk: Desk) -> None:
    client, _page = page_for(AMAL)
    code = re.search(r"\b(\d{6})\b", Message.objects.get(to=AMAL).text)
    assert code
    client.post("/de/my/sign-in/code/", {"code": code.group(1)})
    desk.member(Role.ADVISOR, "association", email=AMAL)  # begins to work here while signed in
    assert client.get("/probe/people/").status_code == 403


def test_a_code_asked_long_ago_leads_back(house: House) -> None:
    client, _page = page_for(AMAL)
    session = client.session
    session[codes.KEY] = session[codes.KEY] | {"at": (timezone.now() - timedelta(minutes=11)).timestamp()}
    session.save()
    assert client.get("/de/my/sign-in/code/").url == "/de/my/sign-in/"
