"""Reading the parts of an event day, every fault at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast, get_args

from eindach.planning.reading import Reader, shown
from eindach.planning.timetable.request import Closure, Objective, Promise, State, Station, Visit, Visitor

LONGEST_MINUTES = 1440
MOST_DESKS = 1000
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class DayReader(Reader):
    """Knows what was read before: whether times may be left out, which stations there are, who wants to go where."""

    open_ended: bool = False
    desks: dict[str, int] = field(default_factory=dict)
    visitor_ids: set[str] = field(default_factory=set)
    wanted: set[tuple[str, str]] = field(default_factory=set)
    known: set[tuple[str, str]] = field(default_factory=set)

    def clock(self, pointer: str, value: Any) -> int | None:
        """Minutes after midnight of a time of the day."""
        if isinstance(value, str) and CLOCK.fullmatch(value):
            return int(value[:2]) * 60 + int(value[3:])
        self.fault(pointer, f"{shown(value)} is no time of the day", "HH:MM from 00:00 to 23:59 is allowed")
        return None

    def day(self, pointer: str, value: Any) -> None:
        """A date of the calendar."""
        try:
            if isinstance(value, str) and DATE.fullmatch(value):
                date.fromisoformat(value)
                return
        except ValueError:
            pass
        self.fault(pointer, f"{shown(value)} is no date", "a date YYYY-MM-DD is allowed")

    def minutes(self, pointer: str, whole: dict[str, Any], name: str, least: int) -> int | None:
        """A length in whole minutes, or None where it is missing (a fault already) or wrong."""
        return self.whole(f"{pointer}/{name}", whole[name], least, LONGEST_MINUTES) if name in whole else None

    def objective(self, whole: dict[str, Any]) -> Objective | None:
        """What is to be made small."""
        if "objective" not in whole:
            return None
        return cast("Objective | None", self._word("/objective", whole["objective"], get_args(Objective)))

    def hours(self, whole: dict[str, Any]) -> tuple[int | None, int | None]:
        """`from` and `until`; the latter may be missing where the last end is what counts."""
        return self._span("", whole, "from", "until")

    def stations(self, value: Any) -> tuple[Station, ...]:
        """The stations, each once."""
        found: list[Station] = []
        for pointer, item in self.items("/stations", value, "stations"):
            whole = self.object(pointer, item, ("id", "desks"))
            name = self.text(f"{pointer}/id", whole["id"]) if "id" in whole else None
            desks = self.whole(f"{pointer}/desks", whole["desks"], 1, MOST_DESKS) if "desks" in whole else None
            if name in self.desks:
                self.fault(f"{pointer}/id", f"{shown(name)} stands twice", "each id is allowed once")
            if name is not None:
                self.desks[name] = desks or 1
                found.append(Station(name, desks or 1))
        return tuple(found)

    def visitors(self, value: Any) -> tuple[Visitor, ...]:
        """The visitors, each once, with their visits, one a station."""
        found: list[Visitor] = []
        for pointer, item in self.items("/visitors", value, "visitors"):
            times = ("arrives", "leaves")
            needed, optional = (("id", "visits"), times) if self.open_ended else (("id", *times, "visits"), ())
            whole = self.object(pointer, item, needed, optional)
            name = self.text(f"{pointer}/id", whole["id"]) if "id" in whole else None
            if name is not None and name in self.visitor_ids:
                self.fault(f"{pointer}/id", f"{shown(name)} stands twice", "each id is allowed once")
            self.visitor_ids.add(name or "")
            arrives, leaves = self._span(pointer, whole, *times)
            visits = self._visits(pointer, name or "", whole.get("visits", []))
            found.append(Visitor(name or "", visits, arrives, leaves))
        return tuple(found)

    def promised(self, value: Any) -> tuple[Promise, ...]:
        """Times that were told before, one a visit."""
        found: list[Promise] = []
        for pointer, item in self.items("/promised", value, "promises"):
            whole = self.object(pointer, item, ("visitor", "station", "start"), ("state", "desk"))
            visit = self._visit_of(pointer, whole)
            start = self.clock(f"{pointer}/start", whole["start"]) if "start" in whole else None
            state = self._word(f"{pointer}/state", whole.get("state", "promised"), get_args(State))
            desk = None
            if "desk" in whole:
                most = self.desks.get(visit[1], MOST_DESKS) if visit else MOST_DESKS
                desk = self.whole(f"{pointer}/desk", whole["desk"], 1, most)
            if visit is not None and start is not None and state is not None:
                found.append(Promise(*visit, start, cast("State", state), desk))
        return tuple(found)

    def closed(self, value: Any) -> tuple[Closure, ...]:
        """Times at which desks are not staffed; all of the station's where no number is given."""
        found: list[Closure] = []
        for pointer, item in self.items("/closed", value, "closures"):
            whole = self.object(pointer, item, ("station", "from", "until"), ("desks",))
            station = self._station(f"{pointer}/station", whole["station"]) if "station" in whole else None
            start, end = self._span(pointer, whole, "from", "until")
            desks = self.desks.get(station or "", 1)
            if "desks" in whole:
                desks = self.whole(f"{pointer}/desks", whole["desks"], 1, MOST_DESKS) or 1
            if station is not None and start is not None and end is not None:
                found.append(Closure(station, start, end, desks))
        return tuple(found)

    def _visits(self, pointer: str, visitor: str, value: Any) -> tuple[Visit, ...]:
        found: list[Visit] = []
        for place, item in self.items(f"{pointer}/visits", value, "visits"):
            whole = self.object(place, item, ("station", "minutes"))
            station = self._station(f"{place}/station", whole["station"]) if "station" in whole else None
            minutes = self.minutes(place, whole, "minutes", 1)
            if any(visit.station == station for visit in found):
                self.fault(
                    f"{place}/station", f"{shown(station)} stands twice", "each station is allowed once a visitor"
                )
            if station is not None:
                found.append(Visit(station, minutes or 1))
                self.wanted.add((visitor, station))
        return tuple(found)

    def _visit_of(self, pointer: str, whole: dict[str, Any]) -> tuple[str, str] | None:
        if not isinstance(whole.get("visitor"), str) or not isinstance(whole.get("station"), str):
            for name in ("visitor", "station"):
                if name in whole:
                    self.text(f"{pointer}/{name}", whole[name])
            return None
        visit = (whole["visitor"], whole["station"])
        if visit not in self.wanted:
            self.fault(
                pointer, "is about a visit that is not wanted", "a visitor and one of their stations are allowed"
            )
            return None
        if visit in self.known:
            self.fault(pointer, "stands twice", "each visit is allowed once")
        self.known.add(visit)
        return visit

    def _station(self, pointer: str, value: Any) -> str | None:
        name = self.text(pointer, value)
        if name is None or name in self.desks:
            return name
        self.fault(pointer, f"{shown(name)} is unknown", "the id of a station is allowed")
        return None

    def _span(self, pointer: str, whole: dict[str, Any], first: str, last: str) -> tuple[int | None, int | None]:
        start = self.clock(f"{pointer}/{first}", whole[first]) if first in whole else None
        end = self.clock(f"{pointer}/{last}", whole[last]) if last in whole else None
        if start is not None and end is not None and end <= start:
            self.fault(f"{pointer}/{last}", f"{shown(whole[last])} is too early", f"a time after {first} is allowed")
        return start, end

    def _word(self, pointer: str, value: Any, words: tuple[str, ...]) -> str | None:
        if isinstance(value, str) and value in words:
            return value
        self.fault(pointer, f"{shown(value)} is not known", f"allowed are {', '.join(words)}")
        return None
