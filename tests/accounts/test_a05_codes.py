"""A newcomer signs in by a code: who they are is what their mailbox or their phone proves."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eindach.accounts import codes, coming_in
from eindach.accounts.models import Person, Role, User, person_of
from eindach.accounts.rates import Limit
from eindach.notifications.models import Message
from tests.accounts.staff import Desk
from tests.cast import NOW
from tests.permission.house import House

AMAL, NOBODY = "amal@mail.example", "niemand@mail.example"
OLENA, NO_NUMBER = "+4915123456789", "+4915123456780"


def asked(to: str, now=NOW) -> tuple[dict, str]:
    """The session that asked, and the code that was sent ("" for none)."""
    session: dict = {}
    codes.ask(session, contact=codes.Contact(to), language="en", now=now)
    letter = Message.objects.filter(to=to).order_by("-written_at").first()
    found = re.search(r"\b(\d{6})\b", letter.text) if letter else None
    return session, found.group(1) if found else ""


def proved(session: dict, code: str, now=NOW) -> User | None:
    contact = codes.prove(session, code=code, now=now)
    return codes.user_of(contact, now) if contact else None


@pytest.fixture
def texts(settings: Any) -> None:
    """The house sends text messages."""
    settings.SMS_GATEWAY = "json://127.0.0.1:1/?:to={to}"


@pytest.fixture
def olena(house: House) -> Person:
    person, _new = person_of(name="Olena Beispiel", email="", phone=OLENA, language="uk", now=NOW)
    return person


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_mailed_code_is_the_key(house: House) -> None:
    session, code = asked(AMAL)
    user = proved(session, code, NOW)
    assert user is not None
    assert (user.email, user.has_usable_password()) == (AMAL, False)


def test_a_code_is_good_once(house: House) -> None:
    session, code = asked(AMAL)
    assert proved(session, code, NOW)
    assert proved(session, code, NOW) is None


def test_a_code_is_good_in_the_session_that_asked(house: House) -> None:
    _session, code = asked(AMAL)
    other, _code = asked(AMAL)
    assert proved(other, code, NOW) is None or code == _code


def test_after_three_wrong_tries_the_right_code_is_no_use(house: House) -> None:
    session, code = asked(AMAL)
    for _try in range(3):
        assert proved(session, wrong(code), NOW) is None
    assert proved(session, code, NOW) is None


def test_two_wrong_tries_are_forgiven(house: House) -> None:
    session, code = asked(AMAL)
    for _try in range(2):
        proved(session, wrong(code), NOW)
    assert proved(session, code, NOW)


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
def test_a_code_is_good_in_the_digits_of_other_keyboards(house: House, digits: str) -> None:
    session, code = asked(AMAL)
    assert proved(session, "".join(digits[int(one)] for one in code)) is not None


def test_a_wrong_code_says_how_many_tries_are_left(house: House) -> None:
    session, code = asked(AMAL)
    assert (proved(session, wrong(code)), codes.tries_left(session)) == (None, 2)


def test_who_comes_too_late_still_arrives_where_they_wanted_to_go(house: House) -> None:
    answer = Client().get("/en/my/sign-in/code/", {"next": "/en/own/"})
    assert "next=%2Fen%2Fown%2F" in answer["Location"]


@pytest.mark.parametrize(("minutes", "good"), [(9, True), (10, False)])
def test_a_code_is_good_for_ten_minutes(house: House, minutes: int, good: bool) -> None:
    session, code = asked(AMAL)
    assert bool(proved(session, code, NOW + timedelta(minutes=minutes))) is good


def test_nobody_gets_a_code_for_an_address_we_do_not_know(house: House) -> None:
    session, code = asked(NOBODY)
    assert code == ""
    assert set(session[codes.KEY]) == set(asked(AMAL)[0][codes.KEY])
    assert not User.objects.filter(email=NOBODY).exists()


def test_staff_get_no_code_but_a_hint(desk: Desk) -> None:
    email = desk.member(Role.ADVISOR, "association").user.email
    person_of(name="A. Dvisor", email=email, phone="", language="de", now=NOW)
    _session, code = asked(email, timezone.now())
    assert code == ""
    assert "sign in with your password" in Message.objects.get(to=email).text


def test_an_address_gets_five_codes_an_hour(house: House) -> None:
    for _time in range(7):
        asked(AMAL)
    assert Message.objects.filter(to=AMAL).count() == 5


def page_for(said: str) -> tuple[Client, str]:
    client = Client()
    answer = client.post("/de/my/sign-in/", {"contact": said}, follow=True)
    page = answer.content.decode().replace(said, "…")
    return client, re.sub(r'value="[^"]*"|nonce="[^"]*"', "", page)


def test_the_page_says_the_same_whether_or_not_anybody_is_known(house: House) -> None:
    assert page_for(AMAL)[1] == page_for(NOBODY)[1]


def test_a_phone_proves_who_somebody_is(texts: None, olena: Person) -> None:
    session, code = asked(OLENA)
    user = proved(session, code)
    assert user
    assert (user.email, str(user.phone), coming_in.persons_of(user)) == (None, OLENA, [olena])
    assert Message.objects.get(to=OLENA).is_text


def test_a_number_is_known_however_it_is_written(texts: None, olena: Person) -> None:
    for said in ("0151 23456789", "0049 151 234 567 89", "+49 (0) 151 23456789"):
        client, _page = page_for(said)
        assert client.get("/de/my/sign-in/code/").context["contact"].to == OLENA


def test_a_number_nobody_is_known_by_gets_the_same_words_and_no_text(texts: None, olena: Person) -> None:
    assert page_for(OLENA)[1] == page_for(NO_NUMBER)[1]
    assert not Message.objects.filter(to=NO_NUMBER).exists()


def test_a_number_gets_five_texts_an_hour(texts: None, olena: Person) -> None:
    for _time in range(7):
        asked(OLENA)
    assert Message.objects.filter(to=OLENA).count() == 5


def test_the_house_sends_no_more_texts_than_it_can_pay(texts: None, olena: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr(codes, "TEXTS_OF_THE_HOUSE", Limit(1, timedelta(hours=1)))
    assert asked(OLENA)[1]
    person_of(name="Karim Beispiel", email="", phone=NO_NUMBER, language="ar", now=NOW)
    assert asked(NO_NUMBER)[1] == ""
    assert asked(AMAL)[1]


@pytest.mark.parametrize("said", ["02421 123456", "12", "+49 999", "niemand", "a@b", ""])
def test_what_takes_no_message_is_refused_whether_known_or_not(texts: None, house: House, said: str) -> None:
    answer = Client().post("/de/my/sign-in/", {"contact": said})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["contact"])


def test_without_a_gateway_the_page_knows_mail_only(olena: Person, settings: Any) -> None:
    settings.SMS_GATEWAY, settings.DEMO = "", False
    assert Client().post("/de/my/sign-in/", {"contact": OLENA}).status_code == 422
    assert not Message.objects.exists()


def test_a_code_for_signing_in_is_good_for_nothing_else(house: House) -> None:
    session, code = asked(AMAL)
    assert codes.prove(session, code=code, now=NOW, purpose="delete") is None
    assert proved(session, code)


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
    assert client.get("/de/my/sign-in/code/").url == "/de/my/sign-in/?late=1"


def work_of(contact: str) -> list[str]:
    """What the database does for one request of a code, without what it is told."""
    with CaptureQueriesContext(connection) as asked:
        Client().post("/de/my/sign-in/", {"contact": contact})
    return [one["sql"].split("(")[0][:60] for one in asked if "SAVEPOINT" not in one["sql"]]


def test_a_code_for_nobody_is_as_much_work_as_one_for_somebody(house: House) -> None:
    work_of("warm@mail.example")  # what is looked up once and remembered
    known, unknown = work_of(AMAL), work_of(NOBODY)
    assert known == unknown
    assert [one.to for one in Message.objects.all()] == [AMAL]


def test_the_words_fit_the_contact_of_a_company_too(client: Client, house: House) -> None:
    door = "/en/my/sign-in/?next=/en/own/company/"
    asked_here = client.get(door).content.decode()
    sent = client.post(door, {"contact": NOBODY}, follow=True).content.decode()
    assert f'If we know <bdi dir="ltr">{NOBODY}</bdi>, a code is on its way there.' in sent
    assert "Your appointments" in client.get("/en/my/sign-in/").content.decode()
    assert ["ppointments with us" in sent, "Your appointments" in asked_here] == [False, False]
