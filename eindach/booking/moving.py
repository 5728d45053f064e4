"""Where booked appointments could be moved to: all of them together, or one while the others stay."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from eindach.kernel.spans import Span

from .models import Itinerary
from .plans import Plan, Planned
from .search import search
from .wish import MOST_DAYS, Wish

MOST_SHOWN = 3
"""Other times for one appointment; where the best plans are fewer, the next are found by searching from a later day."""
MOST_SEARCHES = 4


def movable(plan: Plan, now: datetime) -> list[Planned]:
    """What can still be moved: booked and not begun."""
    return [one for one in plan.appointments if one.status == "booked" and one.start > now]


def plans_for_all(itinerary: Itinerary, present: Plan, wish: Wish, *, now: datetime) -> list[Plan]:
    """The best plans for the whole of `wish`, without the one that is booked already."""
    found = search(wish, now=now, moving=itinerary).plans
    return [plan for plan in found if not _times(plan.appointments) <= _times(present.appointments)]


def plans_for_one(
    itinerary: Itinerary, movables: Sequence[Planned], one: Planned, wish: Wish, *, now: datetime
) -> list[Plan]:
    """Other times for this appointment, planned around those that stay (`movables` without it). Each plan is the whole
    itinerary afterwards. Earlier plans first; at most MOST_SHOWN."""
    stays = [other for other in movables if other.appointment_id != one.appointment_id]
    asked = replace(wish, windows=_with_room_for(stays, wish.windows), max_days=MOST_DAYS)
    pinned = [other.matter.key for other in stays]
    found: dict[datetime, Plan] = {}
    for _turn in range(MOST_SEARCHES):
        plans = search(asked, now=now, moving=itinerary, pinned=pinned).plans
        new = {_time_of(one, plan): plan for plan in plans}
        found |= {start: plan for start, plan in new.items() if start != one.start and start not in found}
        if not new or len(found) >= MOST_SHOWN or (later := max(new).date() + timedelta(days=1)) > wish.until:
            break
        asked = replace(asked, start=later)
    return [found[start] for start in sorted(found)][:MOST_SHOWN]


def _time_of(one: Planned, plan: Plan) -> datetime:
    return next(new.start for new in plan.appointments if new.matter.pk == one.matter.pk)


def _with_room_for(stays: Sequence[Planned], windows: Sequence[Span]) -> tuple[Span, ...]:
    """What stays may lie outside the times that were asked for now; no windows mean any time."""
    if not windows:
        return ()
    return tuple(sorted({*windows, *(Span(one.start, one.end) for one in stays)}))


def _times(appointments: Iterable[Planned]) -> set[tuple[int, datetime]]:
    return {(one.matter.pk, one.start) for one in appointments}
