"""What can be done with bookings. Each is one transaction, keyword-only, with `now` passed in."""

from .changing import accept, cancel, decline, move, want_earlier
from .closures import close, reopen
from .confirming import Contact, book, confirm
from .faults import AlreadyBooked, HoldExpired, KeyReused, NotChangeable, SlotTaken
from .holding import hold, release, renew
from .offers import OfferInvalid
from .proposing import propose

__all__ = [
    "AlreadyBooked",
    "Contact",
    "HoldExpired",
    "KeyReused",
    "NotChangeable",
    "OfferInvalid",
    "SlotTaken",
    "accept",
    "book",
    "cancel",
    "close",
    "confirm",
    "decline",
    "hold",
    "move",
    "propose",
    "release",
    "renew",
    "reopen",
    "want_earlier",
]
