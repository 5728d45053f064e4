"""What the administrator looks after: open invitations, users without a second factor, who leaves soon."""

from datetime import timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from eindach.accounts.acting import as_program
from eindach.accounts.models import Invitation, Membership
from eindach.kernel.actor import Acting

SOON: Final = timedelta(days=30)


def invitations(acting: Acting) -> list[Invitation]:
    """Open ones, the next to end first."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, good_until__gt=acting.now)
    return list(waiting.select_related("organization").order_by("good_until"))


def without_second_factor(acting: Acting) -> list[Membership]:
    """Who could not come in yet. Recovery codes alone are no second factor."""
    members = list(_members(acting))
    with as_program(now=acting.now):  # which means somebody has is nobody's to see; that there is none, is
        factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
        safe = set(factors.filter(user__in={one.user_id for one in members}).values_list("user_id", flat=True))
    return [one for one in members if one.user_id not in safe]


def ending(acting: Acting) -> list[Membership]:
    """Who leaves within SOON, the next first."""
    return list(_members(acting).filter(ended_at__lte=acting.now + SOON).order_by("ended_at"))


def _members(acting: Acting) -> QuerySet[Membership]:
    live = Membership.objects.live(acting.now)
    return live.select_related("user", "organization").order_by("organization__key", "user__name")
