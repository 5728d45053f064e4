"""For who stands in a house: what they hold in hand, the soonest plan through its free time, booked without a name."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from eindach.kernel.identifiers import token_digest
from eindach.kernel.spans import Span

from . import offers
from .faults import SlotTaken
from .ground import ground
from .holding import new_itinerary
from .models import Appointment, Itinerary
from .opening_rules import midnight
from .plans import Plan
from .queries import LINK, REFERENCE
from .retry import one_transaction
from .search import search
from .substitutes import with_substitutes
from .taking import NotFree, Taking, take
from .wish import Wish

EXACT: Final = timedelta(minutes=5)


def itinerary_in_hand(said: str) -> Itinerary | None:
    """Whose number (as it is read out, or typed by a scanner) or secret link this is; None: no booking's."""
    reference = re.sub(r"[\s-]", "", said).upper()
    booked = Itinerary._base_manager.filter(booked_at__isnull=False)
    if link := LINK.search(said):
        return booked.filter(token_digest=token_digest(link[1])).first()
    return booked.filter(reference=reference).first() if REFERENCE.fullmatch(reference) else None


def soonest(wish: Wish, *, house: UUID, now: datetime, moving: Itinerary | None = None) -> Plan | None:
    """The plan of today in this house that is over first; None: not possible today. Who is here waits already, so the
    end counts, not the minutes on site: the last minute that still allows a plan is searched for by halving."""
    day = timezone.localdate(now, ground().region.zone)

    def over_by(end: datetime) -> Plan | None:
        asked = replace(wish, start=day, until=day, max_days=1, windows=(Span(now, end),))
        return next(iter(search(asked, now=now, moving=moving, house=house).plans), None)

    best = over_by(midnight(day + timedelta(days=1), ground().region))
    impossible = now
    while best and _end(best) - impossible > EXACT:
        middle = impossible + (_end(best) - impossible) / 2
        sooner = over_by(middle)
        if sooner is None:
            impossible = middle
        best = sooner or best
    return best


def book_on_the_spot(*, offer: str, language: str, now: datetime) -> Itinerary:
    """Take the places for somebody nobody asks who they are. OfferInvalid; SlotTaken."""
    read = offers.read(offer, zone=ground().region.zone, now=now)

    @one_transaction
    def act(places: tuple[offers.Chosen, ...]) -> Itinerary:
        itinerary = new_itinerary(read.wish, language, now, booked_at=now)
        take(Taking(itinerary, places, Appointment.Status.BOOKED, now))
        return itinerary

    try:
        return with_substitutes(read.chosen, act, now=now)
    except NotFree as fault:
        raise SlotTaken(read.wish) from fault


def _end(plan: Plan) -> datetime:
    return max(one.end for one in plan.appointments)
