"""The cast of the demonstration: one sample member of staff for each task, at an organization of the loaded region."""

from datetime import datetime
from typing import Final, NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from eindach.directory.models import Municipality, Organization

from .models import Membership, Role, User
from .models.membership import OF_A_MUNICIPALITY

DOMAIN: Final = "besetzung.example"
K = Organization.Kind


class NotADemonstration(RuntimeError):
    """The cast has no place in a house where real people are helped."""


class Part(NamedTuple):
    """One of the cast: their task, the kind of organization it is done at, and which of the kind first, if the region
    has it."""

    role: Role
    kinds: tuple[str, ...]
    name: str
    first: str = ""


CAST: Final = (
    Part(Role.FRONT_DESK, (K.WELCOME, K.AUTHORITY), "Frauke Empfang"),
    Part(Role.EXPERT, (K.BANK,), "Bernd Bank"),
    Part(Role.ADVISOR, (K.ASSOCIATION, K.WELCOME), "Berit Beratung"),
    Part(Role.ADVISOR_LEAD, (K.ASSOCIATION, K.WELCOME), "Lena Leitung"),
    Part(Role.ABH_CLERK, (K.AUTHORITY,), "Anton Ausländeramt", "foreigners-office"),
    Part(Role.SOCIAL_CLERK, (K.MUNICIPALITY,), "Sonja Sozialamt"),
    Part(Role.JOBCENTER_CLERK, (K.JOBCENTER,), "Jonas Jobcenter"),
    Part(Role.COORDINATOR, (K.AUTHORITY,), "Karla Koordination", "integration-office"),
    Part(Role.STEERING, (K.AUTHORITY,), "Stefan Steuerung", "integration-office"),
    Part(Role.PROTECTION, (K.AUTHORITY,), "Doris Datenschutz", "integration-office"),
    Part(Role.ADMINISTRATOR, (K.AUTHORITY,), "Adam Verwaltung", "integration-office"),
)


def make_cast(now: datetime) -> int:
    """Everybody of the cast whose organization the region has; again changes nothing. How many there are.

    They have no password, and a second factor nobody holds: choosing them on the page of the demonstration, which
    exists there only, is the one way in. NotADemonstration.
    """
    if not settings.DEMO:
        raise NotADemonstration("settings.DEMO is off")
    with transaction.atomic():
        made = [part for part in CAST if _enter(part, now)]
    return len(made)


def join_cast(role: Role, name: str, organization: Organization, *, now: datetime) -> None:
    """One more member, where the ones above leave an office empty on a day on which it is needed: one for each of these
    tasks and offices. NotADemonstration."""
    if not settings.DEMO:
        raise NotADemonstration("settings.DEMO is off")
    with transaction.atomic():
        _sit_down(role, name, f"{role}.{organization.key}@{DOMAIN}", organization, None, now)


def cast(now: datetime) -> QuerySet[Membership]:
    live = Membership.objects.live(now).filter(user__email__endswith=f"@{DOMAIN}")
    return live.select_related("user", "organization", "municipality").order_by("begun_at", "role")


def _enter(part: Part, now: datetime) -> bool:
    organization = _organization(part)
    town = _town(organization) if organization and part.role in OF_A_MUNICIPALITY else None
    if organization is None or (part.role in OF_A_MUNICIPALITY and town is None):
        return False
    _sit_down(part.role, part.name, f"{part.role}@{DOMAIN}", organization, town, now)
    return True


def _sit_down(
    role: Role, name: str, email: str, organization: Organization, town: Municipality | None, now: datetime
) -> None:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    Membership.objects.get_or_create(
        user=user,
        organization=organization,
        role=role,
        ended_at=None,
        defaults={"begun_at": now, "municipality": town},
    )


def _organization(part: Part) -> Organization | None:
    for kind in part.kinds:
        of_kind = Organization.objects.filter(kind=kind).order_by("key")
        if found := of_kind.filter(key=part.first).first() or of_kind.first():
            return found
    return None


def _town(organization: Organization) -> Municipality | None:
    """The municipality whose name is in the organization's; else the largest."""
    towns = list(Municipality.objects.order_by("-inhabitants"))
    named = [town for town in towns if town.name in str(organization.name)]
    return next(iter(named or towns), None)
