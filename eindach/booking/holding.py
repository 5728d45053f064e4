"""Hold: places kept for somebody for a few minutes; renew while they type; release."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from eindach.kernel.identifiers import new_reference, token_digest

from . import offers
from .faults import SlotTaken
from .ground import ground
from .locks import Wanted, lock_openings
from .models import Appointment, Itinerary
from .queries import manage_token
from .retry import one_transaction
from .substitutes import with_substitutes
from .taking import NotFree, Taking, give_back, take
from .wish import Wish

LONGEST = timedelta(hours=1)
"""Nobody keeps others from a place for longer without booking it."""


def hold(*, offer: str, language: str, now: datetime, instead_of: Itinerary | None = None) -> Itinerary:
    """Keep the places of an offer. OfferInvalid; SlotTaken when one is gone and nothing equal is free.

    `instead_of`: a hold that is given back for it in the same transaction; it stays when the new one is refused.
    """
    chosen, wish = _read(offer, now)

    @one_transaction
    def act(places: tuple[offers.Chosen, ...]) -> Itinerary:
        left = _still_held(instead_of) if instead_of else ()
        itinerary = new_itinerary(wish, language, now)
        person = Appointment.Reason.PERSON
        held = Appointment.Status.HELD
        take(Taking(itinerary, places, held, now, held_until=until(now), gives_back=left, back_because=person))
        return itinerary

    try:
        return with_substitutes(chosen, act, now=now)
    except NotFree as fault:
        raise SlotTaken(wish) from fault


def renew(*, itinerary: Itinerary, now: datetime) -> datetime | None:
    """Keep a hold for the full time from now on, an hour in all; None when any of it is no longer held."""
    rows = itinerary.appointments.filter(proposal=None)
    keeps_until = min(until(now), itinerary.created_at + LONGEST)
    if keeps_until <= now:
        return None
    with transaction.atomic():
        renewed = rows.filter(status=Appointment.Status.HELD).update(held_until=keeps_until)
        return keeps_until if renewed and renewed == rows.count() else None


def release(*, itinerary: Itinerary, now: datetime) -> None:
    """Give a hold back early. Nothing happens to what is booked."""

    @one_transaction
    def act() -> None:
        held = _still_held(itinerary)
        lock_openings(Wanted(one.calendar_id, one.during.lower, one.during.upper) for one in held)
        give_back(held, because=Appointment.Reason.PERSON)

    act()


def _still_held(itinerary: Itinerary) -> tuple[Appointment, ...]:
    """What is held of it; the itinerary is locked first, so that a booking under way in another tab ends before."""
    Itinerary.objects.select_for_update().get(pk=itinerary.pk)
    return tuple(itinerary.appointments.filter(status=Appointment.Status.HELD, proposal=None).order_by("pk"))


def until(now: datetime) -> datetime:
    return now + timedelta(minutes=settings.HOLD_MINUTES)


def new_itinerary(wish: Wish, language: str, now: datetime, **more: Any) -> Itinerary:
    """An itinerary with a reference to read out and a link nobody can guess; without `more` not yet anybody's."""
    itinerary = Itinerary(reference=new_reference(), language=language, wish=wish.to_json(), created_at=now, **more)
    itinerary.token_digest = token_digest(manage_token(itinerary))
    itinerary.save(force_insert=True)
    return itinerary


def _read(offer: str, now: datetime) -> tuple[tuple[offers.Chosen, ...], Wish]:
    read = offers.read(offer, zone=ground().region.zone, now=now)
    return read.chosen, read.wish
