"""Keeping the times of a draft while somebody types, and taking them again when they lapsed."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language

from .. import operations
from ..draft import Draft
from ..models import Itinerary
from ..offers import OfferInvalid


class NothingChosen(Exception):
    """The draft holds no plan (any more): back to the plans."""


class Lost(Exception):
    """The times of the draft are gone; its wish is to be searched again."""


def choose(request: HttpRequest, draft: Draft, offer: str, *, now: datetime) -> Itinerary:
    """Hold this offer in the place of what the draft held. Lost, when somebody was faster; OfferInvalid."""
    held = draft.itinerary()
    if held and draft.offer == offer and operations.renew(itinerary=held, now=now):
        return held
    if held:
        # Its times may be the very ones the new plan needs.
        operations.release(itinerary=held, now=now)
    draft.offer, draft.held = offer, ""
    draft.keep(request)
    return _hold(request, draft, now)


def keep(request: HttpRequest, draft: Draft, *, now: datetime) -> Itinerary:
    """The held itinerary, good for the full time from now on. Lapsed times are taken again while they are free."""
    held = draft.itinerary()
    # Booked: the other request of a double click was faster than this one's look at the session.
    if held and (held.booked_at or operations.renew(itinerary=held, now=now)):
        return held
    if not draft.offer:
        raise NothingChosen
    try:
        return _hold(request, draft, now)
    except OfferInvalid as fault:
        raise Lost from fault


def _hold(request: HttpRequest, draft: Draft, now: datetime) -> Itinerary:
    try:
        held = operations.hold(offer=draft.offer, language=get_language() or "de", now=now)
    except operations.SlotTaken as fault:
        raise Lost from fault
    draft.held = str(held.pk)
    # A plan for what is left after "you have this already" asks for fewer matters than the draft did.
    draft.matters = list(held.wish["matters"])
    draft.keep(request)
    return held
