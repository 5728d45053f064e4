"""Free spans as they were written, and what must not overlap among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A free span with the place (JSON pointer) where it was written; [start, end) in UTC minutes."""

    pointer: str
    matter: str
    counter: str
    location: str
    start: int
    end: int


def overlap_faults(spans: Iterable[Span]) -> Iterator[tuple[str, str, str]]:
    """(pointer, what is wrong, what is allowed): a counter twice at once for one matter, or in two places at once."""
    by_matter: dict[Hashable, list[Span]] = defaultdict(list)
    by_counter: dict[str, list[Span]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    for span in spans:
        by_matter[span.counter, span.matter].append(span)
        by_counter[span.counter].append(span)
        places[span.counter].add(span.location)
    for group in by_matter.values():
        for earlier, later in _overlapping(group):
            wrong = f"overlaps {earlier.pointer} (counter {later.counter!r}, matter {later.matter!r})"
            yield later.pointer, wrong, "spans that do not overlap are allowed"
    for counter, group in by_counter.items():
        if len(places[counter]) > 1:
            for earlier, later in _overlapping(group):
                if earlier.location != later.location:
                    wrong = f"puts counter {counter!r} elsewhere at the time of {earlier.pointer}"
                    yield later.pointer, wrong, "one location at a time is allowed"


def _overlapping(spans: list[Span]) -> Iterator[tuple[Span, Span]]:
    """Each span that begins before the one that reaches furthest so far has ended, with that one."""
    furthest: Span | None = None
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if furthest is not None and span.start < furthest.end:
            yield furthest, span
        if furthest is None or span.end > furthest.end:
            furthest = span
