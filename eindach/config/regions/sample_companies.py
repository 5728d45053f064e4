"""A sample company in Jülich with an engineer and her colleagues, and one that asks for access. Openly invented;
nobody is written to."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from eindach.accounts.models import person_of
from eindach.companies.models import Answer, Company, Details, Employee
from eindach.companies.words import VERSION
from eindach.directory.models import Municipality

TOWN: Final = "Jülich"
CONTACT: Final = "personal@forschungswerk.example"
"""Who looks at the demonstration signs in with it; the code is in the outbox."""
MATTERS: Final = ("insurance", "residence", "bank")
"""Registered they are already: each town hall registers its own."""
PEOPLE: Final[tuple[tuple[str, str, int, tuple[int, ...], bool, bool], ...]] = (
    ("Aylin Beispiel", "tr", 1, (), True, True),
    ("Jun Beispiel", "en", 1, (), True, False),
    ("Mira Beispiel", "uk", 2, (), True, True),
    ("Tomás Beispiel", "en", 1, (), False, False),
)
"""Name, language, adults, ages of the children, whether the employer may book, and may see."""
INVITED: Final = ("Ana Beispiel", "Noor Beispiel")


@transaction.atomic
def fill_companies(*, now: datetime) -> int:
    """How many people the sample company expects; 0 where the region has no such town, or it is there already."""
    town = Municipality.objects.filter(name=TOWN).first()
    if town is None or Company.objects.exists():
        return 0
    company = _company("Forschungswerk Rur (Beispiel)", "Hanna Personal", CONTACT, now - timedelta(days=20))
    company.contact, _new = person_of(name=company.contact_name, email=CONTACT, phone="", language="de", now=now)
    company.admitted_at = now - timedelta(days=18)
    company.save()
    _company("Musterbau Rurtal (Beispiel)", "Bruno Büro", "buero@musterbau.example", now - timedelta(days=1))
    for name, language, adults, ages, book, see in PEOPLE:
        employee = _expected(company, name, now)
        employee.person, _new = person_of(
            name=name, email=_mail(name), phone="", language=language, municipality=town.pk, now=now
        )
        employee.accepted_at, employee.may_book, employee.may_see = now - timedelta(days=3), book, see
        employee.save()
        years = sorted(now.year - age for age in ages)
        Details.objects.create(
            employee=employee, language=language, languages=[language, "en"], adults=adults, children=years,
            matters=list(MATTERS), municipality=town.pk,
        )  # fmt: skip
        for question, yes in ((Answer.Question.BOOK, book), (Answer.Question.SEE, see)):
            Answer.objects.create(
                employee=employee, question=question, yes=yes, version=VERSION, language=language, at=now
            )
    for name in INVITED:
        Details.objects.create(
            employee=_expected(company, name, now), name=name, email=_mail(name), language="en", matters=list(MATTERS)
        )
    return len(PEOPLE) + len(INVITED)


def _company(name: str, contact: str, email: str, asked: datetime) -> Company:
    return Company.objects.create(
        name=name, town=TOWN, contact_name=contact, contact_role="Personalabteilung", email=email,
        phone="+4924610000000", language="de", asked_at=asked, sample=True,
        about="Im Winter kommen sechs Fachkräfte, zwei davon mit Kindern.",
    )  # fmt: skip


def _expected(company: Company, name: str, now: datetime) -> Employee:
    first, last = name.split()
    arrives = date(now.year + now.month // 12, now.month % 12 + 1, 1)
    invited = now - timedelta(days=6)
    return Employee.objects.create(
        company=company, label=f"{first} {last[0]}.", arrives=arrives, entered_at=invited, invited_at=invited,
        good_until=invited + timedelta(days=30),
    )  # fmt: skip


def _mail(name: str) -> str:
    return f"{name.split()[0].casefold().replace('á', 'a')}@person.example"
