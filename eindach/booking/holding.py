"""Hold: places kept for somebody for a few minutes; renew while they type; release."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eindach.directory.queries import region
from eindach.kernel.identifiers import new_reference, token_digest

from . import offers
from .faults import SlotTaken
from .locks import Wanted, lock_openings
from .models import Appointment, Itinerary
from .queries import manage_token
from .retry import one_transaction
from .substitutes import with_substitutes
from .taking import NotFree, Taking, give_back, take
from .wish import Wish


def hold(*, offer: str, language: str, now: datetime) -> Itinerary:
    """Keep the places of an offer. OfferInvalid; SlotTaken when one is gone and nothing equal is free."""
    chosen, wish = _read(offer, now)

    @one_transaction
    def act(places: tuple[offers.Chosen, ...]) -> Itinerary:
        itinerary = new_itinerary(wish, language, now)
        take(Taking(itinerary, places, Appointment.Status.HELD, now, held_until=until(now)))
        return itinerary

    try:
        return with_substitutes(chosen, act, now=now)
    except NotFree as fault:
        raise SlotTaken(wish) from fault


def renew(*, itinerary: Itinerary, now: datetime) -> datetime | None:
    """Keep a hold for the full time from now on; None when it is no longer held."""
    held = itinerary.appointments.filter(status=Appointment.Status.HELD, proposal=None)
    with transaction.atomic():
        wanted = held.count()
        renewed = held.update(held_until=until(now))
    return until(now) if wanted and renewed == wanted else None


def release(*, itinerary: Itinerary, now: datetime) -> None:
    """Give a hold back early. Nothing happens to what is booked."""

    @one_transaction
    def act() -> None:
        held = list(itinerary.appointments.filter(status=Appointment.Status.HELD, proposal=None))
        lock_openings(Wanted(one.calendar_id, one.during.lower, one.during.upper) for one in held)
        still = itinerary.appointments.filter(pk__in=[one.pk for one in held], status=Appointment.Status.HELD)
        give_back(list(still), because=Appointment.Reason.PERSON)

    act()


def until(now: datetime) -> datetime:
    return now + timedelta(minutes=settings.HOLD_MINUTES)


def new_itinerary(wish: Wish, language: str, now: datetime) -> Itinerary:
    """An itinerary with a reference to read out and a link nobody can guess; not yet anybody's."""
    itinerary = Itinerary(reference=new_reference(), language=language, wish=wish.to_json(), created_at=now)
    itinerary.token_digest = token_digest(manage_token(itinerary))
    itinerary.save(force_insert=True)
    return itinerary


def _read(offer: str, now: datetime) -> tuple[tuple[offers.Chosen, ...], Wish]:
    read = offers.read(offer, zone=region().zone, now=now)
    return read.chosen, read.wish
