"""The formats `eindach.itinerary-request/1` and `eindach.itineraries/1` as plain JSON values.

    >>> answer = write(plan(read(parse(text))))

Left out, these mean: `after` none, `windows` any time, `travel` no changeover and no way between locations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from eindach.planning.clock import clock_minutes, utc_minute
from eindach.planning.precedence import cycle
from eindach.planning.reading import Reader
from eindach.planning.request import MOST_MATTERS, Counter, FreeSpans, Itineraries, Matter, Request, Travel
from eindach.planning.spans import Span, overlap_faults

REQUEST, ANSWER = "eindach.itinerary-request/1", "eindach.itineraries/1"
LONGEST_MINUTES = 1440
LONGEST_HORIZON_DAYS = 1100


def read(data: Any) -> Request:
    """A request from its JSON value. Raises WrongInput with every fault that was found."""
    reader = _RequestReader()
    needed = ("format", "timezone", "start_every_minutes", "matters", "free", "person")
    whole = reader.object("", data, needed, ("travel",))
    if "format" in whole and whole["format"] != REQUEST:
        reader.fault("/format", "is not known", f'"{REQUEST}" is allowed')
    if "timezone" in whole:
        reader.timezone = reader.zone("/timezone", whole["timezone"])
    step = None
    if "start_every_minutes" in whole:
        step = reader.whole("/start_every_minutes", whole["start_every_minutes"], 1, LONGEST_MINUTES)
    travel = reader.travel(whole.get("travel", {}))
    matters = reader.matters(whole["matters"]) if "matters" in whole else ()
    if "free" in whole:
        reader.free(whole["free"])
    windows, max_days = reader.person(whole["person"]) if "person" in whole else ((), None)
    reader.stop_if_faulty()
    if reader.timezone is None or step is None or max_days is None:
        raise AssertionError("what is missing is a fault")
    counters, free = reader.columns(matters)
    return Request(reader.timezone.key, matters, counters, free, step, travel, windows, max_days)


@dataclass
class _RequestReader(Reader):
    timezone: ZoneInfo | None = None
    known: set[str] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)

    def travel(self, value: Any) -> Travel:
        whole = self.object("/travel", value, (), ("changeover_minutes", "between"))
        pointer = "/travel/changeover_minutes"
        changeover = self.whole(pointer, whole.get("changeover_minutes", 0), 0, LONGEST_MINUTES)
        between: dict[tuple[str, str], int] = {}
        for pointer, row in self.items("/travel/between", whole.get("between", []), "[location, location, minutes]"):
            if not isinstance(row, list) or len(row) != 3:
                self.fault(pointer, f"has the wrong shape: {row!r:.60}", "[location, location, minutes] is allowed")
                continue
            one, other = self.text(f"{pointer}/0", row[0]), self.text(f"{pointer}/1", row[1])
            minutes = self.whole(f"{pointer}/2", row[2], 0, LONGEST_MINUTES)
            if one is None or other is None or minutes is None:
                continue
            if one == other:
                self.fault(
                    pointer, "names one location twice", "two different ones are allowed (see changeover_minutes)"
                )
            elif between.get((one, other), between.get((other, one), minutes)) != minutes:
                self.fault(
                    pointer, "names a pair that was listed with other minutes", "the same minutes both ways are allowed"
                )
            elif (other, one) not in between:
                between[one, other] = minutes
        return Travel(changeover or 0, between)

    def matters(self, value: Any) -> tuple[Matter, ...]:
        found: list[Matter] = []
        for pointer, item in self.items("/matters", value, "matters"):
            whole = self.object(pointer, item, ("id", "minutes"), ("after",))
            name = self.text(f"{pointer}/id", whole["id"]) if "id" in whole else None
            minutes = (
                self.whole(f"{pointer}/minutes", whole["minutes"], 1, LONGEST_MINUTES) if "minutes" in whole else None
            )
            if name in self.known:
                self.fault(f"{pointer}/id", f"{name!r} stands twice", "each id is allowed once")
            if name is not None:
                self.known.add(name)
            after = [
                self.text(place, other)
                for place, other in self.items(f"{pointer}/after", whole.get("after", []), "ids")
            ]
            found.append(Matter(name or "", minutes or 1, tuple(other for other in after if other is not None)))
        if isinstance(value, list) and not 1 <= len(value) <= MOST_MATTERS:
            self.fault("/matters", f"has {len(value)} entries", f"1 to {MOST_MATTERS} matters are allowed")
        self._check_order(found)
        return tuple(found)

    def _check_order(self, matters: list[Matter]) -> None:
        unknown = False
        for number, matter in enumerate(matters):
            for place, other in enumerate(matter.after):
                if other not in self.known:
                    self.fault(
                        f"/matters/{number}/after/{place}", f"{other!r} is unknown", "the id of a matter is allowed"
                    )
                    unknown = True
        circle = None if unknown else cycle(matters)
        if circle:
            number = next(number for number, matter in enumerate(matters) if matter.id == circle[-1])
            way = " after ".join(repr(name) for name in reversed(circle))
            self.fault(
                f"/matters/{number}/after", f"goes round in a circle ({way})", "an order that can be kept is allowed"
            )

    def free(self, value: Any) -> None:
        names = ("matter", "counter", "location", "from", "until")
        for pointer, item in self.items("/free", value, "free spans"):
            whole = self.object(pointer, item, names)
            matter, counter, location = (
                self.text(f"{pointer}/{name}", whole[name]) if name in whole else None for name in names[:3]
            )
            if matter is not None and matter not in self.known:
                self.fault(f"{pointer}/matter", f"{matter!r} is unknown", "the id of a matter is allowed")
            period = self._period(pointer, whole)
            if period is None or period[0] == period[1]:
                continue
            if matter is not None and counter is not None and location is not None:
                self.spans.append(Span(pointer, matter, counter, location, *period))
        for pointer, wrong, allowed in overlap_faults(self.spans):
            self.fault(pointer, wrong, allowed)
        if self.spans:
            days = (max(span.end for span in self.spans) - min(span.start for span in self.spans)) / LONGEST_MINUTES
            if days > LONGEST_HORIZON_DAYS:
                self.fault("/free", f"reaches over {days:.0f} days", f"at most {LONGEST_HORIZON_DAYS} are allowed")

    def _period(self, pointer: str, whole: dict[str, Any]) -> tuple[int, int] | None:
        """[from, until) in UTC minutes; empty when the clock skips all of it."""
        start, end = (
            self.local_time(f"{pointer}/{name}", whole[name]) if name in whole else None for name in ("from", "until")
        )
        if start is None or end is None:
            return None
        if end <= start:
            self.fault(f"{pointer}/until", f"{whole['until']} is not after from", "a later time is allowed")
            return None
        return self._minute(start), self._minute(end)

    def _minute(self, local: datetime) -> int:
        return utc_minute(local, self.timezone) if self.timezone is not None else clock_minutes(local)

    def person(self, value: Any) -> tuple[tuple[tuple[int, int], ...], int | None]:
        whole = self.object("/person", value, ("max_days",), ("windows",))
        max_days = self.whole("/person/max_days", whole["max_days"], 1) if "max_days" in whole else None
        windows = []
        for pointer, item in self.items("/person/windows", whole.get("windows", []), "windows"):
            period = self._period(pointer, self.object(pointer, item, ("from", "until")))
            if period is not None:
                windows.append(period)
        return tuple(windows), max_days

    def columns(self, matters: tuple[Matter, ...]) -> tuple[tuple[Counter, ...], FreeSpans]:
        """Spans as columns; whoever sits in two locations becomes two counters."""
        number = {matter.id: position for position, matter in enumerate(matters)}
        place = {name: position for position, name in enumerate(sorted({(s.counter, s.location) for s in self.spans}))}
        rows = [(number[s.matter], place[s.counter, s.location], s.start, s.end) for s in self.spans]
        return tuple(Counter(*name) for name in place), FreeSpans.of(rows)


def write(answer: Itineraries) -> dict[str, Any]:
    """The JSON value of an answer."""
    return {
        "format": ANSWER,
        "itineraries": [
            {
                "days": itinerary.days,
                "completed_on": itinerary.completed_on.isoformat(),
                "minutes_on_site": itinerary.minutes_on_site,
                "appointments": [
                    {
                        "matter": appointment.matter,
                        "counter": appointment.counter,
                        "location": appointment.location,
                        "start": f"{appointment.start:%Y-%m-%dT%H:%M}",
                        "end": f"{appointment.end:%Y-%m-%dT%H:%M}",
                    }
                    for appointment in itinerary.appointments
                ],
            }
            for itinerary in answer.itineraries
        ],
        "impossible": [
            {"reason": reason.kind, "matters": list(reason.matters), "message": reason.message}
            for reason in answer.impossible
        ],
    }
