"""Who looked at a person's data: what the trail has of offices, and of their employer, told in lines a person can
read."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from eindach.accounts.models import Person, Role
from eindach.accounts.subjects import subject_of
from eindach.consent.models import AuditEvent, BrokenGlass
from eindach.directory.models import Organization

from ..words import reason

EVENTS_A_PAGE: Final = 100
GLASS: Final = "broken-glass:"
EMPLOYER: Final = "employer:"
"""Begins the basis of what a company does with the yes of the person: then the id of the company."""
SORTS: Final[Mapping[str, str]] = {
    "find": "found",
    "list": "found",
    "write": "wrote",
    "ask-consent": "consent",
    "give-consent": "consent",
    "refuse-consent": "consent",
    "withdraw-consent": "consent",
    "renew-consent": "consent",
    "break-glass": "emergency",
    "review": "checked",
    "send": "sent",
}
"""Acts of the trail, as a person tells them apart; any other is a look."""
OF_HELP: Final = frozenset({"case", "referral"})
"""What an office does with these it writes down, unless it reads or lists them."""
OF_AN_EMPLOYER: Final[Mapping[str, str]] = {"book": "booked", "cancel": "booked"}
Names = Callable[[Collection[UUID]], Mapping[UUID, str]]
_employers: list[Names] = []


def employers(names: Names) -> Names:
    """Declare what a higher part knows: what the companies of these ids are called."""
    _employers.append(names)
    return names


@dataclass
class Look:
    """What one office did on one day, of one sort, how often: an office and a role, never the name of the one who works
    there. `sort`: looked, found, wrote, consent, emergency, checked, sent, or refused (they tried and saw nothing).
    `why`: what they said themselves. `by_employer`: `organization` is the company they work for; then the sort is
    looked or booked."""

    day: date
    at: datetime
    organization: str
    role: str
    sort: str
    why: str
    count: int = 0
    fields: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    by_employer: bool = False


@dataclass(frozen=True)
class Looks:
    """A page of them, the newest first; `older`: the number of the page behind it."""

    lines: Sequence[Look]
    older: int | None


def looks_at(person: Person, page: int = 0) -> Looks:
    """What offices and their employer did with this person's data. Asked for on behalf of the person."""
    by_others = Q(actor_kind="staff") | Q(basis__startswith=EMPLOYER)
    events = AuditEvent.objects.filter(by_others, subject=subject_of(person.pk))
    first = page * EVENTS_A_PAGE
    shown = list(events[first : first + EVENTS_A_PAGE + 1])
    said = {str(one.pk): one.reason for one in BrokenGlass.objects.filter(person=person)}
    older = page + 1 if len(shown) > EVENTS_A_PAGE else None
    return Looks(_lines(shown[:EVENTS_A_PAGE], said), older)


def _lines(events: Sequence[AuditEvent], said: Mapping[str, str]) -> list[Look]:
    names = _names(event.organization for event in events) | _names_of_employers(events)
    found: dict[tuple[object, ...], Look] = {}
    for event in events:
        glass = _glass(event.basis)
        why, sort = said.get(glass, "") or event.reason, _sort(event, bool(glass))
        company = _employer(event.basis)
        who = company or event.organization
        key = (day := timezone.localdate(event.at), who, event.role, sort, why)
        line = found.setdefault(
            key, Look(day, event.at, names.get(who, ""), event.role, sort, why, by_employer=company is not None)
        )  # fmt: skip
        line.count += 1
        line.fields += [one for one in event.fields if one not in line.fields]
        told = _("You allowed it") if company else reason(event.basis)
        line.reasons += [told] if told and told not in line.reasons else []
    return list(found.values())


def _sort(event: AuditEvent, in_an_emergency: bool) -> str:
    if event.outcome == AuditEvent.Outcome.REFUSED:
        return "refused"
    if event.role == Role.PROTECTION:
        return "checked"
    if event.basis.startswith(EMPLOYER):
        return OF_AN_EMPLOYER.get(event.act, "looked")
    if event.kind in OF_HELP and event.act not in ("read", "list"):
        return "wrote"
    return "emergency" if in_an_emergency else SORTS.get(event.act, "looked")


def _glass(basis: str) -> str:
    """The id of the broken glass a look was allowed by."""
    return next((part.strip()[len(GLASS) :] for part in basis.split(",") if part.strip().startswith(GLASS)), "")


def _employer(basis: str) -> UUID | None:
    return UUID(basis[len(EMPLOYER) :]) if basis.startswith(EMPLOYER) else None


def _names_of_employers(events: Iterable[AuditEvent]) -> dict[UUID | None, str]:
    wanted = {one for event in events if (one := _employer(event.basis))}
    return {company: name for names in _employers if wanted for company, name in names(wanted).items()}


def _names(organizations: Iterable[UUID | None]) -> dict[UUID | None, str]:
    known = Organization.objects.filter(pk__in={one for one in organizations if one})
    return {one.pk: str(one.short_name) for one in known}
