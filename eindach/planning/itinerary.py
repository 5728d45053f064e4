"""Coordinated appointments for one person: the one door of the itinerary engine.

    >>> nine = int(datetime(2027, 1, 11, 9, tzinfo=ZoneInfo("Europe/Berlin")).timestamp()) // 60
    >>> asked = Request(
    ...     timezone="Europe/Berlin",
    ...     matters=(Matter("registration", 20), Matter("bank", 30, after=("registration",))),
    ...     counters=(Counter("desk 1", "town hall"), Counter("desk 2", "bank")),
    ...     free=FreeSpans.of([(0, 0, nine, nine + 180), (1, 1, nine + 60, nine + 120)]),
    ...     travel=Travel(changeover_minutes=5, between={("town hall", "bank"): 10}),
    ... )
    >>> [f"{one.start:%H:%M} {one.matter}" for one in plan(asked).itineraries[0].appointments]
    ['09:30 registration', '10:00 bank']

How the words of the format `eindach.itinerary-request/1` are read:

- A free span stands for itself: spans that touch are not joined, an appointment lies inside one of them.
- A start is a multiple of `start_every_minutes` on the local clock, counted from local midnight. Lengths and travel
  are elapsed minutes, also on days with 23 or 25 hours. An ambiguous clock time is its first occurrence, and
  nothing starts in the repetition. A skipped one (2:30 on a spring day) is the moment at which the clock jumps (3:00).
- The day of an appointment is the local date of its start, also if it ends after midnight; `completed_on` is the
  day of the last appointment. Changeover, travel and "cannot be combined" are about consecutive appointments of one
  day; over midnight a person only must not be in two places at once.
- `after`: that matter has ended when this one starts, on the same or on an earlier day.
- The frontier is exact in (days, completed_on, minutes_on_site). Ties inside a point: fewer changes of location
  (between consecutive appointments of a day), then the appointments in order of time are compared by start, matter
  id and counter id, one after another. With `tie="whole-spans"` the changes count first too; then counters and
  starts are chosen so that the free time that is left stays useful to the people who come later (see `sparing`).
"""

from __future__ import annotations

from dataclasses import replace

from eindach.planning.draft import Draft, unbeaten
from eindach.planning.freetime import FreeTime
from eindach.planning.frontier import Point, Settling
from eindach.planning.midnight import collision
from eindach.planning.precedence import later_masks
from eindach.planning.reasons import reasons
from eindach.planning.request import (
    Appointment,
    Counter,
    FreeSpans,
    Itineraries,
    Itinerary,
    Matter,
    Reason,
    Request,
    Travel,
)
from eindach.planning.search import best_visits
from eindach.planning.selection import Selection
from eindach.planning.sequence import DayPlan
from eindach.planning.sparing import Sparing
from eindach.planning.splits import splits
from eindach.planning.starts import StartTable, start_table

__all__ = [
    "Appointment",
    "Counter",
    "FreeSpans",
    "Itineraries",
    "Itinerary",
    "Matter",
    "Reason",
    "Request",
    "Travel",
    "plan",
]


def plan(request: Request) -> Itineraries:
    """The best ways for one person to settle all matters, or the smallest reason why there is none.

    Wrong input (an unknown zone, a cycle in `after`, indexes out of range) raises ValueError.
    """
    request.check()
    later = later_masks(request.matters)
    starts = start_table(request)
    drafts = _frontier(request, starts, later)
    if not drafts:
        return Itineraries(impossible=reasons(request, starts, later))
    return Itineraries(tuple(draft.itinerary(request, starts) for draft in drafts))


def _frontier(request: Request, starts: StartTable, later: list[int]) -> list[Draft]:
    """Search the visits of single days, combine them, draw the points; resolve collisions at midnight by cases."""
    if not all(starts.places(matter) for matter in range(len(later))):
        return []
    visits = best_visits(starts, later)
    settling = Settling(visits, splits(tuple(later)), starts.ticks)
    points = settling.frontier(min(request.max_days, len(later), len(starts.days)))
    free = FreeTime(request, starts)
    plans = {day: DayPlan(free, starts, later, visits, day) for day in range(len(starts.days))}
    drafts = [_draw(point, Selection(settling), plans) for point in points]
    if request.tie == "whole-spans":
        sparing = Sparing(free)
        drafts = [_spare(draft, sparing) for draft in drafts]
    for draft in drafts:
        if (clash := collision(draft, starts)) is not None:
            ended = starts.keeping(clash.earlier, ends_by=clash.minute)
            begun = starts.keeping(clash.later, starts_from=clash.minute + 1)
            cases = [_frontier(request, case, later) for case in (ended, begun)]
            return unbeaten([draft for case in cases for draft in case], request)
    return drafts


def _draw(point: Point, selection: Selection, plans: dict[int, DayPlan]) -> Draft:
    """The appointments of one point, visit by visit."""
    rest, visits, stops = selection.everything, [], []
    choices = selection.opening(point)
    for number in range(point.visits - 1, -1, -1):
        visit, order = plans[choices[0].day].in_order(choices)
        visits.append(visit)
        stops.append(tuple(order))
        rest ^= visit.matters
        if number:
            choices = selection.following(number, rest, visit.day, point.last)
    return Draft(point.last, point.length, tuple(visits), tuple(stops))


def _spare(draft: Draft, sparing: Sparing) -> Draft:
    """The same appointments at gentler counters."""
    pairs = zip(draft.visits, draft.stops, strict=True)
    return replace(draft, stops=tuple(sparing.stops(visit, stops) for visit, stops in pairs))
