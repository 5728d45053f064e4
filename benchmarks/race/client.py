"""One client of a race: acts through the operations, and stamps what it did."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from django.db import connection

from eindach.booking import operations
from eindach.booking.closures import close, reopen
from eindach.booking.models import Calendar, Itinerary
from eindach.booking.operations import Contact
from eindach.kernel.spans import Span

from .ground import Ground, Spot

FOREVER = float("inf")


@dataclass
class Occupation:
    """A spot possibly taken from `begun` (the act began) until `until` (the act that gave it back had ended)."""

    spot: Spot
    begun: float
    until: float = FOREVER


@dataclass(frozen=True)
class Attempt:
    """`outcome`: won, refused, or the error's name."""

    act: str
    spots: tuple[Spot, ...]
    begun: float
    ended: float
    outcome: str


@dataclass
class Record:
    """What a client did, in order; `kept`: how many appointments it believes to have booked now."""

    attempts: list[Attempt] = field(default_factory=list)
    occupations: list[Occupation] = field(default_factory=list)
    kept: int = 0


class Client:
    """Somebody who books, moves and cancels; each booking is another person's."""

    def __init__(self, ground: Ground, name: str, *, now: datetime, seed: int) -> None:
        self.ground, self.name, self.now, self.random = ground, name, now, Random(f"{name}-{seed}")
        self.record = Record()
        self._people = 0

    def book(self, *spots: Spot) -> "Booked | None":
        """Without a hold; None when refused."""
        self._people += 1
        contact = Contact(f"{self.name} {self._people}", f"{self.name}.{self._people}@race.example", "", "en")
        offer, key = self._offer(spots), f"{self.name}-{self._people}"
        return self._take(
            "book", spots, lambda: operations.book(offer=offer, contact=contact, key=key, now=self.now), []
        )

    def hold_and_confirm(self, *spots: Spot) -> "Booked | None":
        """With a hold first, as on the pages."""
        self._people += 1
        contact = Contact(f"{self.name} {self._people}", f"{self.name}.{self._people}@race.example", "", "en")
        offer = self._offer(spots)
        held = self._take("hold", spots, lambda: operations.hold(offer=offer, language="en", now=self.now), [])
        if held is None:
            return None
        self.record.kept -= len(spots)
        return self._take(
            "confirm",
            spots,
            lambda: operations.confirm(itinerary=held.itinerary, contact=contact, now=self.now),
            held.taken,
        )

    def move(self, booked: "Booked", *spots: Spot) -> "Booked | None":
        """To other spots at the same desks; None when refused: then everything is as it was."""
        offer = self._offer(spots)
        moved = self._take(
            "move", spots, lambda: operations.move(itinerary=booked.itinerary, offer=offer, now=self.now), booked.taken
        )
        if moved:
            self.record.kept -= len(spots)
        return moved

    def cancel(self, booked: "Booked") -> None:
        def act() -> Itinerary:
            return operations.cancel(itinerary=booked.itinerary, now=self.now)

        if self._stamped("cancel", (), act):
            self.record.kept -= len(booked.taken)
            _give_back(booked.taken)

    def close_for_a_moment(self, desk: int, counter: int, first: int, last: int) -> None:
        """Close one counter in slots [first, last) and open it again: both are possible takings of these slots."""
        calendar = Calendar.objects.get(pk=self.ground.desks[desk].calendars[counter])
        during = Span(self.ground.start(first), self.ground.start(last))
        taken = [Occupation(Spot(desk, slot), time.monotonic()) for slot in range(first, last)]
        self.record.occupations += taken
        service = str(self.ground.desks[desk].service)
        self._stamped("close", (), lambda: close(calendars=[calendar], during=during, now=self.now, defer=False))
        time.sleep(self.random.uniform(0, 0.02))
        self._stamped(
            "reopen",
            (),
            lambda: reopen(calendar=calendar, during=during, services=[service], languages=["de"], now=self.now),
        )
        _give_back(taken)

    def _offer(self, spots: tuple[Spot, ...]) -> str:
        counters = tuple(self.random.randrange(len(self.ground.desks[spot.desk].calendars)) for spot in spots)
        return self.ground.offer(spots, counters, now=self.now)

    def _take(
        self, act: str, spots: tuple[Spot, ...], call: Callable[[], Itinerary], gives: list[Occupation]
    ) -> "Booked | None":
        taken = [Occupation(spot, time.monotonic()) for spot in spots]
        itinerary = self._stamped(act, spots, call)
        if self.record.attempts[-1].outcome == "refused":
            return None
        # After an error it is not known whether it was done: then it counts as taken, and as an error.
        self.record.occupations += taken
        if itinerary is None:
            return None
        _give_back(gives)
        self.record.kept += len(spots)
        return Booked(itinerary, taken)

    def _stamped(self, act: str, spots: tuple[Spot, ...], call: Callable[[], Any]) -> Any:
        begun, result = time.monotonic(), None
        try:
            result, outcome = call(), "won"
        except operations.SlotTaken:
            outcome = "refused"
        except Exception as fault:
            outcome = f"{type(fault).__name__}: {fault}"[:200]
        finally:
            connection.close()  # back to the pool, as after a request
        self.record.attempts.append(Attempt(act, spots, begun, time.monotonic(), outcome))
        return result


@dataclass(frozen=True)
class Booked:
    """An itinerary and the spots it takes."""

    itinerary: Itinerary
    taken: list[Occupation]


def _give_back(occupations: list[Occupation]) -> None:
    for one in occupations:
        one.until = time.monotonic()
