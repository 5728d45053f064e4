"""The formats `eindach.timetable-request/1` and `eindach.timetable/1` as plain JSON values.

    >>> request = read(parse(text))
    >>> answer = write(request, timetable(request, seconds=20))

Times are `HH:MM`. Beyond the published keys a request may have `now`, `promised` and `closed` (docs/planning.md); with
`promised` the answer counts how many of them were moved.
"""

from __future__ import annotations

from typing import Any

from eindach.planning.timetable.day_reader import DayReader
from eindach.planning.timetable.facts import clashes
from eindach.planning.timetable.reasons import clock
from eindach.planning.timetable.request import Request, Timetable

REQUEST, ANSWER = "eindach.timetable-request/1", "eindach.timetable/1"
NEEDED = ("format", "date", "from", "start_every_minutes", "changeover_minutes", "objective", "stations", "visitors")
OPTIONAL = ("now", "promised", "closed")


def read(data: Any) -> Request:
    """A request from its JSON value. Raises WrongInput with every fault that was found."""
    reader = DayReader()
    reader.open_ended = isinstance(data, dict) and data.get("objective") == "makespan"
    needed, optional = (NEEDED, ("until", *OPTIONAL)) if reader.open_ended else ((*NEEDED, "until"), OPTIONAL)
    whole = reader.object("", data, needed, optional)
    if "format" in whole and whole["format"] != REQUEST:
        reader.fault("/format", "is not known", f'"{REQUEST}" is allowed')
    if "date" in whole:
        reader.day("/date", whole["date"])
    start, until = reader.hours(whole)
    step = reader.minutes("", whole, "start_every_minutes", 1)
    changeover = reader.minutes("", whole, "changeover_minutes", 0)
    objective = reader.objective(whole)
    stations = reader.stations(whole.get("stations", []))
    visitors = reader.visitors(whole.get("visitors", []))
    now = reader.clock("/now", whole["now"]) if "now" in whole else None
    promised = reader.promised(whole.get("promised", []))
    closed = reader.closed(whole.get("closed", []))
    reader.stop_if_faulty()
    if start is None or step is None or changeover is None or objective is None:
        raise AssertionError("what is missing is a fault")
    request = Request(start, stations, visitors, until, step, changeover, objective, promised, closed, now)
    for number, other, wrong in clashes(request):
        reader.fault(f"/promised/{number}", f"{wrong} (with /promised/{other})", "what can have happened is allowed")
    reader.stop_if_faulty()
    return request


def write(request: Request, answer: Timetable) -> dict[str, Any]:
    """The JSON value of an answer."""
    moved = {"moved": answer.moved} if request.promised else {}
    return {
        "format": ANSWER,
        "visits": [
            {
                "visitor": visit.visitor,
                "station": visit.station,
                "desk": visit.desk,
                "start": clock(visit.start),
                "end": clock(visit.end),
                "start_minute": visit.start - request.start,
                "end_minute": visit.end - request.start,
            }
            for visit in answer.visits
        ],
        "unserved": [
            {"visitor": left.visitor, "station": left.station, "reason": left.reason, "message": left.message}
            for left in answer.unserved
        ],
        "objective": {
            "served": answer.served,
            "waiting_minutes": answer.waiting_minutes,
            "makespan_minutes": answer.makespan_minutes,
            **moved,
        },
        "bound": answer.bound,
        "served_bound": answer.served_bound,
        "optimal": answer.optimal,
    }
