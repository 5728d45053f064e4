"""What happened, as the people of the day would tell it: read from the pages they used, never from the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby


@dataclass
class Service:
    """Somebody was called to a station; who was called in the same moment has the same `turn`. Who was not there has no
    `begun`; `outcome` as pressed."""

    ticket: str
    station: int
    turn: int
    called: datetime
    begun: datetime | None = None
    ended: datetime | None = None
    outcome: str = ""

    @property
    def shown(self) -> str:
        return f"{self.ticket} → Station {self.station}"

    @property
    def state(self) -> str:
        """called | serving | done | missed"""
        if self.ended:
            return "done" if self.begun else "missed"
        return "serving" if self.begun else "called"


@dataclass
class Record:
    """Of the day. `tickets`: guest -> number; `pressed`: what a display must show -> when the button was pressed,
    seconds since 1970; `back`: who was not there and has come again; `looks`: how often display and phones were
    compared; `axe`: page -> what is wrong with it."""

    services: list[Service] = field(default_factory=list)
    tickets: dict[int, str] = field(default_factory=dict)
    pressed: dict[str, float] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)
    axe: dict[str, list[str]] = field(default_factory=dict)

    def display(self) -> list[list[str]]:
        """What the call display shows now: the latest call of each number, who has not come yet first. Groups: calls of
        one moment come in any order."""
        latest = {one.ticket: one for one in self.services}
        shown = [one for one in latest.values() if one.state != "missed"]
        rank = sorted(shown, key=_rank)
        return [[one.shown for one in group] for _rank_of_it, group in groupby(rank, key=_rank)]

    def of(self, guest: int) -> Iterator[Service]:
        return (one for one in self.services if one.ticket == self.tickets.get(guest))

    def guest(self, ticket: str) -> int:
        return next(number for number, known in self.tickets.items() if known == ticket)

    def looked(self, what: str) -> None:
        self.looks[what] = self.looks.get(what, 0) + 1


def _rank(one: Service) -> tuple[bool, int]:
    return one.state != "called", -one.turn
