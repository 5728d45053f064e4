"""Recompute the chains of the trail in Python, independent of the database's functions, and name the rows that do not
fit.

A digest covers the digest before it and a line, a JSON array of texts (migration 0002 writes the same; RFC 8259, the
escapes of PostgreSQL and of Python's json agree, tests/trail proves it). What a chain cannot show by itself, a tail
that was cut or a chain written anew, the head table and the seals show (consent/sealing.py).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Final, NamedTuple

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Event(NamedTuple):
    """A row as it lies in the database; ids as texts."""

    chain: int
    number: int
    before: bytes
    digest: bytes
    id: str
    at: datetime
    act: str
    kind: str
    object: str
    subject: str
    actor_kind: str
    user: str | None
    organization: str | None
    role: str
    basis: str
    reason: str
    fields: list[str]
    address: str
    outcome: str


class Head(NamedTuple):
    """The last number of a chain and its digest."""

    number: int
    digest: bytes


@dataclass(frozen=True)
class Sealed:
    """What a seal said of one chain; `seal` names it."""

    chain: int
    head: Head
    seal: str


@dataclass(frozen=True)
class Fault:
    """What does not fit, and where: `number` of the chain, `id` of the row if it is there."""

    chain: int
    number: int
    what: str
    id: str = ""

    def __str__(self) -> str:
        return f"chain {self.chain}, number {self.number}{f', event {self.id}' if self.id else ''}: {self.what}"


def line(event: Event, *, chain: int | None = None, number: int | None = None) -> str:
    """What the digest of an event covers besides the digest before it."""
    return _ENCODE(
        [
            event.id,
            str(event.chain if chain is None else chain),
            str(event.number if number is None else number),
            str((event.at - EPOCH) // MICROSECOND),
            event.act, event.kind, event.object, event.subject, event.actor_kind,
            event.user or "", event.organization or "", event.role, event.basis, event.reason,
            ",".join(event.fields), event.address, event.outcome,
        ]
    )  # fmt: skip


def link(before: bytes, event: Event, *, chain: int | None = None, number: int | None = None) -> bytes:
    """The digest an event must have after that one."""
    return sha256(before + line(event, chain=chain, number=number).encode()).digest()


@dataclass
class Counted:
    """How much was looked at."""

    events: int = 0
    chains: int = 0


NO_HEAD: Final = Head(0, b"")


def examine(
    events: Iterable[Event],
    heads: Mapping[int, Head],
    sealed: Iterable[Sealed] = (),
    counted: Counted | None = None,
    begins: Mapping[int, Head] | None = None,
) -> list[Fault]:
    """Faults of these events, which come by chain and number. Keeps a row or two, however many come. `begins`: behind
    which event a chain begins, where what came before has ended."""
    counted, begins = counted or Counted(), begins or {}
    seals: dict[int, list[Sealed]] = {}
    for one in sorted(sealed, key=lambda one: (one.chain, one.head.number)):
        seals.setdefault(one.chain, []).append(one)
    walks = []
    for chain, rows in groupby(events, key=lambda event: event.chain):
        walk = Walk(chain, seals.get(chain, []), begins.get(chain, NO_HEAD))
        for event in rows:
            counted.events += 1
            walk.step(event)
        walks.append(walk)
    counted.chains = len(walks)
    eventless = {*heads, *seals} - {walk.chain for walk in walks}
    walks += [Walk(chain, seals.get(chain, []), begins.get(chain, NO_HEAD)) for chain in eventless]
    for walk in walks:
        walk.end(heads.get(walk.chain))
    found = [*(fault for walk in walks for fault in walk.faults), *_unfit(walks)]
    return sorted(found, key=lambda fault: (fault.chain, fault.number))


@dataclass(frozen=True)
class Gap:
    """Numbers [first, last] that are not there."""

    chain: int
    first: int
    last: int


def _unfit(walks: Iterable["Walk"]) -> Iterator[Fault]:
    """Rows that do not fit, and numbers that are missing. A row that fits a gap elsewhere was moved: one fault."""
    gaps = {digest: gap for walk in walks for digest, gap in walk.gaps.items()}
    for event, what in [pair for walk in walks for pair in walk.misfits]:
        gap = gaps.get(event.digest)
        if (
            gap
            and gap.first == gap.last
            and link(event.before, event, chain=gap.chain, number=gap.first) == event.digest
        ):
            del gaps[event.digest]
            what = f"its place was changed, it was number {gap.first} of chain {gap.chain}"
        yield Fault(event.chain, event.number, what, event.id)
    for gap in gaps.values():
        for number in range(gap.first, min(gap.last, gap.first + MOST_NAMED - 1) + 1):
            yield Fault(gap.chain, number, "it is missing")
        if gap.last - gap.first >= MOST_NAMED:
            yield Fault(gap.chain, gap.first + MOST_NAMED, f"it and all up to number {gap.last} are missing")


MOST_NAMED: Final = 100
ANEW: Final = "it was written anew, digest and all"
ENDED: Final = "it had ended: its chain begins later"
ELSEWHERE: Final = "it does not belong here: neither its number nor its digest fits"
CHANGED: Final = "its content does not fit its digest"
LINK_CHANGED: Final = "the digest before it was changed"


class Walk:
    """One chain, from its first event to its last. `gaps` are by the digest of their last missing row; `begin` is the
    last event that has ended."""

    def __init__(self, chain: int, seals: list[Sealed], begin: Head = NO_HEAD) -> None:
        self.chain = chain
        self.faults: list[Fault] = []
        self.misfits: list[tuple[Event, str]] = []
        self.gaps: dict[bytes, Gap] = {}
        self._begin = begin
        self._seals = [one for one in seals if one.head.number > begin.number]
        self._number, self._digest = begin
        self._last: Event | None = None
        self._is_sure = True  # that the next row must be linked to this digest
        self._torn: tuple[Event, Event] | None = None  # neighbours, each whole in itself, that are not linked

    def step(self, event: Event) -> None:
        """The next row, by number."""
        is_whole = _is_whole(event)
        if 0 < event.number <= self._begin.number and is_whole:
            self._name(event, ENDED)
            return
        if event.number <= self._number or (event.number > self._number + 1 and not is_whole):
            self.misfits.append((event, ELSEWHERE))
            return
        if event.number > self._number + 1:
            self.gaps[event.before] = Gap(self.chain, self._number + 1, event.number - 1)
            self._is_sure = False
        self._join(event, is_whole)
        self._compare_with_seals(event, is_whole)
        self._last, self._number, self._digest, self._is_sure = event, event.number, event.digest, is_whole

    def _join(self, event: Event, is_whole: bool) -> None:
        is_linked = event.before == self._digest or not self._is_sure
        is_explained = self._torn is not None
        self._settle(is_linked)
        if not is_whole:
            had = not is_linked and link(self._digest, event) == event.digest
            self.misfits.append((event, LINK_CHANGED if had else CHANGED))
        elif not is_linked and self._last is None:
            self._name(event, ANEW)
        elif not is_linked and self._last and not is_explained:
            self._torn = (self._last, event)

    def _settle(self, is_linked: bool) -> None:
        """Of two rows that are not linked that one was written anew which the row after them does not confirm."""
        if self._torn:
            first, second = self._torn
            self._name(first if is_linked else second, ANEW)
            self._torn = None

    def _compare_with_seals(self, event: Event, is_whole: bool) -> None:
        while self._seals and self._seals[0].head.number <= event.number:
            seal = self._seals.pop(0)
            if seal.head.number == event.number and seal.head.digest != event.digest and is_whole:
                self._name(event, f"{seal.seal} has another digest for it: it, or what is before it, was written anew")
                self._seals.clear()  # what follows differs because of it

    def end(self, head: Head | None) -> None:
        """After the last row: does the chain end where the head table and the latest seal say?"""
        known = head or NO_HEAD
        self._settle(known.digest == self._digest)
        latest = max([known, *(one.head for one in self._seals)], key=lambda one: one.number)
        if latest.number > self._number:
            self.gaps[latest.digest] = Gap(self.chain, self._number + 1, latest.number)
        if known.number < latest.number:
            seal = self._seals[-1].seal
            self.faults.append(Fault(self.chain, known.number, f"the head table ends here, {seal} later"))
        elif self._last and not self._is_named(self._last):
            if known.number < self._number:
                self._name(self._last, f"the head table ends before it, at number {known.number}")
            elif known.number == self._number and known.digest != self._digest:
                self._name(self._last, "the head table has another digest for it")

    def _name(self, event: Event, what: str) -> None:
        self.faults.append(Fault(self.chain, event.number, what, event.id))

    def _is_named(self, event: Event) -> bool:
        return any(one.id == event.id for one in self.faults) or any(one is event for one, _ in self.misfits)


def _is_whole(event: Event) -> bool:
    """Its digest covers what it holds. Names of fields hold no comma: two lists never give one line."""
    return link(event.before, event) == event.digest and not any("," in field for field in event.fields)
