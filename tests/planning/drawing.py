"""Days drawn with characters, so that a test shows what it is about.

One character is ten minutes; the first column is 8:00 on Monday, 11 January 2027, in UTC. `#` is free time. A
drawing:

    a@x   ..####..      matter a at location x, counter "a@x"
    b@y/2 ..##          a second counter (any name after the slash)
    tue               the lines below are about the next weekday

Answers are drawn as words: "mon 8:20 a@x, 8:50 b@x" and the point of the frontier "1 visit, mon, 50 min".
"""

from datetime import datetime, timedelta

from eindach.planning.itinerary import Itineraries, Itinerary, plan
from eindach.planning.itinerary_format import read

MONDAY = datetime(2027, 1, 11, 8)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def request(drawing: str, minutes: dict[str, int], **more: object) -> dict[str, object]:
    """The request of a drawing. `more`: after, changeover, between, windows, max_days, step, timezone, begins."""
    begins = more.get("begins", MONDAY)
    day, free = 0, []
    for line in filter(None, map(str.strip, drawing.splitlines())):
        if line in WEEKDAYS:
            day = WEEKDAYS.index(line)
            continue
        name, hours = line.split(maxsplit=1)
        matter, location = name.split("/")[0].split("@")
        for first, last in _runs(hours):
            free.append(
                {
                    "matter": matter,
                    "counter": name,
                    "location": location,
                    "from": _clock(begins + timedelta(days=day, minutes=10 * first)),
                    "until": _clock(begins + timedelta(days=day, minutes=10 * last)),
                }
            )
    after = more.get("after", {})
    return {
        "format": "eindach.itinerary-request/1",
        "timezone": more.get("timezone", "UTC"),
        "start_every_minutes": more.get("step", 10),
        "travel": {"changeover_minutes": more.get("changeover", 0), "between": more.get("between", [])},
        "matters": [{"id": name, "minutes": long, "after": after.get(name, [])} for name, long in minutes.items()],
        "free": free,
        "person": {"max_days": more.get("max_days", 1), "windows": more.get("windows", [])},
    }


def answer(drawing: str, minutes: dict[str, int], **more: object) -> Itineraries:
    """What the engine says to a drawing."""
    return plan(read(request(drawing, minutes, **more)))


def best(drawing: str, minutes: dict[str, int], **more: object) -> str:
    """The appointments of the first itinerary."""
    found = answer(drawing, minutes, **more).itineraries
    return words(found[0]) if found else "impossible"


def frontier(drawing: str, minutes: dict[str, int], **more: object) -> list[str]:
    """The points of the frontier."""
    return [point(itinerary) for itinerary in answer(drawing, minutes, **more).itineraries]


def words(itinerary: Itinerary) -> str:
    """Such as "mon 8:20 a@x, 8:50 b@x, tue 9:00 c@y"; the day is named when it changes."""
    said, today = [], ""
    for appointment in itinerary.appointments:
        start, day = appointment.start, WEEKDAYS[appointment.start.weekday()]
        clock = f"{start.hour}:{start.minute:02} {appointment.counter}"
        said.append(clock if day == today else f"{day} {clock}")
        today = day
    return ", ".join(said)


def point(itinerary: Itinerary) -> str:
    """Such as "2 visits, tue, 55 min"."""
    visits = "1 visit" if itinerary.days == 1 else f"{itinerary.days} visits"
    return f"{visits}, {WEEKDAYS[itinerary.completed_on.weekday()]}, {itinerary.minutes_on_site} min"


def _runs(hours: str) -> list[tuple[int, int]]:
    """[first, last) of each run of # (a | between two of them ends a span and takes no time)."""
    runs, begin, now = [], None, 0
    for sign in [*hours, "."]:
        if begin is not None and sign != "#":
            runs.append((begin, now))
            begin = None
        if sign == "#" and begin is None:
            begin = now
        now += sign != "|"
    return runs


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"
