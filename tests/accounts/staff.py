"""Staff of the tests: members of the house's offices, and how they sign in."""

import time
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import Membership, Role, User
from tests.permission.house import House

PASSWORD = "vier Dächer über Düren"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Desk:
    """Makes members of staff."""

    house: House

    def member(self, role: Role, kind: str = "authority", *, email: str = "", app: bool = True) -> Membership:
        """Somebody in this role, with a password and (unless said) an app for codes."""
        email = email or f"{role}@haus.example"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, PASSWORD, name=role.title())
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            if app:
                TOTP.activate(user, SECRET)
        town = "05358008" if role == Role.SOCIAL_CLERK else None
        return Membership.objects.create(
            user=user, organization=self.house.offices[kind], role=role, municipality_id=town, begun_at=timezone.now()
        )

    def signed_in(self, role: Role, kind: str = "authority") -> Client:
        """A browser in which they have passed both steps."""
        return at_the_desk(self.member(role, kind).user)


def at_the_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    sessions.mark_second_factor(session, user.pk)
    session.save()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1", user_agent="a test")
    return client


def code_now(secret: str = SECRET) -> str:
    """What the app shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/de/account/sign-in/", {"login": email, "password": password})


def kept_secret(user: User) -> str:
    """As it lies in the database."""
    return Authenticator.objects.get(user=user, type="totp").data["secret"]


def opened(kept: str) -> str:
    return get_adapter().decrypt(kept)
