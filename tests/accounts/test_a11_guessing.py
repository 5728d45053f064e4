"""Guessing a code: what was not sent cannot be entered, and the tries of a contact are counted in all sessions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts import codes
from eindach.accounts.models import Membership, Role, User, person_of
from eindach.accounts.rates import Limit
from eindach.notifications.models import Message
from tests.accounts.staff import Desk
from tests.cast import NOW
from tests.permission.house import House

from .test_a05_codes import AMAL, NOBODY, asked, proved, wrong


def test_a_code_that_was_not_sent_is_none(house: House) -> None:
    sessions = [asked(AMAL)[0] for _ in range(codes.SENT.quota + 3)]
    assert Message.objects.filter(to=AMAL).count() == codes.SENT.quota
    assert [bool(one[codes.KEY]["digest"]) for one in sessions] == [True] * codes.SENT.quota + [False] * 3


@pytest.mark.parametrize("contact", [NOBODY, "office@haus.example"])
def test_who_gets_no_code_has_none(house: House, desk: Desk, contact: str) -> None:
    desk.member(Role.ADVISOR, "association", email="office@haus.example")
    person_of(name="Office", email="office@haus.example", phone="", language="de", now=NOW)
    session, _code = asked(contact, timezone.now())
    assert session[codes.KEY]["digest"] == codes.NO_DIGEST
    assert proved(session, "") is None
    assert proved(session, "000000") is None


def test_the_page_looks_the_same(house: House) -> None:
    pages = []
    for _ in range(codes.SENT.quota + 1):
        client = Client()
        client.post("/de/my/sign-in/", {"contact": AMAL})
        pages.append(client.get("/de/my/sign-in/code/").content.decode().split("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[-1]


def test_many_sessions_have_no_more_tries_than_a_contact(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "SENT", Limit(100, timedelta(hours=1)))
    for _ in range(codes.TRIES_OF_A_CONTACT.quota):
        session, code = asked(AMAL)
        assert proved(session, wrong(code)) is None
    session, code = asked(AMAL)
    assert proved(session, code) is None
    later = NOW + codes.TRIES_OF_A_CONTACT.interval
    assert proved(*asked(AMAL, later), later) is not None


def test_tries_at_one_contact_are_no_other_s(house: House) -> None:
    for _ in range(codes.TRIES_OF_A_CONTACT.quota + 1):
        proved(asked(NOBODY)[0], "000000")
    session, code = asked(AMAL)
    assert proved(session, code) is not None


def test_the_odds_of_a_day_are_what_the_docs_say() -> None:
    """All at once, and what comes back in the same day."""
    tries = 2 * codes.TRIES_OF_A_CONTACT.quota * (timedelta(days=1) / codes.TRIES_OF_A_CONTACT.window)
    assert tries / 10**codes.DIGITS == pytest.approx(4e-5)
    assert tries / 10**codes.DIGITS < 1 / 10_000


def leaves_tomorrow(desk: Desk) -> Membership:
    membership = desk.member(Role.ADVISOR, "association", email=AMAL)
    Membership.objects.filter(pk=membership.pk).update(begun_at=NOW, ended_at=NOW + timedelta(days=1))
    return membership


def test_who_leaves_tomorrow_works_here_today(house: House, desk: Desk) -> None:
    leaves_tomorrow(desk)
    session, code = asked(AMAL)
    assert (code, session[codes.KEY]["digest"]) == ("", codes.NO_DIGEST)
    assert "password" in Message.objects.get(to=AMAL).text


def test_who_left_yesterday_gets_a_code_again(house: House, desk: Desk) -> None:
    leaves_tomorrow(desk)
    later = NOW + timedelta(days=2)
    session, code = asked(AMAL, later)
    assert proved(session, code, later) == User.objects.get(email=AMAL)
