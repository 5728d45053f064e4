"""Doors: who gets through, who goes elsewhere first, and what is remembered of who does not."""

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts.models import Membership, Role
from eindach.consent.models import AuditEvent
from tests.accounts.staff import Desk, at_the_desk

pytestmark = pytest.mark.urls("tests.accounts.routes")
PEOPLE = "/probe/people/"


def events(**of: object) -> list[str]:
    found = AuditEvent._base_manager.filter(kind__in=("people", "person", "users"), **of)
    return list(found.values_list("act", flat=True))


def test_nobody_is_sent_to_the_sign_in_and_comes_back(client: Client, db: None) -> None:
    answer = client.get(PEOPLE)
    assert answer.status_code == 302
    assert answer.url.endswith("/account/sign-in/?next=%2Fprobe%2Fpeople%2F")


def test_staff_act_for_their_office_and_see_what_it_was_told(desk: Desk) -> None:
    client = desk.signed_in(Role.ADVISOR, "association")
    assert client.get(PEOPLE).content == b"advisor association 0"
    desk.house.grant("association", "identity", "contact")
    assert client.get(PEOPLE).content == b"advisor association 1"


def test_a_role_the_area_is_not_for_is_refused_and_remembered(desk: Desk) -> None:
    assert desk.signed_in(Role.STEERING).get(PEOPLE).status_code == 403
    assert events(outcome="refused", role="steering") == ["open"]


def test_a_refusal_inside_is_not_found_and_undoes_the_act(desk: Desk) -> None:
    answer = desk.signed_in(Role.ADVISOR, "association").get("/probe/refusing/")
    assert answer.status_code == 404
    assert events() == ["read"]
    assert events(outcome="refused", object="42") == ["read"]


def test_what_is_not_there_looks_like_what_is_refused(desk: Desk) -> None:
    client = desk.signed_in(Role.ADVISOR, "association")
    assert client.get("/probe/lost/").content == client.get("/probe/refusing/").content.replace(b"refusing", b"lost")


def test_a_page_that_is_drawn_late_is_still_drawn_for_the_actor(desk: Desk) -> None:
    assert desk.signed_in(Role.ADVISOR, "association").get("/probe/lazily/").content == b"0"


@pytest.mark.parametrize("app", [True, False])
def test_without_the_second_step_staff_get_nothing(desk: Desk, client: Client, app: bool) -> None:
    client.force_login(desk.member(Role.ADVISOR, "association", app=app).user)
    answer = client.get(PEOPLE)
    assert (answer.status_code, "/account/second-factor/" in answer.url) == (302, True)


def test_another_users_second_step_counts_for_nothing(desk: Desk, client: Client) -> None:
    client.force_login(desk.member(Role.ADVISOR, "association").user)
    session = client.session
    session["second_factor"] = str(desk.member(Role.STEERING).user.pk)
    session.save()
    assert "/account/second-factor/" in client.get(PEOPLE).url


def test_with_two_memberships_one_is_chosen(desk: Desk) -> None:
    first = desk.member(Role.ADVISOR, "association", email="zwei@haus.example")
    second = desk.member(Role.ABH_CLERK, "authority", email="zwei@haus.example")
    client = at_the_desk(first.user)
    assert "/account/switch/" in client.get(PEOPLE).url
    assert client.post("/de/account/switch/?next=/probe/people/", {"membership": second.pk}).url == PEOPLE
    assert client.get(PEOPLE).content == b"abh-clerk authority 0"


def test_a_membership_of_somebody_else_cannot_be_chosen(desk: Desk) -> None:
    mine = desk.member(Role.ADVISOR, "association")
    foreign = desk.member(Role.ABH_CLERK)
    client = at_the_desk(mine.user)
    assert client.post("/de/account/switch/", {"membership": foreign.pk}).status_code == 200
    assert client.get(PEOPLE).content == b"advisor association 0"


def test_a_leaver_is_refused_with_the_next_request(desk: Desk) -> None:
    membership = desk.member(Role.ADVISOR, "association")
    client = at_the_desk(membership.user)
    assert client.get(PEOPLE).status_code == 200
    Membership.objects.update(ended_at=timezone.now())
    assert "/account/sign-in/" in client.get(PEOPLE).url
    assert "_auth_user_id" not in client.session
    assert events(outcome="refused", user=membership.user_id) == ["open"]


def test_a_user_who_was_closed_is_nobody(desk: Desk) -> None:
    membership = desk.member(Role.ADVISOR, "association")
    client = at_the_desk(membership.user)
    membership.user.is_active = False
    membership.user.save()
    assert "/account/sign-in/" in client.get(PEOPLE).url


def test_staff_do_not_stand_at_a_newcomers_door(desk: Desk) -> None:
    answer = desk.signed_in(Role.ADVISOR, "association").get("/probe/mine/")
    assert "/my/sign-in/" in answer.url
