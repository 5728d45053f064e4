"""Why nothing is possible: the smallest reason a person can act on, as facts and as an English sentence.

First matters that are impossible by themselves (all of them), else the smallest set of matters that cannot be settled
together (the first in the order of the request). The facts carry everything a translation needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np

from eindach.planning.frontier import Settling
from eindach.planning.hours import OpenTimes, date_words, hour_words, open_times, weekday_words
from eindach.planning.request import Reason, Request
from eindach.planning.search import best_visits
from eindach.planning.splits import splits
from eindach.planning.starts import StartTable, start_table


def reasons(request: Request, starts: StartTable, later: list[int]) -> tuple[Reason, ...]:
    """At least one reason for a request without any itinerary."""
    missing = [matter for matter in range(len(request.matters)) if not starts.places(matter)]
    if not missing:
        return (_never_together(request, starts, later),)
    any_time = start_table(replace(request, windows=())) if request.windows else starts
    return tuple(
        _outside_windows(request, matter) if any_time.places(matter) else _no_free_span(request, matter)
        for matter in missing
    )


def _no_free_span(request: Request, matter: int) -> Reason:
    wanted, name = request.matters[matter], _name(request, matter)
    longest = max((end - start for start, end in _spans(request, matter)), default=0)
    if longest == 0:
        cause, text = "none", f"No appointment is free for {name}. Leave it out for now, or ask again later."
    elif longest < wanted.minutes:
        cause = "too-short"
        text = f"{_first(name)} takes {wanted.minutes} minutes, but at most {longest} minutes in a row are free."
    else:
        cause = "off-step"
        every = f"appointments start every {request.start_every_minutes} minutes"
        text = f"{_first(name)} takes {wanted.minutes} minutes; {every}, and no free time has room for one of them."
    facts = {"needed_minutes": wanted.minutes, "longest_minutes": longest}
    return Reason("no-free-span", (wanted.id,), cause, text, _open(request, [matter]), None, facts)


def _outside_windows(request: Request, matter: int) -> Reason:
    wanted, name = request.matters[matter], _first(_name(request, matter))
    opened = _open(request, [matter])
    there, person = opened[wanted.id], open_times(request.windows, ZoneInfo(request.timezone))
    facts = {"needed_minutes": wanted.minutes}
    if person is None:
        text = f"{name} does not fit into the times at which you can come."
    elif not set(there.weekdays) & set(person.weekdays):
        text = (
            f"{name} is only open on {weekday_words(there.weekdays)}; you can come on {weekday_words(person.weekdays)}."
        )
    elif not there.meets(person):
        text = f"{name} is only open on {hour_words(there)}; you can come on {hour_words(person)}."
    elif there.last < person.first or person.last < there.first:
        text = f"{name} is only free {date_words(there)}; you can come {date_words(person)}."
    else:
        when = f"It is free on {hour_words(there)} {date_words(there)}; you can come on {hour_words(person)}"
        text = f"{name} needs {wanted.minutes} minutes within the times at which you can come."
        text += f" {when} {date_words(person)}."
    return Reason("outside-windows", (wanted.id,), "windows", text, opened, person, facts)


def _never_together(request: Request, starts: StartTable, later: list[int]) -> Reason:
    group = _smallest_group(starts, later, request.max_days)
    cause, needed = _cause(starts, later, group, request.max_days) if group else ("midnight", None)
    group = group or list(range(len(later)))
    names = _listed([_name(request, matter) for matter in group])
    opened, person = _open(request, group), open_times(request.windows, ZoneInfo(request.timezone))
    times = "; ".join(f"{_name(request, matter)} {_when(opened, request.matters[matter].id)}" for matter in group)
    text = {
        "days": f"{names} need {needed} days, and you can come on {_days(request.max_days)}",
        "order": f"{_orders(request, later, group)}, but the free times do not allow this order",
        "distance": f"there is not enough time for the way between {names}",
        "time": f"{names} are only free at the same time",
        "midnight": f"{names} cannot be settled without being in two places at once at midnight",
    }[cause]
    message = f"{_first(text)}. {_first(times)}."
    if person is not None:
        message += f" You can come on {hour_words(person)} ({date_words(person)})."
    if cause == "days":
        message += f" Come on {needed} days, or leave one of them out."
    facts = {"days_needed": needed, "days_allowed": request.max_days}
    ids = tuple(request.matters[matter].id for matter in group)
    return Reason("never-together", ids, cause, message, opened, person, facts)


def _cause(starts: StartTable, later: list[int], group: list[int], max_days: int) -> tuple[str, int | None]:
    """Why a set is never settled together: what would have to be different, and the days it needs if days help."""
    part, order = _only(starts, group), _only_order(later, group)
    needed = next((days for days in range(1, len(group) + 1) if _fits(part, order, days)), None)
    if needed is not None and needed > max_days:
        return "days", needed
    if any(order) and _fits(part, [0] * len(group), len(group)):
        return "order", None
    return ("distance" if _fits(_without_travel(part), order, len(group)) else "time"), None


def _smallest_group(starts: StartTable, later: list[int], max_days: int) -> list[int]:
    """The smallest set of matters that is never settled in so many days; empty if only midnight prevents it."""
    settling = Settling(best_visits(starts, later), splits(tuple(later)), starts.ticks)
    possible = settling.possible(min(max_days, len(later), len(starts.days)))
    groups = [_members(int(mask)) for mask in np.flatnonzero(possible == 0) if mask]
    return min(groups, key=lambda group: (len(group), group), default=[])


def _fits(starts: StartTable, later: list[int], days: int) -> bool:
    settling = Settling(best_visits(starts, later), splits(tuple(later)), starts.ticks)
    return bool(settling.possible(min(days, len(starts.days)))[-1])


def _only(starts: StartTable, matters: Sequence[int]) -> StartTable:
    """The table of some matters, numbered anew."""
    number = {matter: position for position, matter in enumerate(matters)}
    kept = {(number[m], place): table for (m, place), table in starts.allowed.items() if m in number}
    return replace(starts, lengths=tuple(starts.lengths[matter] for matter in matters), allowed=kept)


def _only_order(later: list[int], matters: Sequence[int]) -> list[int]:
    return [sum(1 << place for place, other in enumerate(matters) if later[matter] >> other & 1) for matter in matters]


def _without_travel(starts: StartTable) -> StartTable:
    return replace(starts, gaps=tuple(tuple(0 for _ in row) for row in starts.gaps))


def _members(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def _spans(request: Request, matter: int) -> list[tuple[int, int]]:
    rows = np.flatnonzero(request.free.matter == matter)
    return list(zip(request.free.start[rows].tolist(), request.free.end[rows].tolist(), strict=True))


def _open(request: Request, matters: Sequence[int]) -> dict[str, OpenTimes]:
    """When each matter is free for long enough; matters without such times are left out."""
    found = {}
    for matter in matters:
        wanted = request.matters[matter]
        fitting = [span for span in _spans(request, matter) if span[1] - span[0] >= wanted.minutes]
        times = open_times(fitting, ZoneInfo(request.timezone))
        if times is not None:
            found[wanted.id] = times
    return found


def _orders(request: Request, later: list[int], group: Sequence[int]) -> str:
    pairs = [(one, two) for one in group for two in group if later[one] >> two & 1]
    return _listed([f"{_name(request, two)} comes after {_name(request, one)}" for one, two in pairs])


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"


def _when(opened: dict[str, OpenTimes], matter: str) -> str:
    return f"is free on {hour_words(opened[matter])} ({date_words(opened[matter])})"


def _name(request: Request, matter: int) -> str:
    """The id as a word where it looks like one; anything else in quotation marks."""
    words = request.matters[matter].id.replace("-", " ").replace("_", " ")
    return f"the {words}" if words.replace(" ", "").isalpha() and len(words) > 2 else f'"{request.matters[matter].id}"'


def _listed(names: Sequence[str]) -> str:
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
