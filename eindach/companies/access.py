"""What somebody at their own door may open here: the list of a company they are the contact of, or their own place in
one. Everything is asked for on their behalf; what is nobody's or somebody else's is Refused."""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eindach.accounts.acting import as_program
from eindach.accounts.policy import Refused
from eindach.consent import trail
from eindach.kernel.actor import must_be_present

from .models import Company, Employee, GroupVisit

BASIS: Final = "employer"


def my_companies() -> list[Company]:
    """Admitted and not ended."""
    _looked("company")
    return list(Company.objects.filter(admitted_at__isnull=False, ended_at=None))


def ways() -> list[tuple[str, str]]:
    """To the list of each company whose contact acts, and to what their own employer may do."""
    ours = Company.objects.filter(admitted_at__isnull=False, ended_at=None).values_list("name", "pk")
    found = [(name, reverse("companies:company", args=[pk])) for name, pk in ours]
    if Employee.objects.filter(person__in=must_be_present().actor.persons, ended_at=None).exists():
        found.append((_("My employer"), reverse("companies:employer")))
    return found


def my_company(company_id: UUID) -> Company:
    """Refused: not one of theirs, or not admitted."""
    found = Company.objects.filter(pk=company_id, admitted_at__isnull=False, ended_at=None).first()
    if found is None:
        raise Refused("open", "company", object=company_id)
    trail.record(act="open", kind="company", person=found.contact_id, object=found.pk, basis="self")
    return found


def employee_of_mine(employee_id: UUID) -> Employee:
    """Somebody in the list of a company whose contact acts."""
    actor = must_be_present().actor
    found = Employee.objects.filter(pk=employee_id, company__contact__in=actor.persons).first()
    if found is None:
        raise Refused("write", "employee", object=employee_id)
    return found


def my_place(employee_id: UUID) -> Employee:
    """The acting person's own place in a list."""
    found = Employee.objects.filter(pk=employee_id, person__in=must_be_present().actor.persons, ended_at=None).first()
    if found is None:
        raise Refused("write", "employee", object=employee_id)
    return found


def my_places() -> list[Employee]:
    persons = must_be_present().actor.persons
    _looked("employee")
    return list(Employee.objects.filter(person__in=persons, ended_at=None).select_related("details"))


def my_group(group_id: UUID) -> GroupVisit:
    """A shared day of a company whose contact acts."""
    found = GroupVisit.objects.select_related("location", "company").filter(pk=group_id).first()
    if found is None:
        raise Refused("write", "group", object=group_id)
    trail.record(act="open", kind="group", person=found.company.contact_id, object=found.pk, basis="self")
    return found


def looked_at(company_id: UUID, employees: Iterable[Employee]) -> None:
    """Of each of these their employer is shown numbers or times, because they allow it: one event of each, by the
    contact of the company, which the person reads at their own door (casework/own/looks.py)."""
    for one in employees:
        trail.record(
            act="read", kind="employee", person=one.person_id, object=one.pk, basis=f"{BASIS}:{company_id}",
            fields=("appointments",),
        )  # fmt: skip


def name_of(employee: Employee) -> str:
    """What their company is called."""
    return names_of([employee.company_id])[employee.company_id]


def names_of(companies: Collection[UUID]) -> dict[UUID, str]:
    """What they are called: theirs to know who work there, while the rows are not."""
    with as_program(now=must_be_present().now):
        return dict(Company.objects.filter(pk__in=companies).values_list("pk", "name"))


def _looked(kind: str) -> None:
    """Of each person of the proved contact: they looked at what is theirs."""
    for person in must_be_present().actor.persons:
        trail.record(act="read", kind=kind, person=person, basis="self")
