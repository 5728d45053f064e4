"""What the acts, kinds and actors of the trail are called on pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

ACTS: Final[Mapping[str, object]] = {
    "read": _("looked at"),
    "find": _("found"),
    "list": _("listed"),
    "open": _("opened"),
    "write": _("written"),
    "export": _("exported"),
    "book": _("booked"),
    "move": _("moved"),
    "cancel": _("cancelled"),
    "propose": _("proposed"),
    "accept": _("accepted"),
    "decline": _("declined"),
    "displace": _("taken out of a calendar"),
    "serve-again": _("put back into a calendar"),
    "ask": _("asked for"),
    "break-glass": _("looked at in an emergency"),
    "hold": _("held: nothing is deleted"),
    "lift-hold": _("no longer held"),
    "approve": _("signed"),
    "anonymise": _("removed for good"),
    "send": _("sent"),
    "arrive": _("arrived in the house"),
    "leave": _("gone out for a while"),
    "go-home": _("has left the house"),
    "make-urgent": _("called urgent"),
    "come-back": _("back in the house"),
}
KINDS: Final[Mapping[str, object]] = {
    "person": _("Person"),
    "profile": _("Facts about a person"),
    "booking": _("Booking"),
    "appointment": _("Appointment"),
    "visit": _("Visit"),
    "letter": _("Letter"),
    "enquiry": _("Wish to be called back"),
    "consent": _("Consent"),
    "trail": _("Trail"),
    "hold": _("Legal hold"),
    "destruction-list": _("List of what is to be destroyed"),
    "retention": _("Data that ends"),
    "user": _("User"),
}
ACTORS: Final[Mapping[str, object]] = {
    "public": _("Anybody"),
    "link": _("Whoever holds the secret link"),
    "person": _("The person themselves"),
    "program": _("The program"),
    "staff": _("Staff"),
}


def act_word(act: str) -> str:
    """The word for it; what has none is shown as it was recorded."""
    return str(ACTS.get(act, act))


def kind_word(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def actor_word(kind: str) -> str:
    return str(ACTORS.get(kind, kind))
