"""Browsers of people who have signed in, without the way there (tests/accounts walks it)."""

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import Membership, User
from tests.cast import NOW

from .house import TOWN, House

WORKS_AT = {"partner": "bank", "social-clerk": "municipality", "jobcenter-clerk": "jobcenter", "abh-clerk": "authority"}


def as_staff(house: House, role: str, kind: str = "") -> Client:
    """Somebody of this role, with a second factor, at the office of this kind (or the usual one)."""
    kind = kind or WORKS_AT.get(role, "association")
    actor = house.staff(role, kind, TOWN if role == "social-clerk" else "")
    Membership.objects.get_or_create(
        user_id=actor.user, organization_id=actor.organization, role=role, municipality_id=actor.municipality or None,
        defaults={"begun_at": NOW},
    )  # fmt: skip
    Authenticator.objects.get_or_create(user_id=actor.user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return with_both_steps(User.objects.get(pk=actor.user))


def with_both_steps(user: User) -> Client:
    """Somebody who works somewhere has passed both."""
    client = _signed_in(user)
    session = client.session
    sessions.mark_second_factor(session, user.pk)
    session.save()
    return client


def as_person(email: str) -> Client:
    """A newcomer who has proved this address by a code."""
    user, _new = User.objects.get_or_create(email=email)
    client = _signed_in(user)
    session = client.session
    sessions.mark_by_code(session)
    session.save()
    return client


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    sessions.begin(session, now=timezone.now())
    session.save()
    return client
