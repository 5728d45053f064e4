"""Visits that reach over midnight into the next visit.

The search plans each day by itself. That is exact unless an appointment ends after midnight, when the person may
still be busy as the next day's first appointment starts. Such a collision is resolved by cases: in every possible
itinerary either the earlier day ends by a minute b, or the later day starts after b; for b inside the collision
both cases exclude it. Each case is searched anew and the frontiers are merged, so the answer stays exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from eindach.planning.draft import Draft
from eindach.planning.starts import StartTable


@dataclass(frozen=True, slots=True)
class Collision:
    """Day `earlier` ends after the start of day `later` (indexes); `minute` lies in between."""

    earlier: int
    later: int
    minute: int


def collision(draft: Draft, starts: StartTable) -> Collision | None:
    """The first two visits of a draft that overlap, if any."""
    days = zip(draft.visits, draft.stops, strict=True)
    for (earlier, before), (later, after) in pairwise(days):
        last = before[-1]
        ended = starts.minute(earlier.day, last.start) + starts.lengths[last.matter] * starts.tick
        started = starts.minute(later.day, after[0].start)
        if started < ended:
            return Collision(earlier.day, later.day, (started + ended - 1) // 2)
    return None
