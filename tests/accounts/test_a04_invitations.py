"""Staff come by invitation: offered by mail, taken once."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from eindach.accounts import operations
from eindach.accounts.acting import in_role
from eindach.accounts.demo import CAST
from eindach.accounts.models import Invitation, Membership, Role, User
from eindach.accounts.row_security import WEB
from eindach.accounts.rules import WORKS_AT, works_at
from eindach.consent.models import AuditEvent
from eindach.directory.models import Municipality
from eindach.notifications.models import Message
from tests.accounts.staff import PASSWORD, Desk, at_the_desk
from tests.cast import NOW

NEW = "neu@haus.example"
GIVEN = {"name": "Nora Neu", "password": PASSWORD}


def invite(desk: Desk, email: str = NEW, role: Role = Role.ADVISOR, now=NOW, at: str = "association", **more) -> str:
    """The link's token."""
    operations.invite(email=email, organization=desk.house.offices[at], role=role, by=None, now=now, **more)
    return token_of(Message.objects.order_by("-written_at").first())


def token_of(message: Message) -> str:
    found = re.search(r"/staff/invitation/([\w-]{43})/", message.text)
    assert found
    return found.group(1)


def test_whoever_is_invited_is_a_member_once_they_accept(desk: Desk) -> None:
    membership = operations.accept_invitation(token=invite(desk), now=NOW, **GIVEN)
    assert (membership.user.email, membership.role) == (NEW, "advisor")
    assert membership.user.check_password(PASSWORD)
    acts = AuditEvent._base_manager.filter(kind="invitation").values_list("act", flat=True)
    assert sorted(acts) == ["accept", "invite"]


def test_an_invitation_is_good_once(desk: Desk) -> None:
    token = invite(desk)
    operations.accept_invitation(token=token, now=NOW, **GIVEN)
    with pytest.raises(operations.InvitationOver):
        operations.accept_invitation(token=token, now=NOW, **GIVEN)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(("days", "good"), [(13, True), (14, False)])
def test_an_invitation_is_good_for_two_weeks(desk: Desk, days: int, good: bool) -> None:
    token = invite(desk)
    later = NOW + timedelta(days=days)
    if good:
        assert operations.accept_invitation(token=token, now=later, **GIVEN)
    else:
        with pytest.raises(operations.InvitationOver):
            operations.accept_invitation(token=token, now=later, **GIVEN)


def test_an_invitation_taken_back_is_over(desk: Desk) -> None:
    token = invite(desk)
    assert operations.revoke_invitation(invitation=Invitation.objects.get(), now=NOW)
    with pytest.raises(operations.InvitationOver):
        operations.accept_invitation(token=token, now=NOW, **GIVEN)


def test_a_second_invitation_takes_the_first_back(desk: Desk) -> None:
    first = invite(desk)
    second = invite(desk, now=NOW + timedelta(minutes=1))
    with pytest.raises(operations.InvitationOver):
        operations.accept_invitation(token=first, now=NOW + timedelta(minutes=2), **GIVEN)
    assert operations.accept_invitation(token=second, now=NOW + timedelta(minutes=2), **GIVEN)


def test_the_token_itself_is_not_stored(desk: Desk) -> None:
    token = invite(desk)
    assert token not in str(Invitation.objects.values())


def test_a_clerk_of_a_town_needs_the_town(desk: Desk) -> None:
    with pytest.raises(operations.NeedsMunicipality):
        invite(desk, role=Role.SOCIAL_CLERK, at="municipality")
    token = invite(desk, role=Role.SOCIAL_CLERK, at="municipality", municipality=Municipality.objects.get(name="Düren"))
    assert operations.accept_invitation(token=token, now=NOW, **GIVEN).municipality.name == "Düren"


def test_somebody_with_a_password_accepts_signed_in_and_keeps_it(desk: Desk) -> None:
    known = desk.member(Role.ABH_CLERK).user
    token = invite(desk, known.email)
    with pytest.raises(operations.SignInFirst):
        operations.accept_invitation(token=token, now=NOW, name="Mallory", password="ein anderes Passwort")
    with pytest.raises(operations.SignInFirst):
        operations.accept_invitation(token=token, now=NOW, user=desk.member(Role.STEERING).user)
    assert operations.accept_invitation(token=token, now=NOW, user=known).user == known
    assert User.objects.get(pk=known.pk).check_password(PASSWORD)


def test_opening_the_link_changes_nothing(desk: Desk, client: Client) -> None:
    token = invite(desk, now=timezone.now())
    assert client.get(f"/de/staff/invitation/{token}/").status_code == 200
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(email=NEW).exists()


def test_the_page_takes_name_and_password_and_goes_on_to_the_second_step(desk: Desk, client: Client) -> None:
    token = invite(desk, now=timezone.now())
    assert client.post(f"/de/staff/invitation/{token}/", GIVEN).url == "/de/account/second-factor/"
    assert client.get("/de/account/app/").status_code == 200  # the password was given just now
    assert client.get(f"/de/staff/invitation/{token}/").status_code == 410


def test_the_page_refuses_a_weak_password(desk: Desk, client: Client) -> None:
    token = invite(desk, now=timezone.now())
    answer = client.post(f"/de/staff/invitation/{token}/", GIVEN | {"password": "kurz"})
    assert answer.context["form"].errors["password"]
    assert not User.objects.filter(email=NEW).exists()


def test_a_guessed_token_is_answered_like_an_old_one(client: Client, db: None) -> None:
    assert client.get(f"/de/staff/invitation/{'x' * 43}/").status_code == 410


def test_the_administrator_invites_from_the_page(desk: Desk) -> None:
    client = desk.signed_in(Role.ADMINISTRATOR)
    office = desk.house.offices["bank"]
    given = {"email": NEW, "organization": office.pk, "role": "expert", "language": "en"}
    assert client.post("/de/staff/users/invite/", given).url == "/de/staff/users/"
    letter = Message.objects.get(to=NEW)
    assert "you are invited" in letter.text
    assert client.get("/de/staff/users/").content.decode().count(NEW) >= 1
    assert operations.accept_invitation(token=token_of(letter), now=timezone.now(), **GIVEN).role == "expert"


def test_only_the_administrator_invites(desk: Desk) -> None:
    client = desk.signed_in(Role.ADVISOR_LEAD, "association")
    assert client.post("/de/staff/users/invite/", {"email": NEW}).status_code == 403
    assert not Invitation.objects.exists()


def test_roles_are_changed_and_the_old_one_stays_as_what_was(desk: Desk) -> None:
    boss, clerk = desk.member(Role.ADMINISTRATOR), desk.member(Role.ABH_CLERK)
    client = at_the_desk(boss.user)
    client.post(f"/de/staff/users/{clerk.pk}/", {"role": "front-desk"})
    roles = [(one.role, one.ended_at is None) for one in clerk.user.memberships.all()]
    assert roles == [("abh-clerk", False), ("front-desk", True)]


def test_nobody_changes_or_ends_their_own_role(desk: Desk) -> None:
    boss = desk.member(Role.ADMINISTRATOR)
    client = at_the_desk(boss.user)
    client.post(f"/de/staff/users/{boss.pk}/", {"role": "advisor"})
    assert client.post(f"/de/staff/users/{boss.pk}/end/").status_code == 409
    assert [one.role for one in Membership.objects.live(timezone.now())] == ["administrator"]


def test_a_foreign_identifier_is_not_found(desk: Desk) -> None:
    assert desk.signed_in(Role.ADMINISTRATOR).get(f"/de/staff/users/{desk.house.amal.pk}/").status_code == 404


def test_leaving_ends_the_sign_ins_of_who_has_no_other_task(desk: Desk, django_capture_on_commit_callbacks) -> None:
    boss, clerk = desk.member(Role.ADMINISTRATOR), desk.member(Role.ABH_CLERK)
    theirs = at_the_desk(clerk.user)
    with django_capture_on_commit_callbacks(execute=True):
        at_the_desk(boss.user).post(f"/de/staff/users/{clerk.pk}/end/")
    assert "_auth_user_id" not in theirs.session
    assert not operations.end_membership(membership=clerk, by=boss.user, now=timezone.now())


def test_who_has_another_task_stays_signed_in(desk: Desk, django_capture_on_commit_callbacks) -> None:
    boss = desk.member(Role.ADMINISTRATOR)
    one = desk.member(Role.ABH_CLERK, email="zwei@haus.example")
    desk.member(Role.ADVISOR, "association", email="zwei@haus.example")
    theirs = at_the_desk(one.user)
    with django_capture_on_commit_callbacks(execute=True):
        operations.end_membership(membership=one, by=boss.user, now=timezone.now())
    assert "_auth_user_id" in theirs.session


NO_SUCH_TASK = [(Role.ABH_CLERK, "bank"), (Role.ADMINISTRATOR, "bank"), (Role.PARTNER, "jobcenter")]


@pytest.mark.parametrize(("role", "kind"), NO_SUCH_TASK)
def test_nobody_is_invited_to_a_task_an_organization_does_not_have(desk: Desk, role: Role, kind: str) -> None:
    with pytest.raises(operations.NotThere):
        invite(desk, role=role, at=kind)
    given = {"email": NEW, "organization": desk.house.offices[kind].pk, "role": role, "language": "de"}
    answer = desk.signed_in(Role.ADMINISTRATOR).post("/en/staff/users/invite/", given)
    assert answer.context["form"].errors["role"] == ["There is no such task at this organization. Choose another role."]
    assert not Invitation.objects.exists()


def test_nobody_is_changed_into_a_role_their_organization_does_not_have(desk: Desk) -> None:
    boss, expert = desk.member(Role.ADMINISTRATOR), desk.member(Role.EXPERT, "bank")
    at_the_desk(boss.user).post(f"/de/staff/users/{expert.pk}/", {"role": "abh-clerk"})
    assert [one.role for one in expert.user.memberships.all()] == ["expert"]
    with pytest.raises(operations.NotThere):
        operations.change_role(membership=expert, role=Role.ABH_CLERK, by=boss.user, now=NOW)


@pytest.mark.parametrize(("role", "kind"), NO_SUCH_TASK)
def test_the_database_refuses_such_a_member_to_the_program(desk: Desk, role: Role, kind: str) -> None:
    user = User.objects.create_user(NEW)
    with pytest.raises(DatabaseError), in_role(WEB):
        Membership.objects.create(user=user, organization=desk.house.offices[kind], role=role, begun_at=NOW)
    with in_role(WEB):
        assert Membership.objects.create(
            user=user, organization=desk.house.offices["authority"], role=Role.ABH_CLERK, begun_at=NOW
        )


def test_every_role_has_a_place_and_the_cast_stands_at_theirs() -> None:
    assert set(WORKS_AT) == set(Role)
    assert all(works_at(part.role, kind) for part in CAST for kind in part.kinds)
