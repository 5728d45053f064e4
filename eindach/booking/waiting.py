"""Waiting list: freed times go to those whose itinerary gets shorter by them, one after the other, with a hold."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .models import Calendar, Itinerary, Proposal
from .proposing import propose

RESTS = timedelta(days=3)
"""Nobody is written to more often: an unanswered or declined offer is an answer for a while."""
MOST = 25


def waiting_for(calendars: Iterable[int], *, now: datetime) -> list[Itinerary]:
    """Who waits and has a future matter that these calendars serve; first come, first served."""
    services = Calendar.services.through.objects.filter(calendar_id__in=list(calendars)).values("service_id")
    return list(
        Itinerary.objects.filter(
            wants_earlier=True,
            cancelled_at=None,
            booked_at__isnull=False,
            appointments__live=True,
            appointments__during__startswith__gt=now,
            appointments__matter__services__in=services,
        )
        .exclude(proposals__made_at__gt=now - RESTS)
        .exclude(proposals__accepted_at=None, proposals__declined_at=None, proposals__held_until__gt=now)
        .distinct()
        .order_by("booked_at")[:MOST]
    )


def offer_freed(*, calendars: Iterable[int], now: datetime) -> list[Proposal]:
    """Time of these calendars became free: propose shorter plans while there are any."""
    made = (propose(itinerary=one, cause=Proposal.Cause.SHORTER, now=now) for one in waiting_for(calendars, now=now))
    return [proposal for proposal in made if proposal is not None]
