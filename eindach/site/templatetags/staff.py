"""The frame of the staff area: whose desk it is, and the ways the acting role has."""

from typing import Any, Final, NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from eindach.accounts.models import Membership, Role
from eindach.accounts.names import ROLES
from eindach.accounts.policy import Area, may
from eindach.directory.models import Organization
from eindach.kernel.actor import present

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """A role as people say it."""
    return str(ROLES.get(Role(role), role)) if role in Role.values else role


WAYS: Final = (
    ("open", "start", "casework:start", "home", _("Today")),
    ("open", "counter", "frontdesk:counter", "badge", _("Counter")),
    ("open", "arrivals", "frontdesk:arrivals", "door", _("Arrivals")),
    ("manage", "plans", "frontdesk:week", "calendar", _("Week")),
    ("open", "figures", "casework:figures", "figures", _("Figures")),
    ("open", "enquiries", "questions:inbox", "chat", _("Questions")),
    ("open", "cases", "casework:cases", "person", _("Cases")),
    ("open", "referrals", "casework:referrals", "handshake", _("Referrals")),
    ("manage", "plans", "frontdesk:event-plans", "calendar", _("Event days")),
    ("open", "figures", "questions:figures", "hourglass", _("Answers")),
    ("manage", "directory", "guide:upkeep", "list", _("Directory")),
    ("manage", "plans", "frontdesk:kiosk-addresses", "call-out", _("Displays and kiosks")),
    ("manage", "plans", "translations:list", "translate", _("Translations")),
    ("open", "consents", "consent:consents", "handshake", _("Consents")),
    ("manage", "plans", "companies:staff-companies", "company", _("Companies")),
    ("manage", "municipalities", "guide:my-municipalities", "apartment", _("Municipalities")),
    ("manage", "users", "accounts:users", "people", _("Users")),
    ("open", "trail", "consent:trail", "list", _("Trail")),
    ("review", "reviews", "consent:reviews", "warning", _("Reviews")),
    ("review", "reviews", "casework:deletions", "cancel", _("Deletion requests")),
    ("manage", "retention", "consent:retention", "hourglass", _("Data that ends")),
    ("manage", "holds", "consent:holds", "key", _("Legal holds")),
    ("open", "rules", "consent:legal-bases", "document", _("Legal bases")),
)


class Way(NamedTuple):
    """One entry of the navigation."""

    name: str
    icon: str
    url: str
    is_here: bool


IN_A_ROW: Final = 6
"""As many fit beside the search at 1280 px, in German."""


class Ways(NamedTuple):
    """The navigation: what stands in the row, and what under "More"."""

    first: list[Way]
    more: list[Way]

    @property
    def is_in_more(self) -> bool:
        return any(way.is_here for way in self.more)


class Desk(NamedTuple):
    """Where the actor works, and as what; `has_others`: there is another desk of theirs to change to."""

    organization: str
    role: str
    has_others: bool


@register.simple_tag
def desk() -> Desk | None:
    """None where nobody acts for an organization."""
    acting = present()
    if acting is None or (office := acting.actor.organization) is None:
        return None
    actor = acting.actor
    organization = Organization.objects.filter(pk=office).first()
    desks = Membership.objects.live(acting.now).filter(user=actor.user).count()
    return Desk(str(organization.short_name) if organization else "", str(ROLES[Role(actor.role)]), desks > 1)


@register.simple_tag(takes_context=True)
def ways(context: dict[str, Any]) -> Ways:
    """What the policy opens for the acting role."""
    acting = present()
    if acting is None or acting.actor.kind != "staff":
        return Ways([], [])
    path = context["request"].path
    found = []
    for act, area, name, icon, words in WAYS:
        if may(acting.actor, act, Area(area), now=acting.now).allowed:  # type: ignore[arg-type]
            url = reverse(name)
            found.append(Way(str(words), icon, url, path == url))
    return Ways(found, []) if len(found) <= IN_A_ROW else Ways(found[: IN_A_ROW - 1], found[IN_A_ROW - 1 :])
