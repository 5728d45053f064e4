"""The company's list: who is expected, invited at once; invited again, taken off again while nobody has answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from eindach.accounts.acting import as_program
from eindach.accounts.policy import Refused
from eindach.accounts.rates import Limit, spend
from eindach.consent import trail
from eindach.notifications.deferring import defer

from .access import BASIS
from .models import Company, Details, Employee

INVITATION_LASTS: Final = timedelta(days=30)
MOST_EXPECTED: Final = 500
"""In the list of one company, so that nobody sends letters to the world through it."""
MOST_AT_ONCE: Final = 100
A_DAY: Final = Limit(200, timedelta(days=1))
A_MONTH: Final = Limit(MOST_EXPECTED, timedelta(days=30))
"""Invitations of one company, to whoever was taken off again too."""
TO_ONE: Final = Limit(5, timedelta(days=30))
"""Invitations of one company to one address or number, however often it is entered."""
AGAIN_AFTER: Final = timedelta(hours=1)
Contact = tuple[str, str]
"""(name, address or number): who is who, on a list."""


class TooMany(ValueError):
    """Of one company; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a company says of somebody it expects. `children`: years of birth; `arrives`: the first day of a month."""

    name: str
    email: str
    phone: str
    language: str
    arrives: date
    languages: tuple[str, ...] = ()
    adults: int = 1
    children: tuple[int, ...] = ()
    needs: tuple[str, ...] = field(default=())
    matters: tuple[str, ...] = ()
    municipality: str = ""


def contact_of(name: str, address: str) -> Contact:
    return name.casefold(), address.casefold()


def expected_by(company: Company) -> set[Contact]:
    """Those whose answer is still to come: of the others an employer does not know what their contact is now."""
    rows = Details.objects.filter(employee__company=company, employee__accepted_at__isnull=True)
    return {contact_of(name, email or phone) for name, email, phone in rows.values_list("name", "email", "phone")}


def can_be_invited_again(employee: Employee, now: datetime) -> bool:
    lately = employee.invited_at and employee.invited_at > now - AGAIN_AFTER
    return employee.state(now) in ("invited", "late") and not lately


@transaction.atomic
def enter(*, company: Company, entries: Sequence[Entry], now: datetime) -> list[Employee]:
    """All or none. Each is invited by mail, or by text message where there is only a phone. TooMany."""
    with as_program(now=now):
        Company.objects.select_for_update().get(pk=company.pk)  # two tables pasted at once get different labels
    taken = set(Employee.objects.filter(company=company).values_list("label", flat=True))
    if len(taken) + len(entries) > MOST_EXPECTED:
        raise TooMany(_("Your list is full. Please talk to us."))
    _spend(company.pk, [(one.email or one.phone, one.name) for one in entries], now)
    found = []
    for entry in entries:
        label = label_of(entry.name, taken)
        taken.add(label)
        employee = Employee.objects.create(
            company=company, label=label, arrives=entry.arrives, entered_at=now, **_invited(now)
        )
        Details.objects.create(
            employee=employee, name=entry.name, email=entry.email, phone=entry.phone, language=entry.language,
            languages=list(entry.languages), adults=entry.adults, children=list(entry.children),
            needs=list(entry.needs), matters=list(entry.matters), municipality=entry.municipality,
        )  # fmt: skip
        _write_invitation(employee)
        _recorded("write", employee, fields=("identity", "contact"))
        found.append(employee)
    return found


def label_of(name: str, taken: set[str]) -> str:
    """What a list needs to tell people apart, and no more: "Jun B.", the second one "Jun B. 2"."""
    first, *others = name.split() or ["?"]
    short = f"{first} {others[-1][0]}." if others else first
    short = short[:50]
    number = 1
    while (label := f"{short} {number}" if number > 1 else short) in taken:
        number += 1
    return label


def invite_again(*, employee: Employee, now: datetime) -> None:
    """A new link; the one before opens nothing any more. Refused once they have answered, or within an hour;
    TooMany."""
    if not can_be_invited_again(employee, now):
        raise Refused("write", "employee", object=employee.pk)
    details = Details.objects.get(employee=employee)
    _spend(employee.company_id, [(details.email or details.phone, details.name)], now)
    for field_name, value in _invited(now).items():
        setattr(employee, field_name, value)
    employee.save(update_fields=["invited_at", "good_until"])
    _write_invitation(employee)
    _recorded("invite", employee)


def remove(*, employee: Employee, now: datetime) -> None:
    """Off the list, with everything that was entered. Refused once they have accepted: then it is theirs."""
    with as_program(now=now), transaction.atomic():
        locked = Employee.objects.select_for_update().get(pk=employee.pk)
        if locked.accepted_at:
            raise Refused("write", "employee", object=employee.pk)
        locked.delete()
    _recorded("delete", employee)


def _spend(company: UUID, invited: Sequence[tuple[str, str]], now: datetime) -> None:
    """(contact, name) of each who is to be written to. TooMany; then nothing is spent."""
    with as_program(now=now):
        for name, limit in (("invitations-a-day", A_DAY), ("invitations-a-month", A_MONTH)):
            if spend(name, limit, str(company), now=now, count=len(invited)).retry_after:
                raise TooMany(_("You have sent very many invitations. Please talk to us."))
        for contact, name in invited:
            if spend("invitations-to-one", TO_ONE, f"{company} {contact.casefold()}", now=now).retry_after:
                raise TooMany(_("%(name)s was invited several times already. Please talk to us.") % {"name": name})


def _invited(now: datetime) -> dict[str, datetime]:
    return {"invited_at": now, "good_until": now + INVITATION_LASTS}


def _write_invitation(employee: Employee) -> None:
    from .letters import write_invitation

    assert employee.invited_at  # noqa: S101 - just set
    defer(write_invitation, employee_id=str(employee.pk), invited_at=employee.invited_at.isoformat())


def _recorded(act: str, employee: Employee, fields: Sequence[str] = ()) -> None:
    trail.record(act=act, kind="employee", object=employee.pk, basis=BASIS, fields=fields)
