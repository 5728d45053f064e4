"""What signing in leaves in the session and in the trail."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_used
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from eindach.kernel.actor import Actor, acting_as

from . import sessions
from .events import touched
from .models import User
from .rates import client_address


def connect() -> None:
    user_logged_in.connect(_began, dispatch_uid="accounts")
    user_logged_out.connect(_ended, dispatch_uid="accounts")
    user_login_failed.connect(_failed, dispatch_uid="accounts")
    authentication_failed.connect(_failed, dispatch_uid="accounts")
    authentication_step_completed.connect(_proved, dispatch_uid="accounts")
    authenticator_used.connect(_second, dispatch_uid="accounts")
    authenticator_added.connect(_second, dispatch_uid="accounts")


def _began(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    sessions.begin(request.session, now=timezone.now())
    if hasattr(request, "user"):
        UserSession.objects.create_from_request(request)
    _tell("sign-in", request, user)


def _ended(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    request.has_signed_out = True  # type: ignore[attr-defined]
    if user:
        _tell("sign-out", request, user)


def _failed(sender: Any, request: HttpRequest | None = None, user: User | None = None, **_: Any) -> None:
    """A wrong password or a wrong code. The address that was tried is not written down: it may be a mistyped one."""
    if request is not None:
        _tell("sign-in-failed", request, user)


def _proved(sender: Any, request: HttpRequest, reauthenticated: bool = False, **_: Any) -> None:
    sessions.prove_anew(request.session, now=timezone.now())
    if reauthenticated:
        _renew_the_key(request)


def _renew_the_key(request: HttpRequest) -> None:
    """Who has just shown who they are gets a session key nobody else can know (ASVS 5.0, 7.2.4); signing in itself is
    Django's affair."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def _second(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    sessions.mark_second_factor(request.session, user.pk)


def _tell(act: str, request: HttpRequest, user: User | None) -> None:
    # Nobody acts for anybody yet, or any longer: the event is of the user alone.
    about = user.pk if user else None
    actor = Actor(kind="public", user=about, address=client_address(request))
    with acting_as(actor, now=timezone.now()):
        touched.send(sender=User, act=act, kind="user", object=about or "")
