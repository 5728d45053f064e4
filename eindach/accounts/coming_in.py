"""Who is there: from session and user to the actor, asked anew on every request."""

from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.db.models import Q
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

from eindach.kernel.actor import Actor

from . import kept
from .models import Membership, Person, User
from .models.person import by_mail
from .rates import client_address
from .sessions import came_by_code, passed_second_factor

CHOSEN: Final = "membership"
"""Key of the session: the membership staff with several of them act in."""


class Elsewhere(Exception):
    """Not through this door. `leads_to` is where to go first, None a refusal; `actor`: whose refusal is remembered."""

    def __init__(self, leads_to: HttpResponseRedirect | None, actor: Actor | None = None) -> None:
        super().__init__()
        self.leads_to = leads_to
        self.actor = actor


def staff_at(request: HttpRequest, now: datetime) -> Actor:
    """The staff actor of a request, or Elsewhere: to the sign-in, the set-up of a second factor, the choice of a
    membership. Who has none left is signed out."""
    user = request.user
    if not isinstance(user, User):
        raise Elsewhere(to(request, "account_login"))
    if came_by_code(request.session):
        raise Elsewhere(None, Actor(kind="person", user=user.pk, address=client_address(request)))
    memberships = live_memberships(user, now)
    if not memberships:
        logout(request)
        raise Elsewhere(
            to(request, "account_login"), Actor(kind="staff", user=user.pk, address=client_address(request))
        )
    if not (has_second_factor(user) and passed_second_factor(request.session, user.pk)):
        raise Elsewhere(to(request, "accounts:second-factor"))
    chosen = request.session.get(CHOSEN)
    mine = [one for one in memberships if not chosen or str(one.pk) == chosen]
    if len(mine) != 1:  # also where the chosen one has ended: nobody slips into another role by that
        raise Elsewhere(to(request, "accounts:switch"))
    return actor_of(mine[0], address=client_address(request))


def person_at(request: HttpRequest, now: datetime) -> Actor:
    """The newcomer of a request, or Elsewhere: to the sign-in by code."""
    user = request.user
    if not isinstance(user, User) or not came_by_code(request.session):
        raise Elsewhere(to(request, "accounts:code"))
    persons = tuple(one.pk for one in persons_of(user))
    return Actor(kind="person", user=user.pk, persons=persons, address=client_address(request))


def live_memberships(user: User, now: datetime) -> list[Membership]:
    found = Membership.objects.live(now).filter(user=user)
    return list(found.select_related("organization", "municipality"))


def has_second_factor(user: User) -> bool:
    """Recovery codes alone are none: they are for who has lost theirs."""
    others = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(others.exists())


def persons_of(user: User) -> list[Person]:
    """The people the user's proved contact belongs to; before anybody acts."""
    mine = Q(pk=None)
    if user.email:
        mine |= by_mail(user.email)
    if user.phone:
        mine |= Q(phone=user.phone)
    return list(Person._base_manager.filter(mine).order_by("created_at"))


def actor_of(membership: Membership, *, address: str = "") -> Actor:
    return Actor(
        kind="staff",
        user=membership.user_id,
        organization=membership.organization_id,
        organization_kind=membership.organization.kind,
        role=membership.role,
        municipality=membership.municipality_id or "",
        address=address,
    )


def home_of(request: HttpRequest) -> str:
    """Where whoever is signed in begins."""
    return resolve_url(settings.OWN_DOOR_URL if came_by_code(request.session) else settings.LOGIN_REDIRECT_URL)


def to(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """To that page and back afterwards: here, or where the form stood whose fields are kept meanwhile (kept.py)."""
    reads = request.method in ("GET", "HEAD")
    back = {"next": request.get_full_path() if reads else kept.keep(request, now=timezone.now())}
    if getattr(request, "session_is_over", False):
        back["over"] = "1"
    return HttpResponseRedirect(f"{resolve_url(name)}?{urlencode(back)}")
