"""Interpreting by phone, for when nobody in the house speaks a language: lines of the region's data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from eindach.directory import hours
from eindach.directory.queries import region
from eindach.directory.region_format import HoursEntry

from ..models import PhoneInterpreter


@dataclass(frozen=True)
class Line:
    """Somebody to be called; `language` is the first of the wanted ones that is spoken there."""

    entry: PhoneInterpreter
    language: str
    is_open: bool


def lines(languages: Sequence[str], *, now: datetime) -> list[Line]:
    """For these languages, best first; who can be reached now stands above. As the program."""
    found = [
        Line(one, next(code for code in languages if code in one.languages), _is_open(one, now))
        for one in PhoneInterpreter.objects.filter(languages__overlap=list(languages))
    ]
    return sorted(found, key=lambda one: (not one.is_open, languages.index(one.language)))


@dataclass(frozen=True)
class _Rule:
    """What `hours.dates` asks of a rule."""

    rrule: str
    valid_from: date
    valid_until: date | None
    open_on_holidays: bool


def _is_open(entry: PhoneInterpreter, now: datetime) -> bool:
    local = timezone.localtime(now, region().zone)
    return any(_covers(said, entry.as_of, local) for said in _read(entry.hours))


def _read(said: Iterable[Any]) -> list[HoursEntry]:
    return [HoursEntry.model_validate(one) for one in said]


def _covers(said: HoursEntry, since: date, local: datetime) -> bool:
    opens, closes = said.span
    if not opens <= local.time() < closes:
        return False
    rule = _Rule(said.hours.rrule, said.valid_from or since, said.valid_until, said.open_on_holidays)
    return bool(hours.dates(rule, local.date(), local.date(), state=region().state))
