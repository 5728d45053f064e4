"""Keeping the times of a draft while somebody types, and taking them again when they lapsed."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language

from eindach.accounts.rates import pay
from eindach.directory.queries import region

from .. import offers, operations
from ..draft import Draft
from ..models import Itinerary
from ..offers import OfferInvalid


class NothingChosen(Exception):
    """The draft holds no plan (any more): back to the plans."""


class Lost(Exception):
    """The times of the draft are gone; its wish is to be searched again."""


def choose(request: HttpRequest, draft: Draft, offer: str, *, now: datetime) -> Itinerary:
    """Hold this offer in the place of what the draft held, which stays when this one is refused. Lost, when somebody
    was faster; OfferInvalid, and then nothing of what was posted is kept; TooMany."""
    held = draft.itinerary()
    if held and draft.offer == offer and operations.renew(itinerary=held, now=now):
        return held
    offers.read(offer, zone=region().zone, now=now)
    return _hold(request, draft, offer, now)


def keep(request: HttpRequest, draft: Draft, *, now: datetime) -> Itinerary:
    """The held itinerary, good for the full time from now on. Lapsed times are taken again while they are free.
    NothingChosen, Lost, TooMany."""
    held = draft.itinerary()
    if held and (held.booked_at or operations.renew(itinerary=held, now=now) or _is_booked_now(held)):
        return held
    if not draft.offer:
        raise NothingChosen
    try:
        return _hold(request, draft, draft.offer, now)
    except OfferInvalid as fault:
        raise Lost from fault


def _is_booked_now(held: Itinerary) -> bool:
    """Has another request, of a double click or another tab, booked it since this one looked?"""
    held.refresh_from_db(fields=["booked_at"])
    return held.booked_at is not None


def _hold(request: HttpRequest, draft: Draft, offer: str, now: datetime) -> Itinerary:
    pay(request, "hold", now=now)
    old = draft.itinerary()
    try:
        new = operations.hold(offer=offer, language=get_language() or "de", now=now, instead_of=old)
    except operations.SlotTaken as fault:
        raise Lost from fault
    if old and _is_booked_now(old):
        operations.release(itinerary=new, now=now)
        return old
    draft.take(new, offer)
    draft.keep(request)
    return new
