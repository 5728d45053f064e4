"""Rights that change while somebody uses them: what has been taken is gone with the commit, what is once is once."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from eindach.accounts import codes
from eindach.accounts import operations as accounts
from eindach.accounts.acting import acting
from eindach.accounts.models import Invitation, Membership, ProfileEntry, Role, User
from eindach.accounts.policy import Refused
from eindach.consent import operations as consents
from eindach.consent.models import BrokenGlass, Consent, ConsentEvent, Grant
from eindach.kernel.actor import Actor
from eindach.notifications.models import Message
from tests.consent.people import LATER, Stage
from tests.permission.house import House, set_house
from tests.permission.signed_in import as_staff

from .at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6
PASSWORD = "vier Dächer über Düren"


@pytest.fixture
def house(transactional_db: None) -> House:
    cache.clear()
    return set_house()


@pytest.fixture
def stage(house: House) -> Stage:
    return Stage(house)


def count(answers: list[Any], what: object) -> int:
    return sum(one is what or type(one) is what for one in answers)


# Taking back


def test_no_read_that_begins_after_the_commit_of_a_withdrawal_succeeds(stage: Stage) -> None:
    consent, taken_back = stage.given(), Event()

    def withdraw() -> None:
        with acting(stage.amal, now=LATER):
            consents.withdraw(consent=Consent.objects.get(pk=consent.pk), now=LATER)
        taken_back.set()

    def read() -> tuple[bool, int]:
        after = taken_back.is_set()
        with acting(stage.clerk, now=LATER):
            return after, ProfileEntry.objects.count()

    def look_again_and_again() -> list[tuple[bool, int]]:
        looks = [read()]
        while not looks[-1][0]:
            looks.append(read())
        return looks

    answers = at_once([withdraw, *[look_again_and_again] * 3])
    looks = [look for one in answers[1:] for look in one]
    assert {seen for after, seen in looks if after} == {0}
    assert {seen for _after, seen in looks} <= {0, 2}


def test_yes_said_many_times_at_once_makes_one_grant(stage: Stage) -> None:
    consent = stage.ask()

    def give() -> bool:
        with acting(stage.amal, now=LATER):
            return consents.give(consent=Consent.objects.get(pk=consent.pk), now=LATER)

    answers = at_once([give] * MANY)
    assert (count(answers, True), count(answers, False)) == (1, MANY - 1)
    assert ConsentEvent.objects.filter(consent=consent, kind="given").count() == 1
    assert Grant._base_manager.filter(consent=consent).count() == 1


# Leaving, and another role


def test_whoever_left_meanwhile_does_not_act(house: House) -> None:
    house.grant("association", "identity", "work")
    client, left = as_staff(house, "advisor"), Event()
    path, said = f"/de/staff/people/{house.amal.pk}/", {"category": "work", "key": "job", "value": "baker"}

    def leave() -> None:
        Membership.objects.update(ended_at=timezone.now())
        left.set()

    def write() -> list[tuple[bool, str]]:
        answers: list[tuple[bool, str]] = []
        while not answers or not answers[-1][0]:
            after = left.is_set()
            answers.append((after, client.post(path, said)["Location"]))
        return answers

    answers = at_once([write, leave])
    after = [where for late, where in answers[0] if late]
    assert after
    assert all("sign-in" in where for where in after)


def test_a_role_taken_during_a_session_is_gone_with_the_next_click(house: House) -> None:
    client, administrator = as_staff(house, "administrator", "authority"), User.objects.create_user("a@haus.example")
    membership = Membership.objects.get()
    assert client.get("/de/staff/users/").status_code == 200

    def change(role: Role) -> Callable[[], Any]:
        return lambda: accounts.change_role(membership=membership, role=role, by=administrator, now=timezone.now())

    at_once([change(Role.COORDINATOR), change(Role.STEERING), change(Role.COORDINATOR)])
    assert Membership.objects.filter(user=membership.user, role=Role.ADMINISTRATOR, ended_at=None).count() == 0
    assert client.get("/de/staff/users/").status_code in (302, 403)


def test_signing_out_at_once_in_many_windows_leaves_no_way_back(house: House) -> None:
    client = as_staff(house, "advisor")
    windows = [Client() for _ in range(MANY)]
    for one in windows:
        one.cookies.update(client.cookies)
    answers = at_once([lambda one=one: one.post("/de/account/sign-out/").status_code for one in windows])
    assert all(isinstance(one, int) and one < 500 for one in answers), answers
    assert client.get("/de/staff/").status_code == 302


# Once


def invited(house: House) -> str:
    """The token of an invitation, from its letter."""
    accounts.invite(
        email="new@haus.example", organization=house.offices["association"], role=Role.ADVISOR, by=None,
        now=timezone.now(),
    )  # fmt: skip
    found = re.search(r"/invitation/([\w-]+)/", Message.objects.get(to="new@haus.example").text)
    assert found
    return found[1]


def accept(token: str) -> Callable[[], Any]:
    return lambda: accounts.accept_invitation(token=token, name="Neu", password=PASSWORD, now=timezone.now())


def test_an_invitation_is_accepted_once(house: House) -> None:
    answers = at_once([accept(invited(house))] * MANY)
    assert (count(answers, Membership), count(answers, accounts.InvitationOver)) == (1, MANY - 1), answers
    assert Membership.objects.filter(user__email="new@haus.example").count() == 1


def test_an_invitation_taken_back_while_it_is_accepted_is_one_of_both(house: House) -> None:
    token = invited(house)
    invitation = Invitation.objects.get()

    def revoke() -> bool:
        return accounts.revoke_invitation(invitation=invitation, now=timezone.now())

    answers = at_once([accept(token), revoke, accept(token), revoke])
    invitation.refresh_from_db()
    assert (invitation.accepted_at is None) != (invitation.revoked_at is None)
    assert count(answers, Membership) == Membership.objects.filter(user__email="new@haus.example").count()
    assert count(answers, True) == (invitation.revoked_at is not None)
    assert count(answers, Membership) + count(answers, True) == 1


def test_a_code_tried_by_many_at_once_is_tried_three_times(house: House) -> None:
    session: dict[str, Any] = {}
    now = timezone.now()
    codes.ask(session, contact=codes.Contact(house.amal.email), language="en", now=now)
    letter = Message.objects.get(to=house.amal.email)
    code = re.search(r"\b(\d{6})\b", letter.text)
    assert code
    wrong = f"{(int(code[1]) + 1) % 10**6:06}"
    at_once([lambda: codes.prove(dict(session), code=wrong, now=now)] * MANY)
    assert codes.prove(dict(session), code=code[1], now=now) is None


def test_an_emergency_look_twice_at_once_is_told_and_ends_each_time(stage: Stage) -> None:
    stage.make_officer()

    def smash() -> BrokenGlass:
        with acting(stage.social, now=LATER):
            return consents.break_glass(
                person=stage.house.amal.pk, reason="She collapsed at the counter; who belongs to her?", now=LATER
            )

    answers = at_once([smash] * 2)
    looks = list(BrokenGlass.objects.all())
    assert count(answers, BrokenGlass) == len(looks) >= 1
    assert Message.objects.filter(kind="broken-glass").count() == len(looks)
    assert {one.until for one in looks} == {LATER + timedelta(minutes=30)}


def test_two_reviews_of_one_look_at_once_are_one(stage: Stage) -> None:
    stage.make_officer()
    with acting(stage.social, now=LATER):
        glass = consents.break_glass(
            person=stage.house.amal.pk, reason="She collapsed at the counter; who belongs to her?", now=LATER
        )

    def review(actor: Actor, finding: str) -> Callable[[], Any]:
        def say() -> bool:
            with acting(actor, now=LATER):
                return consents.review_glass(glass=glass, finding=finding, now=LATER)

        return say

    answers = at_once(
        [review(stage.protection, "fine"), review(stage.protection, "not fine"), review(stage.social, "fine")]
    )
    assert (count(answers, True), count(answers, False), count(answers, Refused)) == (1, 1, 1)
