"""Where booked appointments could be moved to: all of them together, or one while the others stay."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from eindach.directory.models import Location
from eindach.directory.queries import region
from eindach.directory.travel import travel_minutes
from eindach.kernel.spans import Span

from .models import Calendar, Itinerary
from .plans import Plan, Planned, Ways, plan_of
from .search import search
from .wish import Wish

MOST_DAYS_SHOWN = 3
"""For one appointment the best plan is one day; the next ones are found by searching on from the day after."""


def movable(plan: Plan, now: datetime) -> list[Planned]:
    """What can still be moved: booked and not begun."""
    return [one for one in plan.appointments if one.status == "booked" and one.start > now]


def plans_for_all(itinerary: Itinerary, present: Plan, wish: Wish, *, now: datetime) -> list[Plan]:
    """The best plans for the whole of `wish`, without the one that is booked already."""
    found = search(wish, now=now, moving=itinerary).plans
    return [plan for plan in found if _times(plan.appointments) != _times(present.appointments)]


def plans_for_one(itinerary: Itinerary, present: Plan, one: Planned, wish: Wish, *, now: datetime) -> list[Plan]:
    """Other times for this appointment that fit the ones that stay. Each plan is the whole itinerary afterwards; its
    offer holds the moved appointment only."""
    stays = [other for other in present.appointments if other.appointment_id != one.appointment_id]
    ways = _ways(one, stays)
    asked = replace(wish, matters=(one.matter.key,), max_days=1)
    found: list[Plan] = []
    start = asked.start
    while start <= asked.until and len(found) < MOST_DAYS_SHOWN:
        free = _without(replace(asked, start=start), stays, ways)
        plans = search(free, now=now, moving=itinerary).plans if free.windows else ()
        if not plans:
            break
        new = plans[0]
        start = new.completed_on + timedelta(days=1)
        if _times(new.appointments) != _times([one]):
            found.append(plan_of([*new.appointments, *stays], ways, new.offer))
    return found


def _times(appointments: Iterable[Planned]) -> set[tuple[int, object]]:
    return {(one.matter.pk, one.start) for one in appointments}


def _ways(one: Planned, stays: Sequence[Planned]) -> Ways:
    """The ways between every place where the matter is settled and the places of what stays."""
    calendars = Calendar.objects.filter(services__matters=one.matter).select_related("counter__location")
    places: dict[object, Location] = {calendar.counter.location.pk: calendar.counter.location for calendar in calendars}
    places |= {other.location.pk: other.location for other in stays}
    return travel_minutes(list(places.values()), region())


def _without(wish: Wish, stays: Sequence[Planned], ways: Ways) -> Wish:
    """The wish with its windows cut by what stays, and by the longest way from there to where one might come from."""
    here = region()
    busy = []
    for other in stays:
        reach = max((way.minutes for (start, _end), way in ways.items() if start == other.location.pk), default=0)
        room = timedelta(minutes=max(here.changeover_minutes, reach))
        busy.append(Span(other.start - room, other.end + room))
    windows = wish.windows or tuple(_whole_days(wish.start, wish.until))
    return replace(wish, windows=tuple(piece for window in windows for piece in _cut(window, busy)))


def _whole_days(first: date, last: date) -> Iterable[Span]:
    zone = region().zone
    midnight = datetime.min.time()
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield Span(datetime.combine(day, midnight, zone), datetime.combine(day + timedelta(days=1), midnight, zone))


def _cut(window: Span, busy: Iterable[Span]) -> list[Span]:
    pieces = [window]
    for taken in busy:
        pieces = [rest for piece in pieces for rest in _minus(piece, taken)]
    return pieces


def _minus(piece: Span, taken: Span) -> list[Span]:
    if not piece.overlaps(taken):
        return [piece]
    edges = [(piece.start, taken.start), (taken.end, piece.end)]
    return [Span(start, end) for start, end in edges if start < end]
