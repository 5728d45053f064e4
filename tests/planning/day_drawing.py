"""Event days drawn with characters, so that a test shows what it is about.

One character is ten minutes; the first column is 9:00 and the day ends with the last column of the longest line. `#` is
the time a visitor is there, after it stand the visits and their minutes. A drawing:

    ann  ####..  bank 20, school 10
    ben  ..####  bank 20

Stations have one desk unless `desks` says otherwise. Answers are drawn as "ann 9:00 bank, 9:20 school; ben 9:40 bank"
and as figures: "3 of 3 visits, 50 min".
"""

from eindach.planning.timetable import Timetable, timetable
from eindach.planning.timetable.day_format import read, write

OPENS = 540


def day(drawing: str, desks: dict[str, int] | None = None, **more: object) -> dict[str, object]:
    """The request of a drawing. `more`: keys of the format that stand for themselves."""
    visitors, longest = [], 0
    for line in filter(None, map(str.strip, drawing.splitlines())):
        name, stay, wishes = line.split(maxsplit=2)
        longest = max(longest, len(stay))
        visitors.append(
            {
                "id": name,
                "arrives": clock(OPENS + 10 * stay.index("#")),
                "leaves": clock(OPENS + 10 * stay.rindex("#") + 10),
                "visits": [
                    {"station": wish.split()[0], "minutes": int(wish.split()[1])} for wish in wishes.split(", ")
                ],
            }
        )
    stations = sorted({visit["station"] for visitor in visitors for visit in visitor["visits"]})
    return {
        "format": "eindach.timetable-request/1",
        "date": "2026-12-04",
        "from": clock(OPENS),
        "until": clock(OPENS + 10 * longest),
        "start_every_minutes": 10,
        "changeover_minutes": 0,
        "objective": "waiting",
        "stations": [{"id": station, "desks": (desks or {}).get(station, 1)} for station in stations],
        "visitors": visitors,
        **more,
    }


def planned(drawing: str, desks: dict[str, int] | None = None, **more: object) -> Timetable:
    """What the engine says to a drawing."""
    return timetable(read(day(drawing, desks, **more)), seconds=5, workers=1)


def answer(request: dict[str, object]) -> dict[str, object]:
    """The published answer to a request."""
    asked = read(request)
    return write(asked, timetable(asked, seconds=5, workers=1))


def routes(found: Timetable) -> str:
    """Such as "ann 9:00 bank, 9:20 school; ben 9:40 bank"."""
    said: dict[str, list[str]] = {}
    for visit in sorted(found.visits, key=lambda visit: (visit.visitor, visit.start)):
        said.setdefault(visit.visitor, []).append(f"{visit.start // 60}:{visit.start % 60:02} {visit.station}")
    return "; ".join(f"{visitor} {', '.join(stops)}" for visitor, stops in said.items())


def figures(found: Timetable) -> str:
    """Such as "3 of 4 visits, 50 min"; a sign of interrogation where that is not proved to be the best."""
    minutes = f"{found.served} of {found.served + len(found.unserved)} visits, {found.waiting_minutes} min"
    return minutes if found.optimal else f"{minutes}?"


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
