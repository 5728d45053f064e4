"""The data protection officer's questions to the trail. A row names nobody: whoever asks for a person must already know
a number of theirs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from eindach.accounts.subjects import subject_of
from eindach.directory.models import Organization

from . import trail
from .models import AuditEvent
from .sealing import as_keeper

A_PAGE: Final = 50
MOST_EXPORTED: Final = 20_000
COLUMNS: Final = (
    "at", "act", "kind", "object", "subject", "actor_kind", "user", "organization", "role", "basis", "reason",
    "fields", "address", "outcome", "chain", "number",
)  # fmt: skip
Finds = Callable[[str], UUID | None]
_numbers: list[Finds] = []


def finds_person(by_number: Finds) -> Finds:
    """Declare what a higher part knows: the person of a number people carry, such as a booking's."""
    _numbers.append(by_number)
    return by_number


@dataclass(frozen=True)
class Question:
    """`since` and `until` are days, both of them included."""

    since: date | None = None
    until: date | None = None
    organization: UUID | None = None
    act: str = ""
    outcome: str = ""
    number: str = ""


def asked(question: Question) -> QuerySet[AuditEvent]:
    """The events that answer, the latest first. Looking somebody up by a number is an event itself."""
    rows = AuditEvent.objects.order_by("-at", "chain", "-number")
    if question.since:
        rows = rows.filter(at__gte=_midnight(question.since))
    if question.until:
        rows = rows.filter(at__lt=_midnight(question.until + timedelta(days=1)))
    exact = {"organization": question.organization, "act": question.act, "outcome": question.outcome}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if question.number:
        person = _person_of(question.number)
        rows = rows.filter(subject=subject_of(person)) if person else rows.none()
        trail.record(act="find", kind="trail", person=person, basis="role")
    return rows


def _person_of(number: str) -> UUID | None:
    """As the keeper: the officer sees no booking, and learns nothing here but whose rows these are."""
    with as_keeper():
        return next((found for finds in _numbers if (found := finds(number))), None)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def offices(rows: list[AuditEvent]) -> dict[UUID | None, str]:
    """Names of the organizations of these rows."""
    wanted = {row.organization for row in rows if row.organization}
    return {one.pk: str(one.short_name) for one in Organization.objects.filter(pk__in=wanted)}


def lines(rows: QuerySet[AuditEvent]) -> Iterator[list[str]]:
    """For a table program: the names of the columns, then at most MOST_EXPORTED rows; a last line says when
    there are more. A text that such a program would
    take for a formula gets an apostrophe before it (OWASP, CSV Injection)."""
    yield list(COLUMNS)
    for place, row in enumerate(rows[: MOST_EXPORTED + 1]):
        if place == MOST_EXPORTED:
            yield [_("There are more than %(count)s events: ask for fewer days.") % {"count": MOST_EXPORTED}]
            return
        yield [_cell(getattr(row, column)) for column in COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
