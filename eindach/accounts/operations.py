"""Who works for whom: inviting, accepting, changing a role, leaving. Each leaves an event in the trail."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q, QuerySet

from eindach.directory.models import Municipality, Organization
from eindach.kernel.identifiers import small, token_digest
from eindach.notifications.addresses import address_of

from .acting import as_program
from .events import touched
from .letters import send_invitation
from .models import Invitation, Membership, Role, User
from .models.membership import OF_A_MUNICIPALITY
from .registry.erasing import anonymise
from .rules import works_at

INVITATION_LASTS: Final = timedelta(days=14)


class InvitationOver(ValueError):
    """Unknown, accepted, taken back or too old: the answer is the same."""


class SignInFirst(ValueError):
    """The invited address belongs to a user with a password; the invitation is theirs to accept, signed in."""


class NeedsMunicipality(ValueError):
    """This role is of one municipality, and none was named."""


class NotThere(ValueError):
    """There is no such task at this kind of organization: a bank has no clerk of the foreigners' office."""


class OwnMembership(ValueError):
    """Nobody changes or ends their own membership: the last administrator would lock the house."""


class OwnInvitation(ValueError):
    """Nobody gives themselves a role: who rules the users would read every file of the house."""


class HasLeft(ValueError):
    """Meanwhile they left: what has ended is not changed into something live."""


class AlreadyMember(ValueError):
    """They have this role there already."""


def invite(
    *,
    email: str,
    organization: Organization,
    role: Role,
    municipality: Municipality | None = None,
    language: str = "de",
    by: User | None,
    now: datetime,
) -> Invitation:
    """Offer a membership by mail. An open offer of the same is taken back. NoAddress, NotThere, NeedsMunicipality,
    OwnInvitation, AlreadyMember."""
    email = address_of(email)
    if by and small(by.email or "") == email:
        raise OwnInvitation(email)
    town = _fitting(role, organization, municipality)
    with transaction.atomic():
        if Membership.objects.live(now).filter(user__email=email, organization=organization, role=role).exists():
            raise AlreadyMember(email)
        same = Invitation.objects.filter(email=email, organization=organization, role=role)
        same.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            email=email,
            organization=organization,
            role=role,
            municipality=town,
            token_digest=token_digest(token),
            invited_by=by,
            sent_at=now,
            good_until=now + INVITATION_LASTS,
        )
        send_invitation(invitation, token=token, language=language, now=now)
        _tell("invite", "invitation", invitation.pk)
    return invitation


def revoke_invitation(*, invitation: Invitation, now: datetime) -> bool:
    """Take an offer back; False when it was no longer open."""
    still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not still.update(revoked_at=now):
        return False
    _tell("revoke", "invitation", invitation.pk)
    return True


def open_invitation(*, token: str, now: datetime) -> Invitation:
    """The offer this token is of; changes nothing. InvitationOver."""
    found = Invitation.objects.select_related("organization").filter(token_digest=token_digest(token)).first()
    if found is None or not found.is_open(now):
        raise InvitationOver
    return found


def accept_invitation(
    *, token: str, now: datetime, name: str = "", password: str = "", user: User | None = None
) -> Membership:
    """Turn the offer into a membership, once. A new user gets this name and password; one who has a password already
    must be the signed-in `user`. InvitationOver, SignInFirst, OwnInvitation."""
    with transaction.atomic():
        Invitation.objects.select_for_update().filter(token_digest=token_digest(token)).first()
        invitation = open_invitation(token=token, now=now)
        who = _invited(invitation, name=name, password=password, user=user)
        if who.pk == invitation.invited_by_id:
            raise OwnInvitation(invitation.email)
        membership, _new = Membership.objects.get_or_create(
            user=who,
            organization=invitation.organization,
            role=invitation.role,
            ended_at=None,
            defaults={"municipality": invitation.municipality, "begun_at": now},
        )
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
        _tell("accept", "invitation", invitation.pk)
    return membership


def change_role(
    *, membership: Membership, role: Role, municipality: Municipality | None = None, by: User, now: datetime
) -> Membership:
    """The old membership ends and stays as what was; the new one begins. OwnMembership, HasLeft, NotThere,
    NeedsMunicipality, AlreadyMember."""
    town = _fitting(role, membership.organization, municipality)
    with transaction.atomic():
        others = Membership.objects.live(now).filter(user=membership.user_id, organization=membership.organization_id)
        if others.exclude(pk=membership.pk).filter(role=role).exists():
            raise AlreadyMember(str(membership.user))
        if not _end(membership, by=by, now=now):
            raise HasLeft(str(membership.user))
        changed = Membership.objects.create(
            user=membership.user, organization=membership.organization, role=role, municipality=town, begun_at=now
        )
        _tell("change-role", "membership", changed.pk)
    return changed


def end_membership(*, membership: Membership, by: User, now: datetime) -> bool:
    """They leave: refused from the next request on. Without another membership their sign-ins end too. False when it
    had ended before. OwnMembership."""
    with transaction.atomic():
        if not _end(membership, by=by, now=now):
            return False
        _tell("end", "membership", membership.pk)
        if not Membership.objects.live(now).filter(user=membership.user_id).exists():
            # Sessions are no affair of the role the administrator acts in: after the commit the program ends them.
            transaction.on_commit(lambda: end_sessions(membership.user))
    return True


def remove_for_good(*, user: User, by: User, now: datetime) -> bool:
    """Nothing is left that says who they were: no name or address, no password or second factor, no session, no
    invitation. Rows that name them keep an id that leads nowhere; what they did stays in the trail. False: that has
    been done before. OwnMembership."""
    if user.pk == by.pk:
        raise OwnMembership
    with transaction.atomic():
        known = User.objects.select_for_update().get(pk=user.pk)
        if known.email is None and known.phone is None:
            return False
        Membership.objects.live(now).filter(user=user).update(ended_at=now)
        with as_program(now=now):  # sign-ins are no affair of the role the administrator acts in
            Invitation.objects.filter(email=known.email).delete()
            end_sessions(user)
            anonymise("account", [user.pk])
        _tell("anonymise", "user", user.pk)
    return True


def who_left(now: datetime) -> QuerySet[User]:
    """Users who worked here, work here no more, and still have a name."""
    named = User.objects.filter(Q(email__isnull=False) | Q(phone__isnull=False), memberships__isnull=False)
    return named.exclude(pk__in=Membership.objects.live(now).values("user")).distinct().order_by("name")


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def _end(membership: Membership, *, by: User, now: datetime) -> bool:
    if membership.user_id == by.pk:
        raise OwnMembership
    # The check of the row: one ends, a second call finds nothing.
    return bool(Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=now))


def _invited(invitation: Invitation, *, name: str, password: str, user: User | None) -> User:
    known = User.objects.filter(email=invitation.email).first()
    if known and known.has_usable_password():
        if user is None or user.pk != known.pk:
            raise SignInFirst
        return known
    if known is None:
        known = User.objects.create_user(invitation.email, password, name=name)
    else:
        known.name = name
        known.set_password(password)
        known.save(update_fields=["name", "password"])
    EmailAddress.objects.get_or_create(user=known, email=invitation.email, defaults={"verified": True, "primary": True})
    return known


def _fitting(role: Role, organization: Organization, municipality: Municipality | None) -> Municipality | None:
    """The municipality the role is about, if it is about one, and exists at this organization."""
    if not works_at(role, organization.kind):
        raise NotThere(f"{role} at {organization.kind}")
    if role not in OF_A_MUNICIPALITY:
        return None
    if municipality is None:
        raise NeedsMunicipality(role)
    return municipality


def _tell(act: str, kind: str, about: object) -> None:
    touched.send(sender=User, act=act, kind=kind, object=about)
