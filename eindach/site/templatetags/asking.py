"""Whom staff ask who cannot go on: people of the region's help desk are for newcomers."""

from collections.abc import Sequence
from typing import NamedTuple

from django import template
from django.conf import settings

from eindach.accounts.models import Membership, Role
from eindach.kernel.actor import present

register = template.Library()


class WhomToAsk(NamedTuple):
    """`names`: the administrators of the acting office; `contact`: the address or number of the house, or ""."""

    names: Sequence[str]
    contact: str


@register.simple_tag
def whom_to_ask() -> WhomToAsk | None:
    """Nobody's name outside the staff area: who is not signed in learns none. None: they are the one who is asked."""
    acting = present()
    if acting is None or acting.actor.kind != "staff":
        return WhomToAsk((), settings.STAFF_CONTACT)
    rulers = Membership.objects.live(acting.now).filter(organization=acting.actor.organization, role=Role.ADMINISTRATOR)
    others = rulers.exclude(user=acting.actor.user).select_related("user").order_by("user__name")
    names = [str(one.user) for one in others]
    if acting.actor.role == Role.ADMINISTRATOR and not names and not settings.STAFF_CONTACT:
        return None
    return WhomToAsk(names, settings.STAFF_CONTACT)
