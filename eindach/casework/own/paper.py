"""Everything about somebody as a PDF to read: the same rows as the file for programs, in words of one language.

Art. 12 (1) GDPR wants it in a clear form, Art. 15 (1) with law, recipients and period. Technical numbers and HTML of
mails are only in the file for programs; everything else is here, also what nobody has a word for yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.utils import formats, timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from eindach.accounts.models import Category, Role
from eindach.accounts.names import role_name
from eindach.accounts.registry.export import REDACTED
from eindach.consent.labels import CATEGORIES
from eindach.consent.trail_words import act_word, kind_word
from eindach.directory.models import Location, Organization, Region, Service
from eindach.guide.models import Matter
from eindach.guide.plan.words import chosen_in_words, dates_in_words, done_in_words, place_in_words
from eindach.kernel.languages import NATIVE, RTL
from eindach.notifications.paper import pdf

from ..staff.words import REASONS
from ..words import reason
from .paper_words import BASES, COLUMNS, KINDS, STATES, TABLES, TECHNICAL, period

TEMPLATE: Final = Path(__file__).parent / "everything.typ"
ISOLATED, END_OF_ISOLATED = "\u2066", "\u2069"
"""Left to right, whatever stands around it (UAX 9)."""


@dataclass(frozen=True)
class Chapter:
    """One table: what it is, why and how long it is kept, and its rows as pairs of a label and a value."""

    heading: str
    why: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def everything_pdf(found: Mapping[str, Any], *, language: str, now: datetime) -> bytes:
    """`found` as registry.export.everything_about gives it. A4, PDF/UA-1; deterministic."""
    with translation.override(language):
        data = found["data"]
        order = sorted(data, key=lambda name: (list(TABLES).index(name) if name in TABLES else len(TABLES), name))
        given = {
            "language": language,
            "rtl": language in RTL,
            "title": _("All your data"),
            "lead": _("What is stored about you here on %(day)s, why, and how long.") % {"day": _moment(now)},
            "rights_heading": _("Your rights"),
            "rights": [
                _("You can have wrong data corrected, and ask for deletion. Sign in, or tell us at a counter."),
                _("What you agreed to you can take back at any time. You need no reason."),
                _("You can complain to us, and to the data protection authority of the state."),
            ],
            "recipients_heading": _("Who may know something about you"),
            "recipients": [one["organization"] for one in found["recipients"]],
            "chapters": [asdict(_chapter(name, data[name])) for name in order],
            "sample": _sample(),
        }
    return pdf(TEMPLATE, given, made_at=now)


def _chapter(name: str, said: Mapping[str, Any]) -> Chapter:
    why = _("Law: %(law)s. Kept: %(period)s.") % {
        "law": reason(f"law:{said['legal_basis']}"),  # a key of a legal basis, or its words
        "period": period(said["kept"]["period"]),
    }
    names = _names(said["rows"])
    return Chapter(str(TABLES.get(name, name)), why, tuple(_row(row, names) for row in said["rows"]))


def _row(row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    shown = ((column, value) for column, value in row.items() if column not in TECHNICAL)
    return tuple(
        (str(COLUMNS.get(column, column)), text) for column, value in shown if (text := _text(column, value, names))
    )


def _text(column: str, value: Any, names: Mapping[str, str]) -> str:
    """A value as people read it; empty for what says nothing."""
    if value == REDACTED:
        return _("kept back, because it is also about somebody else")
    if column in WORDS:
        return WORDS[column](value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(part for one in value if (part := _text(column, one, names)))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text('', one, names)}" for key, one in value.items() if one not in (None, "", []))
    if value is None or value == "":
        return ""
    text = names.get(str(value)) or _dated(str(value))
    return f"{ISOLATED}{text}{END_OF_ISOLATED}" if text.startswith("+") else text  # a number keeps its plus in front


def _dated(text: str) -> str:
    """A moment or a day in words; anything else as it is."""
    if len(text) < len("2026-11-21") or not text[:4].isdigit():
        return text
    try:
        day = parse_date(text)  # first: a day is a moment to parse_datetime, too
        moment = parse_datetime(text) if day is None else None
    except ValueError:
        return text
    if day is not None:
        return _day(day)
    return _moment(moment) if moment else text


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{_day(local.date())}, {local.hour}:{local.minute:02}"


def _day(day: date) -> str:
    return str(formats.date_format(day, "j.n.Y"))


def _categories(value: Any) -> str:
    said = value if isinstance(value, list) else [value]
    return ", ".join(str(CATEGORIES[Category(one)]) if one in Category.values else str(one) for one in said)


def _days(days: Mapping[str, str]) -> str:
    return "; ".join(f"{what}: {_dated(day)}" for what, day in days.items())


WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "categories": _categories,
    "category": _categories,
    "fields": _categories,
    "basis": lambda value: str(BASES.get(str(value).partition(":")[0]) or reason(str(value or ""))),
    "act": lambda value: act_word(str(value)),
    "kind": lambda value: str(KINDS.get(value) or STATES.get(value) or kind_word(str(value))),
    "status": lambda value: str(STATES.get(value, value)),
    "outcome": lambda value: str(STATES.get(value, value)),
    "reason": lambda value: str(REASONS.get(value, value or "")),
    "language": lambda value: NATIVE.get(str(value), str(value)),
    "role": lambda value: role_name(value) if value in Role.values else str(value or ""),
    "place": place_in_words,
    "chosen": chosen_in_words,
    "dates": lambda value: _days(dates_in_words(value)),
    "done": lambda value: _days(done_in_words(value)),
}


def _names(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Key of an office, a house, a service, a matter -> its name, as far as these rows speak of it."""
    said = {
        str(value)
        for row in rows
        for column, value in row.items()
        if column == "organization" or column.endswith("_id")
    }
    uuids = {one for one in said if len(one) == len("00000000-0000-0000-0000-000000000000")}
    numbers = {str(row["matter_id"]) for row in rows if row.get("matter_id")}
    found: dict[str, str] = {}
    for model in (Organization, Location, Service):
        found |= {str(one.pk): str(one.name) for one in model.objects.filter(pk__in=uuids)}
    return found | {str(one.pk): str(one.name) for one in Matter.objects.filter(pk__in=numbers)}


def _sample() -> str:
    here = Region.objects.first()
    return "" if here and here.official else _("Sample data, not an official website.")
