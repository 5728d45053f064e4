"""The classes of retention, dated data from retention.yaml: how long what is kept, from when, and who confirmed it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from dateutil.relativedelta import relativedelta

FILE: Final = Path(__file__).with_name("retention.yaml")
_PERIOD: Final = re.compile(r"P(\d+)([DMY])")
_UNITS: Final = {"D": "days", "M": "months", "Y": "years"}


class Start(StrEnum):
    """DIN 66398: a period starts when data are collected, when a process ends, or when the relation ends."""

    COLLECTION = "collection"
    END_OF_PROCESS = "end-of-process"
    END_OF_RELATION = "end-of-relation"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One class as it is in force on a day. `notice`: days of grace after the person was told, 0: nobody is told ·
    `job`: dotted name of the job that ends it where this registry does not; `reason`: why no job does ·
    `confirmed_by`: the office that confirmed the period, empty: to be confirmed."""

    key: str
    name: str
    since: date
    period: str
    start: Start
    source: str
    longest: str = ""
    notice: int = 0
    two_people: bool = False
    confirmed_by: str = ""
    job: str = ""
    reason: str = ""

    @property
    def is_ended_here(self) -> bool:
        return not (self.job or self.reason)

    def before(self, now: datetime) -> datetime:
        """What started before this is due now."""
        return now - duration(self.period)

    def collected_before(self, now: datetime) -> datetime | None:
        return now - duration(self.longest) if self.longest else None


def duration(text: str) -> relativedelta:
    """P90D, P6M, P2Y (ISO 8601-1, one unit). ValueError."""
    found = _PERIOD.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no period such as P90D, P6M, P2Y")
    return relativedelta(**{_UNITS[found[2]]: int(found[1])})  # type: ignore[arg-type]


def classes(day: date, file: Path = FILE) -> dict[str, Kept]:
    """Key -> the class in force on that day: of several entries the latest begun."""
    begun = (one for one in _entries(file) if one.since <= day)
    return {one.key: one for one in sorted(begun, key=lambda one: one.since)}


@cache
def _entries(file: Path) -> tuple[Kept, ...]:
    return tuple(_entry(said) for said in yaml.safe_load(file.read_text()))


def _entry(said: dict[str, Any]) -> Kept:
    ended_by = said.pop("ended_by", {})
    one = Kept(**{**said, "start": Start(said["start"])}, **ended_by)
    duration(one.period)
    if one.longest:
        duration(one.longest)
    return one
