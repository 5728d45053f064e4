"""Personal columns of companies. Who never answers an invitation, and who has arrived long since, is deleted."""

from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
from django.db.models.functions import Cast, Coalesce, Greatest

from eindach.accounts.personal import CONSENT, TASK
from eindach.accounts.registry.declared import INNER, TOLD, Ending, ending, nothing_open, personal

from .models import Answer, Company, Details, Employee, GroupVisit, Member

personal(
    Company,
    purpose="companies",
    basis=TASK,
    kept="company",
    person="contact",
    follow_up=nothing_open,
    columns={
        "name town contact_name contact_role email phone language about asked_at admitted_at ended_at": TOLD,
        "id contact_id sample": INNER,
    },
)
EXPECTED = {"purpose": "companies", "basis": CONSENT, "kept": "employee"}
OF_AN_EMPLOYEE = EXPECTED | {"person": "employee__person", "root": "employee"}
personal(
    Employee,
    **EXPECTED,
    person="person",
    follow_up=nothing_open,
    columns={
        "label arrives entered_at invited_at accepted_at ended_at may_book may_see": TOLD,
        "id company_id person_id good_until": INNER,
    },
)
personal(
    Details,
    **OF_AN_EMPLOYEE,
    columns={
        "name email phone language languages adults children needs matters municipality": TOLD,
        "employee_id": INNER,
    },
)
personal(
    Answer,
    **OF_AN_EMPLOYEE,
    columns={"question yes version language at": TOLD, "id employee_id": INNER},
)
personal(
    Member,
    **OF_AN_EMPLOYEE,
    columns={"proposed": TOLD, "id group_id employee_id itinerary_id": INNER},
)
personal(
    GroupVisit,
    purpose="companies",
    basis=TASK,
    kept="company",
    person="company__contact",
    root="company",
    columns={
        "day first last comes_along made_at booked_at cancelled_at": TOLD,
        "id company_id location_id": INNER,
    },
)


def _left(companies: QuerySet[Company]) -> QuerySet[Company]:
    """Ended or refused; asked, and nobody answered."""
    asked = When(admitted_at=None, then=F("asked_at"))
    return companies.annotate(started=Coalesce("ended_at", Case(asked, default=None, output_field=DateTimeField())))


def _answered_or_not(employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """From the invitation on; who accepted, from their arrival on; who ended it, from then on."""
    arrived = Greatest("accepted_at", Cast("arrives", DateTimeField()))
    open_ones = When(Q(accepted_at=None), then=Coalesce("invited_at", "entered_at"))
    return employees.annotate(started=Coalesce("ended_at", Case(open_ones, default=arrived)))


ending(Ending(kept="employee", model=Employee, started=_answered_or_not, person="person"))
ending(Ending(kept="company", model=Company, started=_left, person="contact"))
