"""How long a sign-in lasts. Time is an argument."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import Role
from tests.accounts.staff import PASSWORD, Desk, at_the_desk
from tests.cast import NOW

AREA = "/de/staff/users/"


def session_of(*seen_minutes: int) -> dict:
    marks: dict = {}
    sessions.begin(marks, now=NOW)
    for minute in seen_minutes:
        sessions.note(marks, now=NOW + timedelta(minutes=minute))
    return marks


@pytest.mark.parametrize(("minutes", "over"), [(29, False), (30, True)])
def test_half_an_hour_without_a_click_ends_it(minutes: int, over: bool) -> None:
    assert sessions.is_over(session_of(), now=NOW + timedelta(minutes=minutes)) is over


@pytest.mark.parametrize(("minutes", "over"), [(599, False), (600, True)])
def test_ten_hours_end_it_whatever_happens(minutes: int, over: bool) -> None:
    busy = session_of(*range(0, minutes, 10))
    assert sessions.is_over(busy, now=NOW + timedelta(minutes=minutes)) is over


def test_a_session_that_does_not_say_when_it_began_is_over() -> None:
    assert sessions.is_over({}, now=NOW)


def test_a_click_is_noted_once_a_minute() -> None:
    marks = session_of()
    assert not sessions.note(marks, now=NOW + timedelta(seconds=59))
    assert sessions.note(marks, now=NOW + timedelta(seconds=60))


@pytest.mark.parametrize(("seconds", "fresh"), [(299, True), (300, False)])
def test_a_proof_is_fresh_for_five_minutes(seconds: int, fresh: bool) -> None:
    assert sessions.is_fresh(session_of(), now=NOW + timedelta(seconds=seconds)) is fresh


def aged(client: Client, **marks: timedelta) -> Client:
    session = client.session
    for mark, ago in marks.items():
        session[mark] = (timezone.now() - ago).timestamp()
    session.save()
    return client


@pytest.mark.parametrize("mark", ["seen_at", "begun_at"])
def test_the_next_page_after_the_end_asks_to_sign_in(desk: Desk, mark: str) -> None:
    client = aged(desk.signed_in(Role.ADMINISTRATOR), **{mark: timedelta(hours=11)})
    answer = client.get(AREA)
    assert answer.url.startswith("/de/account/sign-in/")
    assert "over=1" in answer.url
    assert "_auth_user_id" not in client.session


def test_a_heavy_act_asks_again_and_goes_on(desk: Desk) -> None:
    client = aged(at_the_desk(desk.member(Role.ADMINISTRATOR).user), proved_at=timedelta(minutes=6))
    assert client.get(AREA).status_code == 200
    asked = client.get("/de/staff/users/invite/")
    assert asked.url == "/de/account/again/?next=%2Fde%2Fstaff%2Fusers%2Finvite%2F"
    assert client.post(asked.url, {"password": PASSWORD}).url == "/de/staff/users/invite/"
    assert client.get("/de/staff/users/invite/").status_code == 200
