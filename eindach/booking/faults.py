"""What can be refused, as exceptions the pages and the API put into words."""

from collections.abc import Sequence

from eindach.guide.models import Matter

from .wish import Wish


class SlotTaken(Exception):
    """Somebody was faster, and no counter that serves equally well is free at that time. Search `wish` again."""

    def __init__(self, wish: Wish) -> None:
        super().__init__("a place of this plan has been taken")
        self.wish = wish


class HoldExpired(SlotTaken):
    """The hold ran out and somebody else took a place of it."""


class AlreadyBooked(Exception):
    """This person already has a live appointment for `matters`, or (then empty) another one at the same time."""

    def __init__(self, matters: Sequence[Matter] = ()) -> None:
        super().__init__("this person already has such an appointment")
        self.matters = tuple(matters)


class KeyReused(Exception):
    """The same idempotency key came with another request."""


class NotChangeable(Exception):
    """The itinerary is cancelled or past, or the proposal was answered: nothing left to change."""
