"""Nobody gets into a role by themselves: not by an invitation of their own, not after leaving, not by an old choice."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from eindach.accounts import operations, sessions
from eindach.accounts.acting import acting
from eindach.accounts.coming_in import CHOSEN
from eindach.accounts.models import Invitation, Membership, Role, User
from eindach.kernel.actor import Actor
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.permission.house import House
from tests.permission.signed_in import as_staff

from .test_a04_invitations import GIVEN, token_of


@pytest.fixture
def administrator(house: House) -> User:
    as_staff(house, "administrator")
    return house.users["administrator.association"]


def invite(house: House, by: User | None, email: str) -> str:
    operations.invite(email=email, organization=house.offices["association"], role=Role.ADVISOR, by=by, now=NOW)
    return token_of(Message.objects.order_by("-written_at").first())


def test_administrators_do_not_invite_themselves(house: House, administrator: User) -> None:
    for spelled in (administrator.email, f" {administrator.email.upper()} "):
        with pytest.raises(operations.OwnInvitation):
            invite(house, administrator, spelled)
    assert not Invitation.objects.exists()


def test_the_page_says_so_at_the_address(house: House, administrator: User) -> None:
    said = {"email": administrator.email, "organization": str(house.offices["association"].pk), "role": "advisor"}
    page = as_staff(house, "administrator").post("/de/staff/users/invite/", said | {"language": "de"})
    assert "email" in page.context["form"].errors
    assert not Invitation.objects.exists()


def test_an_invitation_that_became_one_s_own_is_not_accepted(house: House, administrator: User) -> None:
    token = invite(house, administrator, "neu@haus.example")
    Invitation.objects.update(email=administrator.email)
    administrator.set_password(GIVEN["password"])
    administrator.save()
    with pytest.raises(operations.OwnInvitation):
        operations.accept_invitation(token=token, now=NOW, user=administrator)
    assert as_staff(house, "administrator").post(f"/de/staff/invitation/{token}/").status_code == 410
    assert not Membership.objects.filter(role="advisor").exists()


def test_somebody_else_is_invited(house: House, administrator: User) -> None:
    token = invite(house, administrator, "neu@haus.example")
    assert operations.accept_invitation(token=token, now=NOW, **GIVEN).role == "advisor"


OWN = [
    lambda house, me: Membership.objects.create(
        user=me, organization=house.offices["association"], role=Role.ADVISOR, begun_at=NOW
    ),
    lambda house, me: Invitation.objects.create(
        email=me.email, organization=house.offices["association"], role=Role.ADVISOR, invited_by=me, sent_at=NOW,
        good_until=NOW + timedelta(days=1), token_digest="0" * 64,
    ),
    lambda house, me: Invitation.objects.create(
        email="neu@haus.example", organization=house.offices["association"], role=Role.ADVISOR, invited_by=None,
        sent_at=NOW, good_until=NOW + timedelta(days=1), token_digest="0" * 64,
    ),
]  # fmt: skip


@pytest.mark.parametrize("act", OWN, ids=["a membership", "an invitation", "an invitation by nobody"])
def test_the_database_refuses_it_too(house: House, administrator: User, act) -> None:
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        acting(house.staff("administrator", "association"), now=NOW),
    ):
        act(house, administrator)


def test_whoever_left_is_not_brought_back_by_a_change_of_role(house: House, administrator: User) -> None:
    as_staff(house, "advisor")
    membership = Membership.objects.get(role="advisor")
    seen_before = Membership.objects.get(pk=membership.pk)
    operations.end_membership(membership=membership, by=administrator, now=NOW)
    with pytest.raises(operations.HasLeft):
        operations.change_role(membership=seen_before, role=Role.ADVISOR_LEAD, by=administrator, now=NOW)
    assert not Membership.objects.live(NOW).filter(user=membership.user).exists()


def two_roles(house: House) -> tuple:
    """An advisor who is a clerk as well and has chosen to be the advisor."""
    client = as_staff(house, "advisor")
    user = house.users["advisor.association"]
    chosen = Membership.objects.get(user=user)
    other = Membership.objects.create(
        user=user, organization=house.offices["authority"], role=Role.ABH_CLERK, begun_at=NOW
    )
    session = client.session
    session[CHOSEN] = str(chosen.pk)
    session.save()
    return client, chosen, other


def test_when_the_chosen_task_ends_nobody_slips_into_the_other_one(house: House) -> None:
    client, chosen, other = two_roles(house)
    assert client.get("/de/staff/").status_code == 200
    Membership.objects.filter(pk=chosen.pk).update(ended_at=timezone.now())
    assert client.get("/de/staff/").url == "/de/account/switch/?next=%2Fde%2Fstaff%2F"
    page = client.get("/de/account/switch/?next=%2Fde%2Fstaff%2F")
    assert page.context["has_ended"]
    assert client.post("/de/account/switch/?next=%2Fde%2Fstaff%2F", {"membership": str(other.pk)}).url == "/de/staff/"
    assert client.get("/de/staff/").wsgi_request.actor.role == "abh-clerk"


def test_whoever_never_had_to_choose_is_not_asked(house: House) -> None:
    client = as_staff(house, "advisor")
    assert client.get("/de/staff/").status_code == 200
    assert not client.get("/de/account/switch/").context["has_ended"]


def test_taking_an_invitation_back_asks_who_is_there(house: House, administrator: User) -> None:
    invite(house, administrator, "neu@haus.example")
    client, path = (
        as_staff(house, "administrator"),
        f"/de/staff/users/invitations/{Invitation.objects.get().pk}/revoke/",
    )
    session = client.session
    session[sessions.PROVED] = 0
    session.save()
    assert client.post(path).url.startswith("/de/account/check/again/?next=")
    assert Invitation.objects.get().revoked_at is None
    session[sessions.PROVED] = timezone.now().timestamp()
    session.save()
    assert client.post(path).url == "/de/staff/users/"
    assert Invitation.objects.get().revoked_at is not None


def test_a_program_may_invite_anybody(house: House) -> None:
    assert Actor(kind="program").user is None
    assert invite(house, None, "erste@haus.example")
