"""Running late: which promised appointment can no longer be reached, and what is proposed instead, before somebody
stands at a closed door.

    swap       the two next stops change places, when the other counter has room first
    later      the same or an equal counter of the house, at the first free time they can reach
    other-day  the same office, from tomorrow on
    find-day   who has no appointment (event days, walk-ins), or for whom nothing is free, chooses a day (another_day)

What comes is the forecast of the house (expecting.py). A proposal stands until it is answered, cannot be kept any more,
or another one would be over five minutes sooner: nobody is told one thing now and another in a minute.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from eindach.accounts.acting import as_program
from eindach.booking.free_time import FreeTime, free_time
from eindach.booking.models import Calendar
from eindach.booking.opening_rules import midnight
from eindach.directory.queries import region
from eindach.planning.forecast import CHANGEOVER

from .another_day.over import is_over
from .expecting import Moment, desks_of, minute
from .follow_up import times
from .house import seen
from .house_rows import Rows
from .models import AT_A_DESK, Desk, Remedy, Stop
from .queue import today
from .remedies import open_remedies
from .telling import tell_house

LATE: Final = 5
BETTER: Final = 5
"""Minutes; less is not worth a word."""
STEP: Final = 5
SOON: Final = 2
W, A = Remedy.Way, Remedy.Answer
DAYS: Final[Set[str]] = {W.OTHER_DAY, W.FIND_DAY}


@dataclass(frozen=True)
class Trouble:
    """A promised stop that cannot be reached. `ready`: the minute they can be there; `late`: minutes, None: never."""

    stop: Any
    ready: int
    late: int | None


@dataclass(frozen=True)
class Found:
    """A remedy that could be made; `over`: the minute everything of it is settled. A day that is still to be found has
    neither counter nor minute."""

    way: str
    counter: int | None = None
    start: int | None = None
    over: int = 0
    other: UUID | None = None
    other_start: int | None = None


def behind(rows: Rows, moments: Mapping[UUID, Moment], counter: int) -> int:
    """By how many minutes the next promised stop of a counter will begin late. Who is not here, or came late, is no
    delay of the counter's."""
    mine = [
        one for one in rows.stops
        if one.counter_id == counter and one.promised and one.status == "waiting"
        and one.visit__arrived_at and one.id in moments
    ]  # fmt: skip
    first = min(mine, key=lambda one: one.planned_at, default=None)
    if first is None:
        return 0
    return max(0, moments[first.id].start - minute(max(first.planned_at, first.visit__arrived_at)))


def troubles(rows: Rows, moments: Mapping[UUID, Moment]) -> Iterator[Trouble]:
    """Of who is in the house: what was promised, and another stop or a door that closes keeps them from; and what
    nobody promised a time for, if it is over for today (another_day/over.py). Who stands before a slow counter is next
    there, and a desk that nobody has opened yet may be opened any minute: neither is trouble."""
    for stop in rows.stops:
        if stop.status != "waiting" or not stop.visit__arrived_at or stop.visit__left_at:
            continue
        if not stop.promised:
            if stop.id not in moments and not stop.visit__away_since and is_over(stop, rows):
                yield Trouble(stop, minute(rows.now), None)
            continue
        held, late = _held(stop, rows, moments), _late(stop, moments)
        if late is None and not stop.visit__away_since and not _may_open(stop, held, rows):
            yield Trouble(stop, held, None)
        elif late is not None and late > LATE and held > max(minute(stop.planned_at) + LATE, minute(rows.now)):
            yield Trouble(stop, held, late)


def at_counter(desk: Desk, visits: Sequence[UUID], *, now: datetime) -> tuple[int, list[Remedy]]:
    """By how much this counter is behind, when that is worth a word, and what is proposed to these visits."""
    found = seen(desk.counter.location_id, now=now)
    minutes = behind(found.rows, found.moments, desk.counter_id)
    return (minutes if minutes > LATE else 0), open_remedies(visits)


def houses_at_work() -> set[UUID]:
    """Where a desk is open."""
    return set(Desk._base_manager.filter(closed_at=None).values_list("counter__location", flat=True))


def refresh(location: UUID, *, now: datetime) -> None:
    """Make, keep or end the proposals of a house, one a visitor. Twice is as good as once."""
    with transaction.atomic():
        _house, rows, moments = seen(location, now=now)
        found = {one.stop.id: one for one in troubles(rows, moments)}
        open_ones = (
            Remedy._base_manager.select_for_update(of=("self",))
            .select_related("stop")
            .filter(answer="", stop__visit__location=location, stop__visit__day=today(now))
        )
        known = {one.stop_id: one for one in open_ones}
        changed = [_end(one, now) for stop, one in known.items() if stop not in found]
        # One question a visitor: a second answer could be for the same minute as the first.
        asked = {one.stop.visit_id for stop, one in known.items() if stop in found}
        for stop, trouble in found.items():
            if stop in known or trouble.stop.visit_id not in asked:
                changed.append(_keep_or_make(trouble, known.get(stop), rows, moments, now))
                asked.add(trouble.stop.visit_id)
        if any(changed):
            tell_house(location)


def refresh_after_commit(location: UUID) -> None:
    """The same as the program, when what is being done here has been committed and every screen was told of it: a
    forecast takes longer than a call."""
    transaction.on_commit(partial(_refresh_now, location), robust=True)


def _refresh_now(location: UUID) -> None:
    now = timezone.now()
    with as_program(now=now):
        refresh(location, now=now)


def _keep_or_make(
    trouble: Trouble, known: Remedy | None, rows: Rows, moments: Mapping[UUID, Moment], now: datetime
) -> bool:
    """Whether anything changed."""
    best = best_remedy(trouble, rows, moments)
    if known is None and best and not _may_be_asked(trouble.stop.id, best.way):
        return False
    if known and _is_good(known, best, trouble, now):
        return False
    if known:
        _end(known, now)
    if best is None:
        return known is not None
    made = Remedy(
        stop_id=trouble.stop.id,
        way=best.way,
        counter_id=best.counter,
        start=_moment(best.start, now) if best.start else None,
        other_id=best.other,
        other_start=_moment(best.other_start, now) if best.other_start else None,
        late_minutes=trouble.late,
        made_at=now,
    )
    Remedy._base_manager.bulk_create([made], ignore_conflicts=True)  # two looks at once found the same
    return True


def best_remedy(trouble: Trouble, rows: Rows, moments: Mapping[UUID, Moment]) -> Found | None:
    """What is over first today; another day only where the door closes before. None: they come when they can, and are
    called first (queue.py); or somebody may still open a desk."""
    if not trouble.stop.promised:
        return Found(W.FIND_DAY)
    todays = [one for one in (_later(trouble, rows), _swap(trouble, rows, moments)) if one]
    if todays:
        return min(todays, key=lambda one: (one.over + (BETTER if one.way == W.SWAP else 0), one.way))
    return (_other_day(trouble, rows) or _find_day(trouble, rows)) if trouble.late is None else None


def _later(trouble: Trouble, rows: Rows) -> Found | None:
    found = _first_free(trouble.stop, trouble.ready, rows)
    return Found(W.LATER, found[0], found[1], found[1] + trouble.stop.minutes) if found else None


def _swap(trouble: Trouble, rows: Rows, moments: Mapping[UUID, Moment]) -> Found | None:
    """The late one first, then the one that would have been before it, where both counters have room."""
    second = trouble.stop
    firsts = [
        one for one in _mates(second, rows)
        if one.promised and one.status == "waiting" and one.planned_at < second.planned_at
        and one.matter_id not in rows.after.get(second.matter_id, ())
    ]  # fmt: skip
    if len(firsts) != 1 or any(one.status in AT_A_DESK for one in _mates(second, rows)):
        return None
    first = firsts[0]
    now = minute(rows.now) + SOON
    place = _first_free(second, now, rows, without=first)
    if place is None:
        return None
    reach = max(place[1] + second.minutes + CHANGEOVER, moments[first.id].start if first.id in moments else now)
    then = _first_free(first, reach, rows, without=second)
    if then is None or then[0] != first.counter_id:
        return None
    return Found(W.SWAP, place[0], place[1], then[1] + first.minutes, first.id, then[1])


def _other_day(trouble: Trouble, rows: Rows) -> Found | None:
    stop = Stop._base_manager.select_related("visit__itinerary", "matter").get(pk=trouble.stop.id)
    if stop.appointment_id is None:
        return None
    plans = times(stop, now=rows.now)
    if not plans:
        return None
    one = plans[0].appointments[0]
    return Found(W.OTHER_DAY, one.counter.pk, minute(one.start), minute(one.end))


def _find_day(trouble: Trouble, rows: Rows) -> Found | None:
    """They choose one themselves: the next event day, or what can be booked (another_day)."""
    return Found(W.FIND_DAY) if is_over(trouble.stop, rows) else None


def _first_free(stop: Any, ready: int, rows: Rows, without: Any = None) -> tuple[int, int] | None:
    """The counter and the minute: its own counter when that is as early as an equal one. Never across another promise
    to the same visitor, but that of `without`."""
    others = [one for one in _mates(stop, rows) if one.promised and one.status == "waiting" and one is not without]
    starts = sorted((minute(one.planned_at), one.minutes) for one in others)
    taken = [(start - CHANGEOVER, start + minutes + CHANGEOVER) for start, minutes in starts]
    able = rows.able(stop)
    calendars = dict(Calendar.objects.filter(counter__in=able).values_list("pk", "counter"))
    staffed = _free_from(rows)
    found = []
    for one in _free(stop, calendars, rows):
        counter = calendars[one.calendar_id]
        if counter not in staffed:
            continue  # nobody works there: its time is free because nobody would come
        for start, end in zip(one.starts, one.ends, strict=True):
            begin = _rounded(max(int(start), ready, staffed[counter]))
            for lower, upper in taken:
                if begin < upper and lower < begin + stop.minutes:
                    begin = _rounded(upper)
            if begin + stop.minutes <= int(end):
                found.append((begin, counter != stop.counter_id, counter))
                break
    return (min(found)[2], min(found)[0]) if found else None


def _free_from(rows: Rows) -> dict[int, int]:
    """Counter -> the minute from which somebody there is free."""
    found: dict[int, int] = {}
    for desk in desks_of(rows):
        counter = int(desk.counter)
        found[counter] = min(desk.free_at, found.get(counter, desk.free_at))
    return found


def _rounded(minutes: int) -> int:
    return -(-minutes // STEP) * STEP


def _free(stop: Any, calendars: dict[int, int], rows: Rows) -> Sequence[FreeTime]:
    """Today's free time; their own present appointments count as free."""
    return _free_between(stop, calendars, rows.now, midnight(today(rows.now) + timedelta(days=1), region()))


def _free_between(stop: Any, calendars: Iterable[int], start: datetime, end: datetime) -> Sequence[FreeTime]:
    own = Stop._base_manager.select_related("visit__itinerary").get(pk=stop.id).visit.itinerary
    return free_time(
        calendars=calendars, services=[stop.service_id], languages=(), start=start, end=end,
        shortest=stop.minutes, own=own,
    )  # fmt: skip


def _held(stop: Any, rows: Rows, moments: Mapping[UUID, Moment]) -> int:
    """The minute until which another stop holds them, and they have walked over; now, when none does."""
    ends = [minute(rows.now)]
    mine = moments.get(stop.id)
    for one in _mates(stop, rows):
        if one.status in AT_A_DESK:
            begun = minute(one.begun_at) if one.begun_at else minute(rows.now)
            ends.append(max(begun + one.minutes, minute(rows.now) + SOON) + CHANGEOVER)
        elif one.id in moments and (mine is None or moments[one.id].start < mine.start):
            ends.append(moments[one.id].start + one.minutes + CHANGEOVER)
    return max(ends)


def _may_open(stop: Any, ready: int, rows: Rows) -> bool:
    """A counter that could settle it after that minute has its hours, and nobody sits there yet, or a break without an
    end."""
    staffed, able = _free_from(rows), rows.able(stop)
    ends = (rows.counters[one].closes for one in able if one not in staffed)
    return any(end and minute(end) >= ready + stop.minutes for end in ends)


def _late(stop: Any, moments: Mapping[UUID, Moment]) -> int | None:
    moment = moments.get(stop.id)
    return None if moment is None else moment.start - minute(stop.planned_at)


def _mates(stop: Any, rows: Rows) -> list[Any]:
    return [one for one in rows.stops if one.visit_id == stop.visit_id and one.id != stop.id]


def _is_good(known: Remedy, best: Found | None, trouble: Trouble, now: datetime) -> bool:
    """It can still be kept, nobody else has taken its places, and no other is better by enough."""
    if known.start is None:
        return best is not None and best.start is None
    if known.start <= now or (known.other_start and known.other_start <= now):
        return False
    if (known.way == W.LATER and minute(known.start) + LATE < trouble.ready) or not _is_free(known, trouble.stop):
        return False
    return best is None or best.start is None or minute(known.start) <= best.start + BETTER


def _end(known: Remedy, now: datetime) -> bool:
    Remedy._base_manager.filter(pk=known.pk, answer="").update(answer=A.OVER, answered_at=now)
    return True


def _is_free(known: Remedy, stop: Any) -> bool:
    places = [(stop, known.counter_id, known.start)]
    if known.other:
        places.append((known.other, known.other.counter_id, known.other_start))
    return all(_is_free_at(*place) for place in places)


def _is_free_at(stop: Any, counter: int | None, start: datetime | None) -> bool:
    if counter is None or start is None:
        return False
    calendars = Calendar.objects.filter(counter=counter).values_list("pk", flat=True)
    return bool(_free_between(stop, calendars, start, start + timedelta(minutes=stop.minutes)))


def _may_be_asked(stop: UUID, way: str) -> bool:
    """Who declined is asked once more, for another day when the door closes before."""
    declined = set(Remedy._base_manager.filter(stop=stop, answer=A.DECLINED).values_list("way", flat=True))
    return not declined or (way in DAYS and not declined & DAYS)


def _moment(minutes: int, now: datetime) -> datetime:
    return datetime.fromtimestamp(minutes * 60, now.tzinfo)
