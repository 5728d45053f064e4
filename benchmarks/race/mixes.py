"""The mixes: what each client of a race does. Every mix is a sequence of rounds; all clients play the same rounds."""

from collections.abc import Callable
from dataclasses import dataclass

from .client import Client
from .ground import SLOTS_A_DAY, Spot

HOT = (2, 3, 4)
"""The hot hour: from 8:40 to 9:40."""


@dataclass(frozen=True)
class Mix:
    """`desks` × `counters`; `play(client, number, clients, round)` is one turn; `attempts` a turn, about; how many
    rounds one day of the ground lasts; whether a refusal is always false."""

    name: str
    desks: int
    counters: int
    play: Callable[[Client, int, int, int], None]
    attempts: float
    rounds_a_day: int
    never_refused: bool = False


def one_place(client: Client, number: int, clients: int, turn: int) -> None:
    """All want the very same place."""
    client.book(Spot(0, turn))


def disjoint(client: Client, number: int, clients: int, turn: int) -> None:
    """Each wants three places of their own, in the same openings as everybody else, desks in any order."""
    desks = client.random.sample(range(3), 3)
    client.book(*(Spot(desk, turn * clients + (number + desk * 7) % clients) for desk in desks))


def hot_hour(client: Client, number: int, clients: int, turn: int) -> None:
    """All want the same hour at one of two desks with four equal counters, some by a hold first, some two at once."""
    day = turn * SLOTS_A_DAY
    slot = day + client.random.choice(HOT)
    way = client.random.random()
    if way < 0.5:
        client.book(Spot(client.random.randrange(2), slot))
    elif way < 0.75:
        client.hold_and_confirm(Spot(client.random.randrange(2), slot))
    else:
        other = day + client.random.choice([one for one in HOT if day + one != slot])
        client.book(Spot(0, slot), Spot(1, other))


def hours_changed(client: Client, number: int, clients: int, turn: int) -> None:
    """Bookings while one of eight clients closes and reopens counters under them."""
    day = turn * SLOTS_A_DAY
    if number % 8 == 0:
        first = day + client.random.randrange(SLOTS_A_DAY - 4)
        # Each closer has counters of its own: two cannot reopen the same span.
        client.close_for_a_moment(client.random.randrange(2), number // 8 % 4, first, first + 4)
        return
    for _ in range(2):
        client.book(Spot(client.random.randrange(2), day + client.random.randrange(SLOTS_A_DAY)))


def changes(client: Client, number: int, clients: int, turn: int) -> None:
    """Book, move (perhaps to where somebody else moves away), cancel half of it."""
    day = turn * SLOTS_A_DAY
    first, second, third = (day + one for one in client.random.sample(range(6), 3))
    booked = client.book(Spot(0, first), Spot(1, second))
    if booked:
        booked = client.move(booked, Spot(0, third), Spot(1, first)) or booked
        if client.random.random() < 0.5:
            client.cancel(booked)


MIXES = (
    Mix("one place", 1, 1, one_place, 1, SLOTS_A_DAY),
    Mix("disjoint places", 3, 1, disjoint, 1, 1, never_refused=True),
    Mix("hot hour", 2, 4, hot_hour, 1.2, 1),
    Mix("hours changed meanwhile", 2, 4, hours_changed, 2, 1),
    Mix("moves and cancellations", 2, 2, changes, 1.8, 1),
)
