"""Offers: a plan sealed by us, so that it can travel through a form, an address or an API without being stored.

An offer takes no place. It says which appointments were free when it was made, and for which wish: how many people,
when they can come, which languages they speak. Nobody but us can read that (AES-256-GCM, NIST SP 800-38D), so it may
stand where servers and proxies write addresses down; and nobody but us can make one.
"""

import json
import os
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from eindach.kernel.spans import Span

from .models import Itinerary
from .plans import Planned
from .wish import Wish

SALT = b"eindach.booking.offer"
NONCE_BYTES = 12
GOOD_FOR = timedelta(hours=24)
LONGEST = 8_000


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
    said = json.dumps({"a": rows, "w": wish, "t": int(now.timestamp())}, separators=(",", ":"))
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(settings.SECRET_KEY).encrypt(nonce, zlib.compress(said.encode()), None)
    return urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def read(offer: str, *, zone: ZoneInfo, now: datetime, ever: bool = False) -> Offer:
    """The inverse of `sign`; OfferInvalid for anything else or, unless `ever`, when it is older than a day."""
    said = json.loads(zlib.decompress(_opened(offer)))
    if not ever and abs(now.timestamp() - said["t"]) > GOOD_FOR.total_seconds():
        raise OfferInvalid("the offer is too old")
    return Offer(tuple(_chosen(row, zone) for row in said["a"]), Wish.from_json(said["w"], zone))


def _opened(offer: str) -> bytes:
    """What we sealed. Only afterwards is anything unpacked: what a stranger sends never gets that far."""
    if len(offer) > LONGEST:
        raise OfferInvalid("not an offer")
    try:
        given = urlsafe_b64decode(offer.encode("ascii") + b"=" * (-len(offer) % 4))
    except ValueError as fault:
        raise OfferInvalid("not an offer") from fault
    nonce, sealed = given[:NONCE_BYTES], given[NONCE_BYTES:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(secret).decrypt(nonce, sealed, None)
        except (InvalidTag, ValueError):  # ValueError: too short to be anything
            continue
    raise OfferInvalid("not an offer")


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=SALT, info=b"").derive(secret.encode()))


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
