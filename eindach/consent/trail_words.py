"""What the acts, kinds, fields, reasons and actors of the trail are called on pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from .labels import CATEGORIES
from .models import LegalBasis

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
    "answer": _("answered"),
    "assign": _("given to somebody"),
    "break-glass": _("looked at in an emergency"),
    "hold": _("held: nothing is deleted"),
    "lift-hold": _("no longer held"),
    "approve": _("signed"),
    "anonymise": _("removed for good"),
    "send": _("sent"),
    "register": _("registered for an event day"),
    "change": _("changed"),
    "offer": _("a place kept"),
    "plan": _("times made"),
    "print": _("printed"),
    "absent": _("a partner does not come"),
    "call-off": _("an event day does not take place"),
    "arrive": _("arrived in the house"),
    "leave": _("gone out for a while"),
    "go-home": _("has left the house"),
    "make-urgent": _("called urgent"),
    "come-back": _("back in the house"),
    "call": _("called to the counter"),
    "call-again": _("called again"),
    "call-out-of-turn": _("called out of turn"),
    "begin": _("being served"),
    "finish": _("served"),
    "fulfil": _("kept"),
    "miss": _("called or expected, was not there"),
    "send-home": _("came, was not served"),
    "undo": _("taken back within the minute"),
    "pass-on": _("passed on to another station"),
    "tell": _("told another office"),
    "follow-up": _("the next appointment made"),
    "take-over": _("taken over from a colleague"),
    "pause": _("a break begun"),
    "resume": _("a break ended"),
    "close": _("closed"),
    "ask-interpreter": _("asked for an interpreter"),
    "take-back": _("taken back"),
    "interpret": _("comes to interpret"),
    "cannot-interpret": _("cannot come to interpret"),
    "manage": _("opened"),
    "review": _("reviewed"),
    "delete": _("deleted"),
    "invite": _("invited"),
    "admit": _("admitted"),
    "allow": _("allowed"),
    "forbid": _("not allowed, or no longer"),
    "ask-consent": _("asked for a consent"),
    "give-consent": _("written down: yes"),
    "refuse-consent": _("written down: no"),
    "withdraw-consent": _("written down: taken back"),
    "renew-consent": _("consent renewed"),
    "expire-consent": _("consent ended by itself"),
    "grant-by-law": _("told by law"),
    "end-grant": _("telling by law ended"),
    "refer": _("passed on to another office"),
    "complete": _("what was asked is done"),
    "fail": _("could not help"),
    "confirm": _("read how it ended"),
}
KINDS: Final[Mapping[str, object]] = {
    "person": _("Person"),
    "profile": _("Facts about a person"),
    "booking": _("Booking"),
    "appointment": _("Appointment"),
    "visit": _("Visit"),
    "event-day": _("Event day"),
    "letter": _("Letter"),
    "wording": _("Text in a language"),
    "enquiry": _("Question or wish to be called back"),
    "kept-plan": _("Kept plan"),
    "company": _("Company"),
    "employee": _("Somebody a company expects"),
    "group": _("Shared day of a company"),
    "consent": _("Consent"),
    "trail": _("Trail"),
    "hold": _("Legal hold"),
    "destruction-list": _("List of what is to be destroyed"),
    "retention": _("Data that ends"),
    "user": _("User"),
    "grant": _("What an office may know"),
    "broken-glass": _("Look in an emergency"),
    "own-data": _("One's own data"),
    "deletion-request": _("Request for deletion"),
    "case": _("Help by an office"),
    "referral": _("Passing on to an office"),
    "figures": _("Figures"),
    "desk": _("Work at a counter"),
    "house": _("House"),
    "kiosk": _("Kiosk"),
    "counter": _("Counter"),
    "municipality": _("Municipality"),
    "municipalities": _("Municipalities"),
    "start": _("Start page"),
    "people": _("People"),
    "arrivals": _("Arrivals"),
    "enquiries": _("Questions and calls"),
    "consents": _("Consents"),
    "users": _("Users"),
    "reviews": _("Reviews"),
    "rules": _("Legal bases"),
    "plans": _("Plans"),
    "directory": _("Directory"),
    "holds": _("Legal holds"),
    "cases": _("Cases"),
    "referrals": _("Referrals"),
}
ACTORS: Final[Mapping[str, object]] = {
    "public": _("Anybody"),
    "link": _("Whoever holds the secret link"),
    "person": _("The person themselves"),
    "employer": _("Their employer"),
    "program": _("The program"),
    "staff": _("Staff"),
}


FIELDS: Final[Mapping[str, object]] = {
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "language": _("Language"),
    "wants_earlier": _("Wants an earlier appointment"),
    "outcome": _("Outcome"),
    "answered_at": _("Answered on"),
    "reason": _("Reason"),
    "to": _("To"),
    "subject": _("Subject"),
    "text": _("Text"),
    "title": _("Title"),
    "greeting": _("Greeting"),
    "about": _("Living here"),
    "advisor": _("Contact person"),
    "website": _("Website"),
    "value": _("Figure"),
    "source": _("Source"),
    "as_of": _("As of"),
    "alt": _("What is to be seen"),
    "credit": _("Who made it"),
    "position": _("Place in the row"),
    "location": _("Where"),
    "first_day": _("First day"),
    "last_day": _("Last day"),
    "opens": _("From"),
    "closes": _("Until"),
}
"""Fields of rows; categories of data are in labels.CATEGORIES."""
BASES: Final[Mapping[str, object]] = {
    "consent": _("The person has agreed"),
    "broken-glass": _("Emergency look"),
    "break-glass": _("Emergency look"),
    "self": _("The person themselves"),
    "role": _("It is part of their work"),
    "link": _("Whoever holds the secret link"),
    "booking": _("A booking"),
    "closure": _("A counter is closed"),
    "day": _("The course of the day"),
    "program": _("The program"),
    "demo": _("Demonstration"),
    "own-wish": _("Own wish"),
    "house": _("Task in the house"),
    "visit": _("A visit"),
    "employer": _("The employer, as the person allowed it"),
}
"""The first part of a basis; of a law, the law itself is named."""


def field_word(field: str) -> str:
    """A category of data or a field."""
    return str(CATEGORIES.get(field) or FIELDS.get(field, field))  # type: ignore[call-overload]


def basis_words(basis: str) -> str:
    """Why, from the basis of a decision ("law:appointment, consent:…")."""
    return "; ".join(dict.fromkeys(_basis(one.strip()) for one in basis.split(",") if one.strip()))


def _basis(basis: str) -> str:
    kind, _colon, key = basis.partition(":")
    if kind == "law":
        law = LegalBasis.objects.filter(key=key).first()
        return f"{law.name} ({law.norm})" if law else key
    return str(BASES.get(kind, basis))


def act_word(act: str) -> str:
    """The word for it; what has none is shown as it was recorded."""
    return str(ACTS.get(act, act))


def kind_word(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def actor_word(kind: str, basis: str = "") -> str:
    """Somebody at their own door is the person themselves, unless they look as the contact of a company."""
    if kind == "person" and basis.startswith("employer:"):
        return str(ACTORS["employer"])
    return str(ACTORS.get(kind, kind))
