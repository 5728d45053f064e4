"""Forecast: when will everybody in a house be called, if it goes on like this? A simulation of the queue's own rule.

    desks = [Desk("d1", "bank", free_at=540), …]; stops = [Stop("s1", "amal", ("bank",), 20, arrives=545), …]
    forecast(desks, stops, now=545)["s1"]   ->  Expected(desk="d1", start=545, end=565)

Times are whole minutes on one axis. Each desk that gets free takes who is first by the rule (frontdesk/queue.py: due
appointments, urgent, later appointments, then by waiting time) among those who are in the house, at no other desk, and
past what comes first. That is list scheduling: a desk never waits for somebody while another could come (Graham 1966).
Deterministic; linear in stops times the length of a queue.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

DUE_MINUTES: Final = 5
CHANGEOVER: Final = 2
"""Minutes a visitor needs from one desk of the house to the next."""


@dataclass(frozen=True)
class Desk:
    """A place at work. `free_at`: when whoever is there will have gone, or a break ends; `closes`: from then on
    nobody is called."""

    id: str
    counter: str
    free_at: int
    closes: int = 1 << 40


@dataclass(frozen=True)
class Stop:
    """A matter somebody waits with. `counters`: any of them can settle it; `promised`: the minute they were told;
    `first`: stops of the same visit that come before; `arrives`: in the house from then on."""

    id: str
    visit: str
    counters: tuple[str, ...]
    minutes: int
    arrives: int
    waits_since: int = 0
    promised: int | None = None
    urgent: bool = False
    first: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expected:
    """Which desk will call them, from when to when."""

    desk: str
    start: int
    end: int


def forecast(
    desks: Iterable[Desk],
    stops: Iterable[Stop],
    *,
    now: int,
    busy_until: Mapping[str, int] | None = None,
    changeover: int = CHANGEOVER,
) -> dict[str, Expected]:
    """Stop id -> when and where; a stop that no open desk will reach is missing. `busy_until`: visits that are at a
    desk now, and the minute they will leave it."""
    return _Day(desks, stops, now, dict(busy_until or {}), changeover).play()


class _Day:
    """The house from now on: a clock that jumps to the next moment at which something can happen."""

    def __init__(
        self, desks: Iterable[Desk], stops: Iterable[Stop], now: int, busy_until: dict[str, int], changeover: int
    ) -> None:
        self.now, self.changeover = now, changeover
        self.desks = sorted(desks, key=lambda one: one.id)
        self.free_at = {one.id: max(one.free_at, now) for one in self.desks}
        self.visitor_free = defaultdict(lambda: now, {visit: end + changeover for visit, end in busy_until.items()})
        self.stops = sorted(stops, key=lambda one: one.id)
        self.left = {one.id for one in self.stops}
        self.queues: dict[str, dict[str, Stop]] = defaultdict(dict)
        for one in self.stops:
            for counter in one.counters:
                self.queues[counter][one.id] = one
        self.done: dict[str, Expected] = {}
        self.moments, self.noted = [now], {now}

    def play(self) -> dict[str, Expected]:
        for moment in (*self.free_at.values(), *(one.arrives for one in self.stops), *self.visitor_free.values()):
            self._note(moment)
        for one in self.stops:
            if one.promised is not None:
                self._note(one.promised - DUE_MINUTES)  # from then on they come before the others
        while self.moments and self.left:
            self.now = heapq.heappop(self.moments)
            for desk in self.desks:
                if self.free_at[desk.id] <= self.now < desk.closes:
                    self._serve(desk)
        return self.done

    def _serve(self, desk: Desk) -> None:
        able = [one for one in self.queues[desk.counter].values() if self._is_ready(one)]
        if not able:
            return
        stop = min(able, key=self._rank)
        end = self.now + stop.minutes
        self.done[stop.id] = Expected(desk.id, self.now, end)
        for counter in stop.counters:
            self.queues[counter].pop(stop.id, None)
        self.left.remove(stop.id)
        self.free_at[desk.id], self.visitor_free[stop.visit] = end, end + self.changeover
        self._note(end)
        self._note(end + self.changeover)

    def _is_ready(self, stop: Stop) -> bool:
        """In the house, at no other desk, and past what comes first (whether or not that is over: it is scheduled)."""
        if stop.arrives > self.now or self.visitor_free[stop.visit] > self.now:
            return False
        return not any(one in self.left for one in stop.first)

    def _rank(self, stop: Stop) -> tuple[int, int, str]:
        if stop.promised is not None and stop.promised - DUE_MINUTES <= self.now:
            return 1, stop.promised, stop.id
        if stop.urgent:
            return 2, stop.waits_since, stop.id
        if stop.promised is not None:
            return 3, stop.promised, stop.id
        return 4, stop.waits_since, stop.id

    def _note(self, moment: int) -> None:
        if moment > self.now and moment not in self.noted:
            self.noted.add(moment)
            heapq.heappush(self.moments, moment)
