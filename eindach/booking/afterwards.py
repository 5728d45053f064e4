"""What is to be done after an act, by a job written in the act's own transaction: a rollback takes it back.

The jobs call the acts, so they are imported late here: the one circle of this part, in one place.
"""

from collections.abc import Iterable

from eindach.notifications.deferring import defer

from .models import Itinerary


def tell_waiting_list(calendars: Iterable[int]) -> None:
    """Time of these calendars became free: somebody on the waiting list may get a shorter plan."""
    from .jobs import offer_freed_time

    freed = sorted(set(calendars))
    if freed and Itinerary.objects.filter(wants_earlier=True, cancelled_at=None, booked_at__isnull=False).exists():
        defer(offer_freed_time, calendars=freed)


def recoordinate_later(itineraries: Iterable[Itinerary]) -> None:
    """The counter of these itineraries closed: each is seen to (recoordinating.py)."""
    from .jobs import recoordinate

    for itinerary in itineraries:
        defer(recoordinate, itinerary=str(itinerary.pk))
