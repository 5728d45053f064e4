"""The form of a region's data: strict entries, texts in every language, hours in one line."""

import re
from datetime import date, time
from typing import Annotated, Any, NamedTuple, get_args

from dateutil.rrule import rrulestr
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo, model_validator

from eindach.kernel.languages import NATIVE, SPOKEN_CODES

NEEDED = frozenset({"de", "en"})
"""A text that is missing in another language is shown in German, and the page says so."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_WEEKDAY = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
HOURS_LINE = re.compile(r"(?P<days>\S+) (?P<opens>\d\d?:\d\d)-(?P<closes>\d\d?:\d\d)(?P<appointment> by appointment)?")
HOURS_HELP = (
    "'MO-TH 10:00-16:00', '1FR 09:00-13:00', 'FREQ=… 09:00-13:00', "
    "each with or without ' by appointment', or 'by appointment'"
)


class Entry(BaseModel):
    """One entry of a section; a key that is not named here is a fault, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def fields_at(cls, path: tuple[int | str, ...]) -> list[str]:
        """Names allowed at this place of the entry, for messages."""
        form: type[Entry] = cls
        for part in path:
            found = form.model_fields.get(str(part))
            form = next(iter(_entries_in(found.annotation)), form) if found else form
        return sorted(form.model_fields)


def _entries_in(annotation: Any) -> list[type[Entry]]:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return [annotation]
    return [form for part in get_args(annotation) for form in _entries_in(part)]


def _complete(text: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    wanted = (info.context or {}).get("languages", ())
    missing = [code for code in wanted if code in NEEDED and not text.get(code, "").strip()]
    unknown = [code for code in text if code not in wanted and code not in NATIVE]
    if missing:
        raise ValueError(f"the text is missing in: {', '.join(missing)}")
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not a language of this region; allowed: {', '.join(wanted)}")
    return {code: " ".join(text[code].split()) for code in wanted if text.get(code, "").strip()}


def _everywhere(text: Any, info: ValidationInfo) -> Any:
    wanted = (info.context or {}).get("languages", ())
    return dict.fromkeys(wanted, text) if isinstance(text, str) and text else text


def _spoken(codes: list[str]) -> list[str]:
    unknown = [code for code in codes if code not in SPOKEN_CODES]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: no known language; allowed: {', '.join(SPOKEN_CODES)}")
    if not codes:
        raise ValueError("at least one language is spoken at every place")
    return codes


Text = Annotated[dict[str, str], AfterValidator(_complete)]
"""A text in the languages of the region: {de: …, en: …}."""
Name = Annotated[Text, BeforeValidator(_everywhere)]
"""The same, or one string for a proper name that stands on the door in every language."""
Languages = Annotated[list[str], AfterValidator(_spoken)]
"""Spoken languages, codes of `kernel.languages.SPOKEN`."""


class Hours(NamedTuple):
    """Dates by RFC 5545 rule, hours on the wall clock; without hours: only by appointment."""

    rrule: str
    opens: time | None
    closes: time | None
    by_appointment: bool


def parse_hours(line: str) -> Hours:
    """`MO-TH 10:00-16:00` and its kin (HOURS_HELP); ValueError says what is allowed."""
    if line == "by appointment":
        return Hours(EVERY_WEEKDAY, None, None, True)
    found = HOURS_LINE.fullmatch(line)
    if not found:
        raise ValueError(f"{line!r} is not a line of hours; allowed: {HOURS_HELP}")
    opens, closes = _clock(found["opens"]), _clock(found["closes"])
    if opens >= closes:
        raise ValueError(f"{line!r}: closes before it opens")
    return Hours(_rule(found["days"]), opens, closes, bool(found["appointment"]))


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    try:
        return time(int(hour), int(minute))
    except ValueError as wrong:
        raise ValueError(f"{text!r} is not a time of day") from wrong


def _rule(days: str) -> str:
    if not days.startswith("FREQ="):
        listed = [day for part in days.split(",") for day in _days_in(part)]
        frequency = "MONTHLY" if any(day[:-2] for day in listed) else "WEEKLY"
        days = f"FREQ={frequency};BYDAY={','.join(listed)}"
    try:
        rrulestr(days)
    except ValueError as wrong:
        raise ValueError(f"{days!r} is not a rule of RFC 5545: {wrong}") from wrong
    return days


def _days_in(part: str) -> list[str]:
    first, dash, last = part.partition("-")
    if dash and first in WEEKDAYS and last in WEEKDAYS and WEEKDAYS.index(first) < WEEKDAYS.index(last):
        return list(WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1])
    if re.fullmatch(r"(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)", part):
        return [part]
    allowed = f"{', '.join(WEEKDAYS)}, MO-TH, 1FR (the first Friday), -1FR (the last)"
    raise ValueError(f"{part!r} are no days; allowed: {allowed}")


def _checked(line: str) -> str:
    parse_hours(line)
    return line


class HoursEntry(Entry):
    """A line of hours, or the same with its dates: {when: …, valid_from: …, valid_until: …}."""

    when: Annotated[str, AfterValidator(_checked)]
    valid_from: date | None = None
    valid_until: date | None = None
    open_on_holidays: bool = False

    @model_validator(mode="before")
    @classmethod
    def _line(cls, raw: Any) -> Any:
        return {"when": raw} if isinstance(raw, str) else raw

    @property
    def hours(self) -> Hours:
        return parse_hours(self.when)

    @property
    def span(self) -> tuple[time, time]:
        """From and until; for entries that were checked to have both."""
        opens, closes = self.hours.opens, self.hours.closes
        if opens is None or closes is None:
            raise ValueError(f"{self.when!r} has no fixed hours")
        return opens, closes
