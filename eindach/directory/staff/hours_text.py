"""Hours as people write them ("Mo-Do 10-16 Uhr; Fr 9:00-13:00"), and as rows of Schedule.

The text of a cell is exact: lines of a region's files joined by "; ", each with its dates where it has some:
`MO-TH 10:00-16:00`, `by appointment`, `MO 09:00-12:00 from 2026-09-01 until 2026-12-31 also on holidays`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from eindach.directory.models import Schedule
from eindach.directory.region_data import FIRST_DAY
from eindach.directory.region_format import EVERY_WEEKDAY, WEEKDAYS, Hours, parse_hours

from .faults import CellFault

GERMAN: Final = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
ENGLISH: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
READ: Final = {said.lower(): code for said, code in zip(GERMAN + ENGLISH, WEEKDAYS * 2, strict=True)}
CLOCK: Final = r"(\d{1,2})(?:[:.](\d\d))?"
TIMES: Final = re.compile(rf"(?P<days>.*?\S)\s+{CLOCK}\s*-\s*{CLOCK}(?P<more>.*)")
FROM, UNTIL, HOLIDAYS = "from", "until", "also on holidays"
BY_APPOINTMENT: Final = "by appointment"
GERMAN_WORDS: Final = {
    BY_APPOINTMENT: ("nach vereinbarung", "nach terminvereinbarung", "mit termin"),
    FROM: ("ab",),
    UNTIL: ("bis",),
    HOLIDAYS: ("auch an feiertagen",),
}
SHOWN_IN_GERMAN: Final = {word: said[0].replace("v", "V", 1) for word, said in GERMAN_WORDS.items()} | {
    HOLIDAYS: "auch an Feiertagen"
}
DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True)
class Line:
    """One line of hours with its dates."""

    hours: Hours
    valid_from: date = FIRST_DAY
    valid_until: date | None = None
    open_on_holidays: bool = False

    def __str__(self) -> str:
        days, hours = days_of(self.hours.rrule), self.hours
        if hours.opens is None or hours.closes is None:
            said = BY_APPOINTMENT
        else:
            said = f"{days} {hours.opens:%H:%M}-{hours.closes:%H:%M}"
            said += f" {BY_APPOINTMENT}" if hours.by_appointment else ""
        said += f" {FROM} {self.valid_from}" if self.valid_from != FIRST_DAY else ""
        said += f" {UNTIL} {self.valid_until}" if self.valid_until else ""
        return said + (f" {HOLIDAYS}" if self.open_on_holidays else "")


def days_of(rrule: str) -> str:
    """`FREQ=WEEKLY;BYDAY=MO,TU,WE,FR` -> "MO-WE,FR"; other rules stay as they are."""
    found = re.fullmatch(r"FREQ=(WEEKLY|MONTHLY);BYDAY=([\w,-]+)", rrule)
    if not found:
        return rrule
    days = found[2].split(",")
    if found[1] == "MONTHLY":
        return ",".join(days)
    runs: list[list[str]] = []
    for day in days:
        follows = runs and WEEKDAYS.index(day) == WEEKDAYS.index(runs[-1][-1]) + 1
        runs[-1].append(day) if follows else runs.append([day])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run) for run in runs)


def text_of(rules: Iterable[Schedule]) -> str:
    """The text of a cell, from rows."""
    lines = [_line_of(rule) for rule in rules]
    order = {day: number for number, day in enumerate(WEEKDAYS)}
    return "; ".join(sorted(map(str, lines), key=lambda said: (order.get(said[:2], len(order)), said)))


def _line_of(rule: Schedule) -> Line:
    hours = Hours(rule.rrule, rule.opens, rule.closes, rule.kind == Schedule.Kind.BY_APPOINTMENT)
    return Line(hours, rule.valid_from, rule.valid_until, rule.open_on_holidays)


def read(text: str) -> list[Line]:
    """Lines from what somebody typed, one a line or separated by "; ". CellFault names the line that is none."""
    typed = [part.strip() for part in re.split(r"\n|;\s|;$", text) if part.strip()]
    return [_read(one) for one in typed]


def canonical(text: str) -> str:
    """What somebody typed, as the text of a cell."""
    return "; ".join(map(str, read(text)))


def shown(text: str) -> str:
    """The text of a cell for people: German days on German pages."""
    return "\n".join(_shown(line) for line in text.split("; ") if line)


def _shown(line: str) -> str:
    german = (get_language() or "de").startswith("de")
    names = dict(zip(WEEKDAYS, GERMAN if german else ENGLISH, strict=True))
    if not line.startswith("FREQ="):
        line = re.sub(r"\b(-?\d?)(MO|TU|WE|TH|FR|SA|SU)\b", lambda found: found[1] + names[found[2]], line)
        line = re.sub(r",(?=\S)", ", ", line)
    if german:
        for word, said in SHOWN_IN_GERMAN.items():
            line = re.sub(rf"\b{word}\b", said, line)
    return re.sub(r"(?<=[a-z0-9])-(?=[A-Z0-9])(?!\d\d-\d\d|\d\d\b(?!:))", "–", line)


def _read(typed: str) -> Line:
    plain = re.sub(r"[–—]", "-", typed).replace("Uhr", "").strip()
    for word, several in GERMAN_WORDS.items():
        for said in several:
            plain = re.sub(rf"\b{said}\b", word, plain, flags=re.IGNORECASE)
    on_holidays = HOLIDAYS in plain
    plain, valid_from = _date_after(FROM, plain.replace(HOLIDAYS, ""), typed)
    plain, valid_until = _date_after(UNTIL, plain, typed)
    hours = _hours(" ".join(plain.split()), typed)
    return Line(hours, valid_from or FIRST_DAY, valid_until, on_holidays)


def _hours(plain: str, typed: str) -> Hours:
    if plain == BY_APPOINTMENT:
        return Hours(EVERY_WEEKDAY, None, None, True)
    found = TIMES.fullmatch(plain)
    if not found or found["more"].strip() not in ("", BY_APPOINTMENT):
        raise _fault(typed)
    opens, opens_minute, closes, closes_minute = found.group(2, 3, 4, 5)
    line = f"{_days(found['days'])} {int(opens):02}:{opens_minute or '00'}-{int(closes):02}:{closes_minute or '00'}"
    try:
        return parse_hours(f"{line} {BY_APPOINTMENT}" if found["more"].strip() else line)
    except ValueError as fault:
        raise _fault(typed) from fault


def _days(said: str) -> str:
    if said.startswith("FREQ="):
        return said
    joined = re.sub(r"\s*([,-])\s*", r"\1", said)
    return re.sub(r"[a-zA-Z]+", lambda found: READ.get(found[0].lower(), found[0].upper()), joined)


def _date_after(word: str, text: str, typed: str) -> tuple[str, date | None]:
    before, found, after = text.partition(f" {word} ")
    if not found:
        return text, None
    said = DATE.match(after)
    try:
        day = said and date(*map(int, said.group(1, 2, 3) if said[1] else said.group(6, 5, 4)))
    except ValueError:
        day = None
    if not said or not day:
        raise _fault(typed)
    return f"{before}{after[said.end() :]}", day


def _fault(typed: str) -> CellFault:
    return CellFault(
        _("“%(typed)s” is not a line of hours. Write for example: Mo-Do 10:00-16:00, or: by appointment.")
        % {"typed": typed}
    )
