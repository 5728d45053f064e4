"""The companies of the crawls: each is looked after by the person of one office, and expects somebody who has not
answered and somebody who has. A company reads its own list, its people what is theirs, the coordinator who the company
is; what was entered of somebody and what they said themselves is for no page of the company."""

from datetime import datetime, timedelta

from eindach.accounts.models import Person
from eindach.companies.models import Company, Details, Employee, GroupVisit
from eindach.directory.models import Location

FIRMS = {"bank": "association", "authority": "jobcenter"}
"""Whose person is the contact of a company -> whose person works there."""
KNOWN = ("firm", "seat", "personnel")
"""What the coordinator is shown of a company."""


def set_firms(people: dict[str, Person], *, now: datetime) -> dict[str, dict[str, object]]:
    """What stands in addresses of pages about a company, by the office of its contact and of who works there."""
    ids: dict[str, dict[str, object]] = {}
    for kind, works in FIRMS.items():
        said = {what: f"canary{kind}x{what}" for what in (*KNOWN, "plans", "listed", "colleague", "entered", "wanted")}
        company = Company.objects.create(
            name=said["firm"], town=said["seat"], contact_name=said["personnel"], contact_role="HR",
            email=f"{said['personnel']}@firm.example", phone="+49246100", language="de", about=said["plans"],
            contact=people[kind], asked_at=now, admitted_at=now,
        )  # fmt: skip
        invited = {"company": company, "arrives": now.date(), "entered_at": now, "invited_at": now}
        waits = Employee.objects.create(label=said["listed"], good_until=now + timedelta(days=30), **invited)
        Details.objects.create(
            employee=waits, name=said["entered"], email=f"{said['entered']}@mail.example", language="de"
        )
        came = Employee.objects.create(
            label=said["colleague"], person=people[works], accepted_at=now, may_see=True, **invited
        )
        Details.objects.create(employee=came, language="de", matters=[said["wanted"]])
        day = GroupVisit.objects.create(
            company=company, location=Location.objects.all()[0], day=now.date(), first=now.date(), last=now.date(),
            made_at=now, booked_at=now,
        )  # fmt: skip
        day.members.create(employee=came, proposed=True)
        ids[kind] = {"company_id": company.pk, "employee_id": waits.pk, "group_id": day.pk}
        ids[works] = {"employee_id": came.pk}
    return ids


def read_by_contact(kind: str) -> set[str]:
    """What the person of this office reads for the company they look after."""
    return {f"canary{kind}x{what}" for what in (*KNOWN, "plans", "listed", "colleague")} if kind in FIRMS else set()


def read_at_work(kind: str) -> set[str]:
    """What the person of this office reads of where they work, and of themselves there."""
    firm = next((one for one, works in FIRMS.items() if works == kind), "")
    return {f"canary{firm}x{what}" for what in ("firm", "colleague", "wanted")} if firm else set()
