"""Who is about to book has something of it already. Anybody can type a name and an address, so nothing about the
other booking is told, unless this very session made it; its link goes once more to the address it belongs to."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from eindach.accounts.rates import pay
from eindach.kernel.identifiers import identity_digest

from ..documents import letters
from ..draft import Draft
from ..models import Appointment, Itinerary
from ..operations import AlreadyBooked, Contact
from .alternatives import alternatives

MOST_LETTERS = 3


def twice(
    request: HttpRequest, draft: Draft, contact: Contact, fault: AlreadyBooked, *, now: datetime
) -> dict[str, Any]:
    """What the page needs: `twice`, the matters that may be named, with `rest`, plans for the others; or `written`,
    whether the link was sent again. TooMany letters."""
    mine = Appointment.objects.filter(itinerary__pk__in=draft.before, live=True, over_at=None)
    known = set(mine.values_list("matter__key", flat=True))
    if fault.matters and {matter.key for matter in fault.matters} <= known:
        return {"is_twice": True, "twice": fault.matters, "rest": _rest(draft, fault, now)}
    return {"is_twice": True, "written": _write_again(request, contact, fault, now)}


def _rest(draft: Draft, fault: AlreadyBooked, now: datetime) -> dict[str, Any] | None:
    had = {matter.key for matter in fault.matters}
    left = [key for key in draft.matters if key not in had]
    rest = Draft(matters=left, when=draft.when, itinerary_id=draft.itinerary_id)
    return alternatives(rest, now) if left else None


def _write_again(request: HttpRequest, contact: Contact, fault: AlreadyBooked, now: datetime) -> bool:
    """The link of what they have, to the address it was booked with: the one that was typed. A phone gets no letter."""
    if not contact.email:
        return False
    pay(request, "letter", now=now)
    theirs = Appointment.objects.filter(live=True, over_at=None)
    theirs = theirs.filter(person__identity=identity_digest(contact.name, contact.email), during__endswith__gt=now)
    if fault.matters:
        theirs = theirs.filter(matter__in=fault.matters)
    found = Itinerary.objects.filter(pk__in=theirs.values("itinerary")).select_related("person")
    newest = found.order_by("-booked_at")[:MOST_LETTERS]
    for itinerary in newest:
        letters.write_again(itinerary=itinerary, now=now)
    return bool(newest)
