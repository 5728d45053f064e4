"""Offers: a plan sealed by us, so that it can travel through a form, an address or an API without being stored.

An offer takes no place. It says which appointments were free when it was made, and for which wish: how many people,
when they can come, which languages they speak. Nobody but us can read that or make one (accounts/sealed.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from eindach.accounts.sealed import NotSealed, seal, unseal
from eindach.kernel.spans import Span

from .models import Itinerary
from .plans import Planned
from .wish import Wish

PURPOSE = "eindach.booking.offer"
GOOD_FOR = timedelta(hours=24)


class OfferInvalid(ValueError):
    """Forged, too old, or not an offer at all."""


@dataclass(frozen=True)
class Chosen:
    """One appointment of an offer, by the keys of its rows."""

    matter_id: int
    service_id: UUID
    calendar_id: int
    start: datetime
    end: datetime
    language: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Offer:
    """What an offer holds."""

    chosen: tuple[Chosen, ...]
    wish: Wish


def sign(planned: Iterable[Planned], wish: dict[str, Any], *, now: datetime) -> str:
    """An opaque text for these appointments and this wish (its `to_json`)."""
    rows = [
        [p.matter.pk, p.service.pk.hex, p.calendar_id, int(p.start.timestamp()) // 60, p.minutes, p.language]
        for p in planned
    ]
    return seal(PURPOSE, {"a": rows, "w": wish, "t": int(now.timestamp())})


def read(offer: str, *, zone: ZoneInfo, now: datetime, ever: bool = False) -> Offer:
    """The inverse of `sign`; OfferInvalid for anything else or, unless `ever`, when it is older than a day."""
    try:
        said = unseal(PURPOSE, offer)
    except NotSealed as fault:
        raise OfferInvalid("not an offer") from fault
    if not ever and abs(now.timestamp() - said["t"]) > GOOD_FOR.total_seconds():
        raise OfferInvalid("the offer is too old")
    return Offer(tuple(_chosen(row, zone) for row in said["a"]), Wish.from_json(said["w"], zone))


def chosen_of(itinerary: Itinerary) -> tuple[Chosen, ...]:
    """What was chosen for an itinerary, whether it is still held or not."""
    return tuple(
        Chosen(one.matter_id, one.service_id, one.calendar_id, one.during.lower, one.during.upper, one.language)
        for one in itinerary.appointments.filter(proposal=None).order_by("during")
    )


def _chosen(row: list[Any], zone: ZoneInfo) -> Chosen:
    matter, service, calendar, start, minutes, language = row
    begins = datetime.fromtimestamp(start * 60, zone)
    # Through UTC: adding to a wall-clock time would be an hour off on the days the clocks change.
    ends = datetime.fromtimestamp((start + minutes) * 60, zone)
    return Chosen(matter, UUID(service), calendar, begins, ends, language)
