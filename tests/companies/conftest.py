"""Two companies with one contact each, four people one of them expects, a town hall with two counters, two days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from eindach.accounts.models import person_of
from eindach.booking.models import Counter
from eindach.companies.entering import Entry, enter
from eindach.companies.invitations import Corrected, accept, link
from eindach.companies.models import Company, Employee
from tests.booking_pages.stage import Stage, set_stage
from tests.cast import ZONE

PEOPLE = ("Jun Beispiel", "Mira Beispiel", "Tomás Beispiel", "Ana Beispiel")


@dataclass(frozen=True)
class Firms:
    """Werk (which expects people) and Fabrik, admitted; `stage`: counters with free time."""

    werk: Company
    fabrik: Company
    stage: Stage
    now: datetime


def admitted(name: str, email: str, now: datetime) -> Company:
    contact, _new = person_of(name=f"HR {name}", email=email, phone="", language="de", now=now)
    return Company.objects.create(
        name=name, town="Jülich", contact_name=contact.name, contact_role="HR", email=email, phone="+4924611230",
        language="de", contact=contact, asked_at=now, admitted_at=now,
    )  # fmt: skip


def entry(name: str, now: datetime, **changes: object) -> Entry:
    said = {
        "name": name, "email": f"{name.split()[0].casefold()}@person.example".replace("á", "a"), "phone": "",
        "language": "en", "arrives": now.date().replace(day=1), "matters": ("registration",),
    }  # fmt: skip
    return Entry(**(said | changes))  # type: ignore[arg-type]


@pytest.fixture
def firms(db: None) -> Firms:
    now = timezone.localtime(timezone=ZONE)  # the month somebody arrives is one of the region's
    werk, fabrik = (admitted(one, f"hr@{one.casefold()}.example", now) for one in ("Werk", "Fabrik"))
    return Firms(werk, fabrik, under_one_roof(set_stage()), now)


def under_one_roof(stage: Stage) -> Stage:
    """Bank and foreigners' office have their counters in the town hall: a house that tells nobody what for."""
    Counter.objects.update(location=stage.cast.town_hall_1.counter.location)
    return stage


def expected(firms: Firms, *names: str, **changes: object) -> list[Employee]:
    """Entered and invited, not more."""
    return enter(company=firms.werk, entries=[entry(one, firms.now, **changes) for one in names], now=firms.now)


def sealed_of(employee: Employee) -> str:
    return link(employee, "en").rstrip("/").split("/")[-1]


def accepted(firms: Firms, *names: str, book: bool = True, see: bool = False, **changes: object) -> list[Employee]:
    """They have opened their link and said this."""
    found = []
    for one in expected(firms, *names, **changes):
        said = Corrected(
            name=one.details.name, language="en", languages=(), adults=one.details.adults,
            children=tuple(one.details.children), needs=(), matters=tuple(one.details.matters), municipality="",
        )  # fmt: skip
        found.append(accept(sealed_of(one), said=said, answers={"book": book, "see": see}, now=firms.now))
    return found


def days(firms: Firms) -> tuple[date, date]:
    return firms.stage.days[0], firms.stage.days[1] + timedelta(days=1)
